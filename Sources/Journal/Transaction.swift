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
    var room = NumbersByName()
    /// Index in `result.sequences` of each message appended by this batch that has to wait.
    var fresh: [Int64: Int] = [:]
    var increments = NumbersByName()

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
        if batch.tidiesOutbox { try tidyParcels(all: true) }
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
        if let link = ledger.link(name) { return link }
        let link = ledger.add(name)
        statements.putLink.bind(1, link.id)
        statements.putLink.bind(2, name)
        try statements.putLink.run()
        return link
    }

    mutating func putTotals() throws(JournalError) {
        for (name, more) in increments { ledger.count(name, more) }
        guard ledger.isChanged else { return }
        statements.putMeta.bind(1, Ledger.key)
        try statements.putMeta.run(with: 2, ledger.totals)
        ledger.isChanged = false
    }
}
