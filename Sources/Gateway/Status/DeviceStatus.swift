import Diagnostics
import GatewayFile
package import Journal
import Translation
import Upgrades

/// All that the journal knows of one device: why it stands where it stands.
///
/// Times are milliseconds since 1970.
package struct DeviceStatus: Sendable, Encodable {
    package struct Module: Sendable, Encodable {
        package let name: String
        package let current: String?
        package let upgrade: Upgrade?
    }
    package struct Upgrade: Sendable, Encodable {
        package let from: String?
        package let target: String?
        package let attempt: Int
        package let phase: String
        package let percent: Int?
        package let failure: String?
        package let note: String?
        /// The version of an offer that waits until this upgrade has ended.
        package let held: String?
        /// Milliseconds since progress was last heard, on the clock of the device's link.
        package let heardAgo: Int64?
        /// Milliseconds until it is timed out, on that clock.
        package let timesOutIn: Int64?
    }
    package struct Message: Sendable, Encodable {
        package let time: Int64
        /// `from device`, `from backend`, `to device`, `to backend`, or what the broker made of one: `unheard`, `refused`.
        package let way: String
        package let topic: String
        package let payload: String
    }
    package struct Waiting: Sendable, Encodable {
        package let kind: String
        package let link: String
        package let since: Int64
        package let why: String
    }
    package struct SetAside: Sendable, Encodable {
        package let id: Int64
        package let time: Int64
        package let code: String
        package let reason: String
        package let topic: String
    }

    package let device: String
    package let fleet: String?
    package let backend: String?
    /// The name that the backend knows it by.
    package let identity: String?
    /// Where its fleet moves: by which migration, and how far this device is.
    package let move: String?
    package let modules: [Module]
    package let waiting: [Waiting]
    /// Oldest first.
    package let messages: [Message]
    /// The last changes of its records, oldest first, as CloudEvents.
    package let events: [JSONTree]
    package let setAside: [SetAside]
}

extension DeviceStatus {
    /// - Parameters:
    ///   - plan: tells the route, and what topics are the device's; nil where the configuration cannot be used.
    ///   - now: milliseconds since 1970.
    /// - Returns: nil for a device that was never heard and of which nothing was set aside.
    package init?(_ key: DeviceKey, in journal: JournalReader, plan: RoutingPlan?, now: Int64) throws(JournalError) {
        let parts = key.text.split(separator: "/", maxSplits: 2).map(String.init)
        let name = parts.count == 3 ? DeviceName(product: parts[1], device: parts[2]) : nil
        let owner = name.flatMap { plan?.owner(ofDevice: parts[0], $0) }
        let fleet = owner.flatMap { owner in plan.map { $0.configuration.fleets[owner.fleet] } }
        let link = owner.flatMap { owner in plan.map { $0.links[$0.deviceLink(ofFleet: owner.fleet)] } }
        let stored = try journal.device(key)
        let state = stored.flatMap { try? DeviceState(encoded: $0.state) }
        let clock = try link.flatMap { name throws(JournalError) in try journal.number(GatewayLink.clockKey(name)) }
        device = key.text
        self.fleet = fleet?.name
        let moving = try plan.flatMap { plan throws(JournalError) in
            try owner.flatMap { owner throws(JournalError) in
                try MovingDevice(key, owner.identities.device, fleet: owner.fleet, in: plan, journal)
            }
        }
        backend =
            moving?.backend ?? fleet.flatMap { fleet in plan.map { $0.configuration.backends[fleet.backend].name } }
        identity = (moving?.identity ?? owner?.identities.backend)?.description
        move = moving?.text
        modules = (state?.records ?? []).map { Module($0, options: fleet?.options, clock: clock) }
        let links = try journal.links()
        waiting = try journal.outbox(of: key, limit: 50).map { message in
            Waiting(message, standing: links.first { $0.name == message.link }?.standing, now: now)
        }
        messages = try journal.trail(of: key, limit: 20).map { Message(time: $0.time, entry: $0.entry) }
        events = try journal.events(of: key, limit: 10).reversed().compactMap { $0.cloudEvent.flatMap { JSONTree($0) } }
        let names = [name.map { Identity($0) }, owner?.identities.backend].compactMap(\.self)
        setAside = try journal.quarantined(limit: 10_000).compactMap { id, message in
            let levels = message.topic.split(separator: "/").map(String.init)
            guard names.contains(where: { levels.contains($0.product.string) && levels.contains($0.device.string) })
            else { return nil }
            return SetAside(
                id: id, time: message.time, code: message.code, reason: LogText.reason(message.reason),
                topic: message.topic)
        }
        if stored == nil, waiting.isEmpty, messages.isEmpty, setAside.isEmpty { return nil }
    }
}

extension DeviceStatus.Module {
    init(_ record: UpgradeRecord, options: FleetOptions?, clock: Int64?) {
        name = record.module.string
        current = record.current?.string
        upgrade = record.upgrade.map { upgrade in
            let timeout = options.flatMap { $0.timeout > .zero ? $0.timeout.wholeMilliseconds : nil }
            let heard = upgrade.heard.flatMap { heard in clock.map { $0 - heard } }
            return DeviceStatus.Upgrade(
                from: upgrade.from?.string, target: upgrade.target?.string, attempt: upgrade.attempt,
                phase: upgrade.phase.rawValue, percent: upgrade.percent, failure: upgrade.failure?.kind.rawValue,
                note: upgrade.failure.map { LogText.reason($0.note.string) }, held: upgrade.held?.target?.string,
                heardAgo: heard,
                timesOutIn: upgrade.isOpen ? heard.flatMap { heard in timeout.map { $0 - heard } } : nil)
        }
    }
}

extension DeviceStatus.Waiting {
    init(_ message: OutboxMessage, standing: LinkStanding?, now: Int64) {
        kind = message.kind.name
        link = message.link
        since = message.created
        why =
            if let expiry = message.expiry, expiry <= now / 1_000 {
                "its URL has expired: it is not sent, the backend is asked anew at the device's next report"
            } else {
                switch standing {
                case nil: "the link has never been up"
                case let standing? where standing.isUp: "under way, or behind others of this link"
                case let standing? where standing.isResting:
                    "the link rests until the outbox has room: \(standing.text)"
                case let standing?: "the broker is down: \(standing.text)"
                }
            }
    }
}

extension DeviceStatus.Message {
    init(time: Int64, entry: TrailEntry) {
        self.time = time
        way =
            switch entry.way {
            case .fromDevice: "from device"
            case .fromBackend: "from backend"
            case .toDevice: "to device"
            case .toBackend: "to backend"
            case .unheard: "unheard"
            case .refused: "refused"
            }
        topic = entry.topic
        payload = withoutSignatures(String(decoding: entry.payload, as: UTF8.self))
    }
}
