import GRDB
import GRDBSQLite
import Synchronization

/// Copies the write-ahead log into the database beside the commits, on a thread and a connection of its own.
///
/// SQLite would do it within the commit that makes the log long enough, which then takes a hundred times as long as others.
/// A writer and a copier do not wait for each other (sqlite.org/wal.html section 2.2), but only a log that is copied to its end
/// begins anew: so the commit after the copy copies the few pages that came meanwhile.
///
/// A copy that fails is tried again when the log has grown as much again; until then the log has it all.
@safe final class LogCopier {
    private enum Stage { case idle, copying, copied }

    /// Pages in the log after which it is copied: 32 MB.
    ///
    /// A copy costs two synchronisations, so it should be rare; and pages written often are copied once.
    let pages: Int

    private let queue: DatabaseQueue
    private final class Progress: Sendable { let stage = Mutex(Stage.idle) }
    private let progress = Progress()
    /// Pages in the log after the last commit; SQLite's hook writes it.
    private final class Length { var pages = 0 }
    private let length = Length()
    /// The log's pages after the last commit.
    var logPages: Int { length.pages }
    /// How long the log was when it was copied last, as long as it has not begun anew.
    private var copied = 0

    /// - Parameter writer: the connection that commits; its log is copied by nobody else from now on.
    init(path: String, writer: Database, pages: Int = 8_192) throws {
        self.pages = pages
        var configuration = Configuration()
        configuration.label = "journal log copier"
        queue = try DatabaseQueue(path: path, configuration: configuration)
        let context = unsafe Unmanaged.passUnretained(length).toOpaque()
        // Takes the place of SQLite's own hook, the automatic checkpoint (sqlite.org/c3ref/wal_hook.html).
        _ = unsafe sqlite3_wal_hook(
            writer.sqliteConnection,
            { context, _, _, pages in
                guard let context = unsafe context else { return SQLITE_OK }
                unsafe Unmanaged<Length>.fromOpaque(context).takeUnretainedValue().pages = Int(pages)
                return SQLITE_OK
            }, context)
    }

    /// To be called after each commit, outside of a transaction.
    func committed(_ writer: Database) {
        if length.pages < copied { copied = 0 }
        switch progress.stage.withLock({ $0 }) {
        case .idle:
            guard length.pages - copied >= pages else { return }
            progress.stage.withLock { $0 = .copying }
            queue.asyncWriteWithoutTransaction { [progress] database in
                _ = try? database.checkpoint(.passive)
                progress.stage.withLock { $0 = .copied }
            }
        case .copying: break
        case .copied:
            _ = try? writer.checkpoint(.passive)
            copied = length.pages
            progress.stage.withLock { $0 = .idle }
        }
    }

    /// Waits for a copy under way.
    func close() throws { try queue.close() }
}
