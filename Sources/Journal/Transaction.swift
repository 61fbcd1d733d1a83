/// Writes one batch through the prepared statements, keeping the totals in step.
///
/// Works on a copy of the ledger; `Journal.commit` takes it over once SQLite has committed.
struct Transaction {
    let statements: Statements
    let bounds: JournalBounds
    /// Whether a message of the outbox has been handed to a link and must not be touched.
    let isInFlight: (Int64) -> Bool
    var ledger: Ledger
    var result = JournalCommit()
    /// Messages that each link still takes at once.
    var room: [String: Int] = [:]
    /// Index in `result.sequences` of each message appended by this batch that has to wait.
    var fresh: [Int64: Int] = [:]
    var increments: [String: Int64] = [:]

    init(
        statements: Statements, bounds: JournalBounds, ledger: Ledger, isInFlight: @escaping (Int64) -> Bool
    ) {
        self.statements = statements
        self.bounds = bounds
        self.ledger = ledger
        self.isInFlight = isInFlight
    }

    mutating func write(_ batch: JournalBatch) throws(JournalError) {
        increments = batch.increments
        try putDevices(batch.devices)
        try removeFromOutbox(batch.removals)
        if !batch.migrating.isEmpty { try withdraw(batch.migrating.withdrawn) }
        try appendToOutbox(batch.appends)
        try appendEvents(batch.events.entries, at: batch.events.time)
        try dropEventsPastBound(atMost: 10)
        if let limit = batch.pruneEventsBefore { try pruneEvents(olderThan: limit, atMost: 10) }
        try appendTrail(batch.trail.entries, at: batch.trail.time)
        try changeQuarantine(adding: batch.setAside, removing: batch.replayed)
        try changeInbound(batch.inbound)
        try putMeta(batch.meta)
        if !batch.migrating.isEmpty { try write(batch.migrating) }
        try giveUpPastBound()
        try putTotals()
    }

    /// The link's entry, made on first use.
    mutating func link(_ name: String) throws(JournalError) -> Ledger.Link {
        if let link = ledger.links[name] { return link }
        let id = (ledger.names.keys.max() ?? 0) + 1
        let link = Ledger.Link(id: id, next: (id << Ledger.Link.sequenceBits) + 1, rows: 0, bytes: 0)
        try put(link, name: name)
        ledger.links[name] = link
        ledger.names[id] = name
        return link
    }

    private func put(_ link: Ledger.Link, name: String) throws(JournalError) {
        let statement = statements.putLink
        statement.bind(1, link.id)
        statement.bind(2, name)
        statement.bind(3, link.next)
        statement.bind(4, link.rows)
        statement.bind(5, link.bytes)
        try statement.run()
    }

    mutating func putTotals() throws(JournalError) {
        for (name, link) in ledger.links where link.isChanged {
            try put(link, name: name)
            ledger.links[name]?.isChanged = false
        }
        if ledger.isQuarantineChanged {
            try putMeta([
                .number("journal.quarantine.rows", ledger.quarantineRows),
                .number("journal.quarantine.bytes", ledger.quarantineBytes),
            ])
            ledger.isQuarantineChanged = false
        }
        if ledger.isEventsChanged {
            try putMeta([.number("journal.events.bytes", ledger.eventBytes)])
            ledger.isEventsChanged = false
        }
        if ledger.isTrailChanged {
            try putMeta([.number("journal.trail.bytes", ledger.trailBytes)])
            ledger.isTrailChanged = false
        }
        for (name, value) in increments {
            statements.increment.bind(1, name)
            statements.increment.bind(2, value)
            try statements.increment.run()
        }
    }
}
