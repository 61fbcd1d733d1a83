import Foundation
import GRDB

/// The one connection to the journal's file: makes, opens, locks and checks it.
///
/// A second gateway on the same journal fails at once (`JournalLock`). Others may read beside it: in the write-ahead log
/// readers and the one writer do not wait for each other (sqlite.org/wal.html section 2.2).
final class Connection {
    private let queue: DatabaseQueue
    private let lock: JournalLock
    private let copier: LogCopier
    private var place: FilePlace
    /// Whether there was no journal before.
    let isNew: Bool

    /// Bytes; set when the file is made.
    static let pageSize = 4096

    init(path: String) throws(JournalError) {
        try Connection.makeFile(path)
        let lock = JournalLock(journal: path)
        self.lock = lock
        var configuration = Configuration()
        configuration.label = "journal"
        configuration.foreignKeysEnabled = false
        // nobody else writes; a reader that comes or goes holds locks for moments
        configuration.busyMode = .timeout(1)
        configuration.prepareDatabase { database in try Schema.check(database, path: path) }
        do {
            let queue = try DatabaseQueue(path: path, configuration: configuration)
            // Only now it is known to be ours.
            try lock.acquire()
            (isNew, copier) = try queue.unsafeReentrantWrite { database in
                (try Connection.prepare(database, path: path), try LogCopier(path: path, writer: database))
            }
            self.queue = queue
            place = FilePlace(journal: path)
        } catch {
            throw JournalError(error, doing: "open the journal '\(path)'")
        }
    }

    /// Runs `body` on the connection, in the calling thread, without a transaction.
    func access<Value>(_ body: (Database) throws(JournalError) -> Value) throws(JournalError) -> Value {
        let result: Result<Value, JournalError> = queue.unsafeReentrantWrite { database in
            do throws(JournalError) {
                return .success(try body(database))
            } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }

    /// Sees to the write-ahead log after a commit.
    func committed(_ database: Database) { copier.committed(database) }

    /// Refuses to go on where the files are no longer at their place: what is committed to them would be gone with the
    /// process, and nobody would know.
    func checkPlace() throws(JournalError) { try place.check() }

    /// Closes the file; the last pages of the write-ahead log are copied into the database.
    func close() throws(JournalError) {
        do {
            try copier.close()
            try queue.close()
        } catch {
            throw JournalError(error, doing: "close the journal")
        }
        lock.release()
    }

    /// Makes folder and file, readable by nobody else, for payloads hold signed URLs.
    ///
    /// SQLite gives its log the mode of the file.
    private static func makeFile(_ path: String) throws(JournalError) {
        let files = FileManager.default
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
        let type = try? files.attributesOfItem(atPath: path)[.type] as? FileAttributeType
        if let type, type != .typeRegular, type != .typeSymbolicLink {
            throw JournalError(.foreign, "'\(path)' is no file; name a file for the journal")
        }
        do {
            if !files.fileExists(atPath: folder.path) {
                try files.createDirectory(
                    at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            }
            if !files.fileExists(atPath: path) {
                let descriptor = unsafe Foundation.open(path, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0o600)
                guard descriptor >= 0 else { throw CocoaError(.fileWriteUnknown) }
                Foundation.close(descriptor)
            }
        } catch {
            throw JournalError(
                .open, "cannot make the journal '\(path)'; give this user the right to write its folder",
                underlying: error)
        }
    }

    private static func prepare(_ database: Database, path: String) throws -> Bool {
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
        try database.execute(sql: "pragma page_size = \(pageSize)")
        let mode = try String.fetchOne(database, sql: "pragma journal_mode = wal")
        // FULL: the log is synchronised at each commit. GRDB's own WAL set-up says NORMAL, which is not durable
        // (sqlite.org/pragma.html#pragma_synchronous).
        try database.execute(sql: "pragma synchronous = full")
        let level = try Int.fetchOne(database, sql: "pragma synchronous")
        try check(journalMode: mode, synchronous: level, path: path)
        try database.execute(sql: "pragma cache_size = -16384")
        try database.execute(sql: "pragma temp_store = memory")
        return try Schema.bringUp(database, identifier: JournalIdentifier.make())
    }

    /// Refuses a connection whose commits would not survive a power cut.
    static func check(journalMode: String?, synchronous: Int?, path: String) throws(JournalError) {
        guard journalMode == "wal", let synchronous, synchronous >= 2 else {
            throw JournalError(
                .notDurable,
                """
                the journal '\(path)' runs with journal_mode \(journalMode ?? "unknown") and synchronous \
                \(synchronous.map(String.init) ?? "unknown") instead of wal and 2; put it on a local file system
                """)
        }
    }
}
