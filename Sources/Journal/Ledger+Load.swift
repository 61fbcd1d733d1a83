import GRDB

extension Ledger {
    /// Reads the totals: one row for each link, two for the quarantine.
    static func load(_ database: Database, _ statements: Statements) throws(JournalError) -> Ledger {
        var ledger = Ledger()
        do {
            let links = try Row.fetchCursor(database, sql: "select id, name, next, rows, bytes from links")
            while let row = try links.next() {
                let (id, name): (Int64, String) = (row[0], row[1])
                ledger.links[name] = Link(id: id, next: row[2], rows: row[3], bytes: row[4])
                ledger.names[id] = name
                ledger.outboxBytes += row[4]
            }
        } catch {
            throw JournalError(error, doing: "read the journal's totals")
        }
        ledger.quarantineRows = try number("journal.quarantine.rows", statements)
        ledger.quarantineBytes = try number("journal.quarantine.bytes", statements)
        ledger.eventBytes = try number("journal.events.bytes", statements)
        ledger.trailBytes = try number("journal.trail.bytes", statements)
        return ledger
    }

    private static func number(_ key: String, _ statements: Statements) throws(JournalError) -> Int64 {
        statements.meta.bind(1, key)
        return try statements.meta.first { $0.integer(0) } ?? 0
    }
}
