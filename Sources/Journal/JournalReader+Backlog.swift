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
    package func backlog() throws(JournalError) -> [Backlog] {
        try read("read the outbox") { database in
            try Row.fetchAll(
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
        }
    }

    /// What waits for a device or its backend, in the order in which it goes out.
    package func outbox(of device: DeviceKey, limit: Int) throws(JournalError) -> [OutboxMessage] {
        try read("read the outbox") { database in
            try Row.fetchAll(
                database,
                sql: """
                    select links.name, topic, payload, qos, kind, expiry, created
                    from outbox join links on links.id = sequence >> \(Ledger.Link.sequenceBits)
                    where device = ? order by created, sequence limit ?
                    """, arguments: [device.text, limit]
            ).map { row in
                OutboxMessage(
                    link: row[0], topic: row[1], payload: [UInt8](row[2] as Data), qos: row[3],
                    kind: OutboxKind(rawValue: row[4]) ?? .terminal, expiry: row[5], device: device, created: row[6])
            }
        }
    }

    /// Messages set aside, by code.
    package func quarantineCodes() throws(JournalError) -> [String: Int] {
        try read("read the quarantine") { database in
            let rows = try Row.fetchAll(database, sql: "select code, count(*) from quarantine group by code")
            return Dictionary(rows.map { ($0[0], $0[1]) }) { first, _ in first }
        }
    }

    /// A number that the gateway keeps, such as the reading of a link's clock.
    package func number(_ key: String) throws(JournalError) -> Int64? {
        try read("read a setting") { database in
            try Int64.fetchOne(database, sql: "select value from meta where key = ?", arguments: [key])
        }
    }

    /// All counters by name.
    package func counters() throws(JournalError) -> [(name: String, value: Int64)] {
        try read("read the counters") { database in
            try Row.fetchAll(database, sql: Statements.selectCounters).map { ($0[0], $0[1]) }
        }
    }
}
