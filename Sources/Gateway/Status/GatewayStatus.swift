import GatewayFile
package import Journal
import Upgrades

/// How a gateway stands, as its journal tells: links, what waits, how far the upgrades are.
///
/// Times are milliseconds since 1970.
package struct GatewayStatus: Sendable, Encodable {
    package struct Link: Sendable, Encodable {
        package let name: String
        package let isUp: Bool
        /// Not read, and not connected again, until the outbox has room.
        package let isResting: Bool
        package let since: Int64
        package let text: String
        package let waiting: [Waiting]
    }
    /// Messages of one kind that wait for a link.
    package struct Waiting: Sendable, Encodable {
        package let kind: String
        package let messages: Int
        package let bytes: Int64
        package let oldest: Int64
    }

    package let isRunning: Bool
    /// What keeps the running gateway from its work, as it says itself.
    package let trouble: String?
    package let links: [Link]
    package let devices: Int
    /// Upgrades that have not ended, by phase.
    package let open: [String: Int]
    /// The last upgrade of each module where it has ended, by phase.
    package let ended: [String: Int]
    /// Messages set aside, by code.
    package let quarantine: [String: Int]
    package let counters: [String: Int64]

    /// Reads all of it; with a million devices this takes seconds.
    package init(_ journal: JournalReader, trouble: String? = nil) throws(JournalError) {
        isRunning = journal.isGatewayRunning
        self.trouble = trouble
        let backlog = try journal.backlog()
        links = try journal.links().map { link in
            Link(
                name: link.name, isUp: link.standing.isUp, isResting: link.standing.isResting,
                since: link.standing.since, text: link.standing.text,
                waiting: backlog.filter { $0.link == link.name }.map {
                    Waiting(kind: $0.kind.name, messages: $0.messages, bytes: $0.bytes, oldest: $0.oldest)
                })
        }
        var devices = 0
        var open: [String: Int] = [:]
        var ended: [String: Int] = [:]
        try journal.eachDevice { _, bytes in
            devices += 1
            guard let state = try? DeviceState(encoded: bytes) else { return }
            for upgrade in state.records.compactMap(\.upgrade) {
                let phase = upgrade.phase.rawValue
                if upgrade.isOpen { open[phase, default: 0] += 1 } else { ended[phase, default: 0] += 1 }
            }
        }
        (self.devices, self.open, self.ended) = (devices, open, ended)
        quarantine = try journal.quarantineCodes()
        counters = Dictionary(try journal.counters().map { ($0.name, $0.value) }) { first, _ in first }
    }
}
