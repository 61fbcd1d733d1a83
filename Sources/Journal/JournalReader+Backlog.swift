import Foundation
import GRDB

/// What waits for one link, of one kind.
package struct Backlog: Sendable, Hashable {
    package let link: String
    package let kind: OutboxKind
    package let messages: Int
    package let bytes: Int64
    /// When the oldest was made, in milliseconds since 1970.
    package let oldest: Int64
}

extension JournalReader {
    /// What the gateway last noted of each link.
    package func links() throws(JournalError) -> [(name: String, standing: LinkStanding)] {
        try read("read the links") { database in
            let prefix = LinkStanding.key(ofLink: "")
            return try Row.fetchAll(
                database, sql: "select key, value from meta where substr(key, 1, ?2) = ?1 order by key",
                arguments: [prefix, prefix.count]
            ).compactMap { row in
                let name = (row[0] as String).dropFirst(prefix.count)
                return LinkStanding(encoded: [UInt8](row[1] as Data)).map { (String(name), $0) }
            }
        }
    }

    /// What waits, by link and kind; reads the whole outbox, but not its payloads.
    ///
    /// What was delivered of a parcel that is still under way is counted as waiting.
    package func backlog() throws(JournalError) -> [Backlog] {
        try read("read the outbox") { database in
            let rows = try Row.fetchAll(
                database,
                sql: """
                    select links.name, kind, count(*), sum(outbox.bytes), min(created)
                    from outbox join links on links.id = sequence >> \(Ledger.Link.sequenceBits)
                    group by links.name, kind order by links.name, kind
                    """
            ).compactMap { row in
                OutboxKind(rawValue: row[1]).map { kind in
                    Backlog(link: row[0], kind: kind, messages: row[2], bytes: row[3], oldest: row[4])
                }
            }
            let parcelled = try Self.parcelled(database).map { row in
                Backlog(
                    link: row.message.link, kind: row.message.kind, messages: 1, bytes: row.message.size,
                    oldest: row.message.created)
            }
            return (rows + parcelled).summed
        }
    }

    /// What waits for a device or its backend, in the order in which it goes out.
    package func outbox(of device: DeviceKey, limit: Int) throws(JournalError) -> [OutboxMessage] {
        try read("read the outbox") { database in
            let rows = try Row.fetchAll(
                database,
                sql: """
                    select links.name, topic, payload, qos, kind, expiry, created, sequence
                    from outbox join links on links.id = sequence >> \(Ledger.Link.sequenceBits)
                    where device = ? order by created, sequence limit ?
                    """, arguments: [device.text, limit]
            ).map { row in
                OutboxRow(
                    sequence: row[7],
                    message: OutboxMessage(
                        link: row[0], topic: row[1], payload: [UInt8](row[2] as Data), qos: row[3],
                        kind: OutboxKind(rawValue: row[4]) ?? .terminal, expiry: row[5], device: device,
                        created: row[6]))
            }
            let all = try rows + Self.parcelled(database).filter { $0.message.device == device }
            let sorted = all.sorted { ($0.message.created, $0.sequence) < ($1.message.created, $1.sequence) }
            return sorted.prefix(limit).map(\.message)
        }
    }

    /// What the parcels hold; a damaged one, which the gateway complains of, is left out.
    private static func parcelled(_ database: Database) throws -> [OutboxRow] {
        try Row.fetchAll(
            database,
            sql: """
                select links.name, messages from parcels join links on links.id = sequence >> \(Ledger.Link.sequenceBits)
                order by sequence
                """
        ).flatMap { row in OutboxRow.decode([UInt8](row[1] as Data), link: row[0]) ?? [] }
    }

    /// Messages set aside, by code.
    package func quarantineCodes() throws(JournalError) -> [String: Int] {
        try read("read the quarantine") { database in
            let rows = try Row.fetchAll(database, sql: "select code, count(*) from quarantine group by code")
            return Dictionary(rows.map { ($0[0], $0[1]) }) { first, _ in first }
        }
    }

    /// A number that the gateway keeps, such as the reading of a link's clock.
    package func number(_ key: String) throws(JournalError) -> Int64? { try totals().numbers[key] }

    /// All counters by name.
    package func counters() throws(JournalError) -> [(name: String, value: Int64)] {
        try totals().counters.sorted { $0.name < $1.name }
    }

    private func totals() throws(JournalError) -> Ledger {
        let (links, totals) = try read("read the totals") { database in
            let totals = "select cast(value as text) from meta where key = ?"
            return (
                try String.fetchAll(database, sql: "select name from links order by id"),
                try String.fetchOne(database, sql: totals, arguments: [Ledger.key])
            )
        }
        var ledger = Ledger()
        for link in links { _ = ledger.add(link) }
        try ledger.take(totals: totals ?? "")
        return ledger
    }
}

extension [Backlog] {
    /// One for each link and kind, in their order.
    fileprivate var summed: [Backlog] {
        Dictionary(grouping: self) { [$0.link, $0.kind.name] }.values.map { parts in
            Backlog(
                link: parts[0].link, kind: parts[0].kind, messages: parts.reduce(0) { $0 + $1.messages },
                bytes: parts.reduce(0) { $0 + $1.bytes }, oldest: parts.reduce(.max) { Swift.min($0, $1.oldest) })
        }.sorted { ($0.link, $0.kind.rawValue) < ($1.link, $1.kind.rawValue) }
    }
}
