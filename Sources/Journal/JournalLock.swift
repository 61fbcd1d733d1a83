import Foundation

/// One gateway at a time on one journal: an advisory lock on a file beside it, given up when the process ends, however it ends.
///
/// Not a lock of SQLite's: readers such as `ota-gateway status` look into the journal beside a running gateway.
@safe final class JournalLock {
    private let path: String
    private var descriptor: Int32 = -1

    /// - Parameter journal: the journal's own path.
    init(journal: String) { path = Self.path(of: journal) }

    deinit { release() }

    /// - Throws: `locked` while another process, or another journal of this one, has it.
    func acquire() throws(JournalError) {
        let file = unsafe open(path, O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
        guard file >= 0 else {
            throw JournalError(.open, "cannot make '\(path)'; give this user the right to write its folder")
        }
        guard flock(file, LOCK_EX | LOCK_NB) == 0 else {
            close(file)
            throw JournalError(
                .locked, "another process has the journal open\(JournalError.Code.locked.advice)")
        }
        descriptor = file
    }

    func release() {
        guard descriptor >= 0 else { return }
        close(descriptor)
        descriptor = -1
    }

    /// Whether a gateway has the journal open.
    static func isHeld(journal: String) -> Bool {
        let file = unsafe open(path(of: journal), O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return false }
        defer { close(file) }
        return flock(file, LOCK_SH | LOCK_NB) != 0
    }

    private static func path(of journal: String) -> String { journal + ".lock" }
}
