import TestSupport

/// What a message is about, however often it is sent or heard.
struct Key: Hashable, CustomStringConvertible {
    enum Kind: String, CaseIterable {
        case versionReport = "version reports"
        case terminal = "terminals"
        case offer = "offers"
        case step = "progress"
    }
    let kind: Kind
    let device: Int
    /// The version, the target, or for a step the target and what is said of it.
    let number: Int

    var description: String { "\(kind.rawValue) of device \(device): \(number)" }
}

/// A message that a device or a backend has sent.
final class Sent {
    let key: Key
    let broker: String
    /// The place in the order of all that was sent.
    let order: Int
    /// How often it went out; more than once only where a connection was lost before the PUBACK.
    var tries = 0
    /// When the broker's PUBACK was read, in seconds.
    var acknowledgedAt: Double?
    /// Whether a broker died before it had saved what it had acknowledged: the loss is not the gateway's.
    var isDoubtful = false

    init(_ key: Key, broker: String, order: Int) {
        self.key = key
        self.broker = broker
        self.order = order
    }

    var isOwed: Bool { acknowledgedAt != nil && !isDoubtful }
}

/// Who sent what, what was acknowledged, what arrived; finds what a gateway must not do.
final class Ledger {
    struct Count {
        var sent = 0
        var acknowledged = 0
        var arrived = 0
        var twice = 0
        var lostByBroker = 0
        var repeats = 0
    }
    private(set) var counts: [Key.Kind: Count] = [:]
    private(set) var violations: [String] = []
    private var sent: [Key: [Sent]] = [:]
    private var heard: [Key: Int] = [:]
    private var identifiers: [Key: Set<String>] = [:]
    private var missing: Set<Key> = []
    private var lastHeard: [Key: Int] = [:]
    private var recent: [String: [Sent]] = [:]
    private var doubtful: Set<Int> = []
    private var order = 0

    func violate(_ text: String) { violations.append(text) }

    func send(_ key: Key, to broker: String) -> Sent {
        order += 1
        let message = Sent(key, broker: broker, order: order)
        if sent[key] == nil {
            counts[key.kind, default: Count()].sent += 1
            if heard[key] == nil, key.kind != .step { missing.insert(key) }
        }
        sent[key, default: []].append(message)
        return message
    }

    func acknowledged(_ message: Sent, at time: Double) {
        if sent[message.key]?.contains(where: { $0.acknowledgedAt != nil }) == false {
            counts[message.key.kind, default: Count()].acknowledged += 1
        }
        message.acknowledgedAt = time
        recent[message.broker, default: []].append(message)
    }

    /// A broker is dead, and this is when its last save was complete.
    ///
    /// It acknowledges and saves in turns, in one thread (mosquitto src/loop.c): what we had read of its PUBACKs before the
    /// end of a save is in that save.
    func died(_ broker: String, lastSave: Double) {
        for message in recent[broker, default: []] where message.acknowledgedAt ?? 0 >= lastSave {
            message.isDoubtful = true
            doubtful.insert(message.key.device)
        }
        recent[broker] = []
    }

    /// A broker has died while those who listen to it had no connection: what it had taken for them may be gone.
    func diedUnheard(_ broker: String, devices: Range<Int>) {
        doubtful.formUnion(devices)
        for key in missing where devices.contains(key.device) {
            for message in sent[key] ?? [] { message.isDoubtful = true }
        }
    }

    /// What a broker had taken for these devices, from whomever, may be gone.
    func mayWaitInVain(_ devices: Range<Int>) { doubtful.formUnion(devices) }

    /// - Parameter id: the vendor's own id; a message that is translated twice has two.
    func hear(_ key: Key, id: String? = nil) {
        let count = heard[key, default: 0] + 1
        heard[key] = count
        guard let instances = sent[key], let latest = instances.last else {
            return violate("nobody has sent this, but it was heard: \(key)")
        }
        if let id {
            identifiers[key, default: []].insert(id)
            let tries = instances.reduce(0) { $0 + $1.tries }
            // An offer that comes again when its target runs is answered with the gateway's own report (B6, H42).
            let offers = self.tries(Key(kind: .offer, device: key.device, number: key.number))
            if identifiers[key]?.count ?? 0 > tries + max(0, offers - 1) {
                violate("sent \(tries) times, and translated oftener: \(key)")
            }
        }
        guard count == 1 else {
            counts[key.kind, default: Count()].repeats += 1
            if count == 2 { counts[key.kind, default: Count()].twice += 1 }
            return
        }
        missing.remove(key)
        counts[key.kind, default: Count()].arrived += 1
        // Reports and ends of upgrades of one device share an order; offers to it have their own.
        let lane = Key(kind: key.kind == .offer ? .offer : .terminal, device: key.device, number: 0)
        if latest.order < lastHeard[lane, default: 0] { violate("heard behind a later message: \(key)") }
        lastHeard[lane] = latest.order
    }

    /// How often a message went out, whatever became of it.
    func tries(_ key: Key) -> Int { sent[key, default: []].reduce(0) { $0 + $1.tries } }
    func isOwed(_ key: Key) -> Bool { sent[key, default: []].contains { $0.isOwed } }
    /// Whether a broker may have lost something from or for this device since the last `settle`.
    func isDoubtful(_ device: Int) -> Bool { doubtful.contains(device) }

    /// Everything has come to rest: what was acknowledged and did not arrive is lost.
    func settle() {
        for key in missing {
            guard let instances = sent[key], instances.contains(where: { $0.acknowledgedAt != nil }) else { continue }
            if instances.contains(where: { $0.isOwed }) {
                violate("acknowledged and never heard: \(key)")
            } else {
                counts[key.kind, default: Count()].lostByBroker += 1
            }
        }
        missing.removeAll()
        doubtful.removeAll()
        for broker in recent.keys { recent[broker]?.removeAll() }
    }
}
