/// Counts what one commit or query asks of SQLite, so that a test can hold it against the number of devices known.
final class WorkMeter {
    /// Rows written or deleted, and rows read.
    private(set) var rows = 0
    /// Asked before each statement runs; an error it gives is thrown in the statement's place.
    ///
    /// Only tests set it.
    var fault: (() -> JournalError?)?

    func count(rows more: Int) { rows += more }
    func restart() { rows = 0 }
}
