import Foundation

/// The journal's files as they were when they were opened: SQLite goes on writing to a file that was moved, removed or
/// replaced, and asks nobody (sqlite.org/howtocorrupt.html section 2.4).
struct FilePlace {
    private struct Identity: Equatable {
        let device: UInt64
        let inode: UInt64
    }

    private let path: String
    private let file: Identity?
    /// The write-ahead log, which stays for as long as the journal is open; nil until it has been seen.
    private var log: Identity?

    /// - Parameter journal: the path of a file that is open.
    init(journal path: String) {
        self.path = path
        file = Self.identity(path)
    }

    /// - Throws: `moved`.
    mutating func check() throws(JournalError) {
        guard Self.identity(path) == file else { throw moved(path) }
        let log = Self.identity(path + "-wal")
        guard self.log == nil || log == self.log else { throw moved(path + "-wal") }
        self.log = log
    }

    private func moved(_ path: String) -> JournalError {
        JournalError(
            .moved,
            """
            '\(path)' was moved, removed or replaced while the gateway had it open; put it back, or start again with what \
            is there now
            """)
    }

    /// Nil where there is no such file.
    private static func identity(_ path: String) -> Identity? {
        var status = stat()
        guard unsafe stat(path, &status) == 0 else { return nil }
        return Identity(device: UInt64(status.st_dev), inode: UInt64(status.st_ino))
    }
}
