import GRDB

/// A failure of the durable store itself, never of one message.
///
/// Two errors are equal when their codes are. The text names files, tables and SQLite's own words; bound values, and
/// with them payloads and passwords, are never part of it.
package struct JournalError: Error, Sendable, CustomStringConvertible {
    package enum Code: String, Sendable, CaseIterable {
        /// The folder or the file cannot be made or opened.
        case open
        /// Another gateway has this journal open.
        case locked
        /// Another program holds the file locked.
        case busy
        /// The file was moved, removed or replaced while it was open.
        case moved
        /// The file is a database, but not one of ours.
        case foreign
        /// The file was written by a newer program.
        case newerSchema = "newer-schema"
        /// SQLite did not accept write-ahead logging with full synchronisation, so a commit would not survive a power
        /// cut.
        case notDurable = "not-durable"
        /// The file is damaged, or no database at all.
        case corrupt
        /// No space is left for the transaction.
        case fullDisk = "full-disk"
        /// The file or its folder may not be written.
        case readOnly = "read-only"
        /// The system reported an input or output error.
        case io
        /// The journal was closed before this call.
        case closed
        /// Any other answer of SQLite.
        case sqlite
    }

    package let code: Code
    /// SQLite's extended result code (sqlite.org/rescode.html), 0 where SQLite had no part.
    package let sqliteCode: Int32
    /// What failed and what to do about it: lowercase, no full stop.
    package let text: String
    /// The error below this one, where there was one.
    package let underlying: (any Error)?

    package init(_ code: Code, sqliteCode: Int32 = 0, _ text: String, underlying: (any Error)? = nil) {
        self.code = code
        self.sqliteCode = sqliteCode
        self.text = text
        self.underlying = underlying
    }

    /// An answer of SQLite other than success; `doing` says what was tried, as in "write a device".
    init(sqliteCode: Int32, message: String, doing: String) {
        let code = Code(sqliteCode: sqliteCode)
        self.init(code, sqliteCode: sqliteCode, "cannot \(doing): \(message)\(code.advice)")
    }

    /// Whatever GRDB threw while `doing` was tried.
    init(_ error: any Error, doing: String) {
        switch error {
        case let error as JournalError:
            self = error
        case let error as DatabaseError:
            let message = error.message ?? "no message"
            self.init(sqliteCode: error.extendedResultCode.rawValue, message: message, doing: doing)
        default:
            self.init(.sqlite, "cannot \(doing): \(error)", underlying: error)
        }
    }

    package var description: String { "\(text) [\(code.rawValue)]" }

    /// Whether the same call may succeed later without anything done to the gateway: space is freed, a lock is given up.
    package var isPassing: Bool {
        switch code {
        case .fullDisk, .io, .busy, .readOnly: true
        case .open, .locked, .moved, .foreign, .newerSchema, .notDurable, .corrupt, .closed, .sqlite: false
        }
    }
}

extension JournalError: Equatable {
    package static func == (left: JournalError, right: JournalError) -> Bool { left.code == right.code }
}

extension JournalError.Code {
    /// Sorts SQLite's result codes (sqlite.org/rescode.html); the low byte is the primary code.
    init(sqliteCode: Int32) {
        self =
            switch ResultCode(rawValue: sqliteCode & 0xFF) {
            case .SQLITE_BUSY, .SQLITE_LOCKED: .busy
            case .SQLITE_CORRUPT, .SQLITE_NOTADB: .corrupt
            case .SQLITE_FULL: .fullDisk
            case .SQLITE_READONLY, .SQLITE_PERM: .readOnly
            case .SQLITE_IOERR: .io
            case .SQLITE_CANTOPEN: .open
            default: .sqlite
            }
    }

    /// What an operator can do about it, to follow the message.
    var advice: String {
        switch self {
        case .locked: "; stop the other gateway that uses this journal"
        case .busy: "; end the program that holds the file locked, such as a shell of sqlite3"
        case .corrupt: "; move the file away and restore a copy, or start with a new journal"
        case .fullDisk: "; free some space on its disk"
        case .readOnly, .open:
            "; give this user the right to write the file and its folder, on a file system mounted for writing"
        case .io: "; check the disk and its free space"
        case .foreign, .newerSchema, .notDurable, .moved, .closed, .sqlite: ""
        }
    }
}
