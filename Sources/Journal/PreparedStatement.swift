import GRDB
import GRDBSQLite

/// One statement, prepared once for the life of the journal, bound and stepped straight through SQLite.
///
/// GRDB prepares and finalises it (it owns the pointer) and serialises the connection. Its values are not used here
/// because they box every argument: on rows of five to ten columns that costs as much as SQLite's own work. To be
/// used on the connection's queue only, that is inside `Connection.access`.
@safe final class PreparedStatement {
    private let statement: Statement
    private let handle: OpaquePointer
    /// Nil for what neither reads nor writes.
    private let meter: WorkMeter?
    /// What the statement does, for error texts: "write a device".
    private let purpose: String

    init(_ database: Database, _ sql: String, to purpose: String, meter: WorkMeter?) throws(JournalError) {
        do {
            self.statement = try database.makeStatement(sql: sql)
        } catch {
            throw JournalError(error, doing: purpose)
        }
        unsafe self.handle = statement.sqliteStatement
        self.meter = meter
        self.purpose = purpose
    }

    /// Runs a statement that gives no rows; true if it changed at least one.
    @discardableResult
    func run() throws(JournalError) -> Int {
        defer { reset() }
        _ = try step()
        let changed = unsafe Int(sqlite3_changes(sqlite3_db_handle(handle)))
        meter?.count(rows: changed)
        return changed
    }

    /// Runs a statement that begins or ends a transaction: it changes no rows of its own.
    func execute() throws(JournalError) {
        defer { reset() }
        _ = try step()
    }

    /// Runs with one more value, which SQLite reads where it is instead of copying it.
    func run(with parameter: Int32, _ bytes: [UInt8]) throws(JournalError) {
        guard !bytes.isEmpty else {
            bind(parameter, bytes)
            try run()
            return
        }
        let result: Result<Void, JournalError> = unsafe bytes.withUnsafeBytes { buffer in
            // SQLITE_STATIC (nil): the bytes stay where they are while the statement runs.
            check(unsafe sqlite3_bind_blob(handle, parameter, buffer.baseAddress, Int32(buffer.count), nil))
            defer { check(unsafe sqlite3_bind_null(handle, parameter)) }
            do throws(JournalError) {
                try run()
                return .success(())
            } catch {
                return .failure(error)
            }
        }
        try result.get()
    }

    /// Runs a query, giving each row to `body` until it answers false.
    func each(_ body: (borrowing PreparedStatement) -> Bool) throws(JournalError) {
        defer { reset() }
        while try step() {
            meter?.count(rows: 1)
            if !body(self) { return }
        }
    }

    /// The first row, as `body` reads it.
    func first<Value>(_ body: (borrowing PreparedStatement) -> Value) throws(JournalError) -> Value? {
        var value: Value?
        try each { row in
            value = body(row)
            return false
        }
        return value
    }

    private func step() throws(JournalError) -> Bool {
        if let fault = meter?.fault?() { throw fault }
        let code = unsafe sqlite3_step(handle)
        switch code {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        default:
            let message = unsafe String(cString: sqlite3_errmsg(sqlite3_db_handle(handle)))
            throw JournalError(sqliteCode: code, message: message, doing: purpose)
        }
    }

    /// Ready for the next run; old values stay bound until they are bound anew, which every caller does.
    private func reset() {
        // The code repeats that of the step before, which has been thrown already.
        _ = unsafe sqlite3_reset(handle)
    }
}

/// Values going in; parameters count from 1 as in SQL.
///
/// Binding fails for a wrong index (our bug) or for a value past SQLite's limit of 1 GB, far above what MQTT can
/// carry.
extension PreparedStatement {
    func bind(_ parameter: Int32, _ value: Int64?) {
        guard let value else {
            check(unsafe sqlite3_bind_null(handle, parameter))
            return
        }
        check(unsafe sqlite3_bind_int64(handle, parameter, value))
    }

    func bind(_ parameter: Int32, _ value: Int) { bind(parameter, Int64(value)) }

    func bind(_ parameter: Int32, _ text: String?) {
        guard var text else {
            check(unsafe sqlite3_bind_null(handle, parameter))
            return
        }
        let code = text.withUTF8 { buffer in
            // A null pointer would bind NULL instead of an empty text.
            unsafe buffer.withMemoryRebound(to: CChar.self) { characters in
                guard let start = characters.baseAddress else {
                    return unsafe sqlite3_bind_text(handle, parameter, "", 0, copied)
                }
                return unsafe sqlite3_bind_text(handle, parameter, start, Int32(characters.count), copied)
            }
        }
        check(code)
    }

    func bind(_ parameter: Int32, _ bytes: [UInt8]) {
        let code = unsafe bytes.withUnsafeBytes { buffer in
            guard buffer.count > 0, let start = buffer.baseAddress else {
                return unsafe sqlite3_bind_zeroblob(handle, parameter, 0)
            }
            return unsafe sqlite3_bind_blob(handle, parameter, start, Int32(buffer.count), copied)
        }
        check(code)
    }

    private func check(_ code: Int32) {
        precondition(code == SQLITE_OK, "a value could not be bound to the statement that is to \(purpose)")
    }
}

/// Values coming out of the current row; columns count from 0 as in SQLite.
extension PreparedStatement {
    func integer(_ column: Int32) -> Int64 { unsafe sqlite3_column_int64(handle, column) }

    func optionalInteger(_ column: Int32) -> Int64? {
        unsafe sqlite3_column_type(handle, column) == SQLITE_NULL ? nil : sqlite3_column_int64(handle, column)
    }

    func text(_ column: Int32) -> String { String(decoding: bytes(column), as: UTF8.self) }

    func optionalText(_ column: Int32) -> String? {
        unsafe sqlite3_column_type(handle, column) == SQLITE_NULL ? nil : text(column)
    }

    func bytes(_ column: Int32) -> [UInt8] {
        // The pointer first, then the count: the order sqlite.org/c3ref/column_blob.html asks for.
        guard let start = unsafe sqlite3_column_blob(handle, column) else { return [] }
        return unsafe [UInt8](UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(handle, column))))
    }
}

/// SQLITE_TRANSIENT, a cast that Swift does not import: SQLite copies the bytes before the call returns.
private var copied: sqlite3_destructor_type { unsafe unsafeBitCast(-1, to: sqlite3_destructor_type.self) }
