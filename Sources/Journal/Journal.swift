import GRDB

/// The durable store of the gateway: states of devices, messages accepted but not yet delivered, events, messages set
/// aside.
///
/// What came of a batch of messages is committed in one SQLite transaction (write-ahead log, `synchronous=FULL`):
/// after `commit` returns it survives a power cut, before that nothing of it is there. Nothing here scans or loads
/// what grows with the fleet: a commit touches the rows it names, a query the rows it returns, opening a handful.
///
/// Used from one thread, synchronously; not Sendable. A failed call leaves the journal as it was and may be repeated.
/// After `close` every call throws `closed`.
package final class Journal {
    /// Random letters and digits made with the file, part of the MQTT client identifiers of this gateway.
    package let identifier: String
    package let bounds: JournalBounds
    /// Whether the file was made by this opening: nothing is known of what was before.
    package var isNew: Bool { connection.isNew }

    /// Rows read, written or deleted by the last commit, or by the query after it; for tests that hold it against the
    /// number of devices.
    package var rowsTouched: Int { meter.rows }

    let connection: Connection
    let meter = WorkMeter()
    private(set) var ledger: Ledger
    private var prepared: Statements?

    /// Opens the journal at `path`, makes folder and file (mode 0600) where missing, and brings an older one up to
    /// today's schema.
    ///
    /// The file stays locked against other processes until `close` or until this process ends.
    package init(path: String, bounds: JournalBounds = JournalBounds()) throws(JournalError) {
        self.bounds = bounds
        self.connection = try Connection(path: path)
        let (statements, identifier, ledger) = try connection.access { [meter] database throws(JournalError) in
            let statements = try Statements(database, meter: meter)
            statements.meta.bind(1, "journal.identifier")
            guard let identifier = try statements.meta.first({ $0.text(0) }) else {
                throw JournalError(
                    .corrupt, "the journal '\(path)' has no identifier; restore a copy, or start with a new journal")
            }
            return (statements, identifier, try Ledger.load(database, statements))
        }
        self.prepared = statements
        self.identifier = identifier
        self.ledger = ledger
        try relieve()
    }

    /// Copies the log into the database and closes the file, which unlocks it.
    package func close() throws(JournalError) {
        if prepared != nil, ledger.links.contains(where: { $0.parcels.contains(where: \.isPartial) }) {
            // where it fails, what was delivered comes once more after the next start
            _ = try? transact(isInFlight: { _ in false }) { transaction throws(JournalError) in
                try transaction.tidyParcels(all: true)
            }
        }
        prepared = nil
        try connection.close()
    }

    /// Commits the whole batch, durably, or nothing of it.
    ///
    /// - Parameters:
    ///   - room: how many messages each link takes as soon as they are committed: so many of those appended for it, the
    ///     first, are in flight from the start. They are neither superseded nor given up, also after a restart, and cost
    ///     less than those that wait.
    ///   - isInFlight: says of a sequence whether that message was handed to its link (or is about to be) and has
    ///     not been removed since; such a message is neither superseded nor given up.
    /// - Returns: the sequences of the appended messages, and which older ones are gone.
    @discardableResult
    package func commit(
        _ batch: JournalBatch, room: NumbersByName = [:], isInFlight: @escaping (Int64) -> Bool = { _ in false }
    ) throws(JournalError) -> JournalCommit {
        guard !batch.isEmpty else { return JournalCommit() }
        return try transact(isInFlight: isInFlight) { transaction throws(JournalError) in
            transaction.room = room
            try transaction.write(batch)
        }
    }

    /// Runs `body` in a transaction and takes over its ledger once SQLite has committed.
    @discardableResult
    func transact(
        isInFlight: @escaping (Int64) -> Bool, _ body: (inout Transaction) throws(JournalError) -> Void
    ) throws(JournalError) -> JournalCommit {
        let statements = try open()
        meter.restart()
        var transaction = Transaction(
            statements: statements, bounds: bounds, ledger: ledger, isInFlight: isInFlight)
        try connection.access { database throws(JournalError) in
            try statements.begin.execute()
            do throws(JournalError) {
                try body(&transaction)
                try connection.checkPlace()
                try statements.commit.execute()
            } catch {
                try undo(database, after: error)
                throw error
            }
            connection.committed(database)
        }
        ledger = transaction.ledger
        return transaction.result
    }

    /// Rolls back; SQLite has done so itself after some failures (sqlite.org/lang_transaction.html section 2.3).
    private func undo(_ database: Database, after failure: JournalError) throws(JournalError) {
        guard database.isInsideTransaction else { return }
        do {
            try database.rollback()
        } catch {
            throw JournalError(
                failure.code, sqliteCode: failure.sqliteCode, "\(failure.text); rolling back failed as well: \(error)",
                underlying: failure)
        }
    }

    /// Gives up what a lowered bound leaves no room for.
    private func relieve() throws(JournalError) {
        while ledger.outboxBytes > bounds.outboxBytes {
            let done = try transact(isInFlight: { _ in false }) { transaction throws(JournalError) in
                try transaction.giveUpPastBound()
                try transaction.putTotals()
            }
            guard !done.givenUp.isEmpty else { return }
        }
    }

    /// Runs a query; what it touches is added to `rowsTouched` from zero.
    func read<Value>(_ body: (Statements) throws(JournalError) -> Value) throws(JournalError) -> Value {
        let statements = try open()
        meter.restart()
        return try connection.access { _ throws(JournalError) in try body(statements) }
    }

    /// Runs `body`, whose queries lock the journal once and see one state of it.
    ///
    /// Nothing may be committed meanwhile. Without it each query is a transaction of its own, which costs as much as a
    /// small query does.
    package func reading<Value>(_ body: () throws(JournalError) -> Value) throws(JournalError) -> Value {
        let statements = try open()
        return try connection.access { database throws(JournalError) in
            // Neither end of it reads or writes anything.
            try statements.beginReading.execute()
            do throws(JournalError) {
                let value = try body()
                try statements.endReading.execute()
                return value
            } catch {
                try undo(database, after: error)
                throw error
            }
        }
    }

    func open() throws(JournalError) -> Statements {
        guard let prepared else { throw JournalError(.closed, "the journal is closed; open it again") }
        return prepared
    }
}
