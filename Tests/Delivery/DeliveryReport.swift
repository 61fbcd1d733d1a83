/// What a run has counted.
struct DeliveryReport {
    let seed: UInt64
    let tls: Bool
    var kills: [(at: Double, kill: Kill)] = []
    private(set) var violations: [String] = []
    private(set) var counts: [Key.Kind: Ledger.Count] = [:]
    private var lines: [String] = []

    init(seed: UInt64, tls: Bool) {
        self.seed = seed
        self.tls = tls
    }

    mutating func take(_ world: KillWorld, _ counters: [(name: String, value: Int64)], seconds: Double) {
        violations = world.ledger.violations
        counts = world.ledger.counts
        let named = Dictionary(counters.map { ($0.name, $0.value) }) { $1 }
        for (name, value) in counters where Self.mustBeZero(name) && value > 0 {
            violations.append("the gateway has counted \(value) \(name)")
        }
        let done = world.devices.reduce(0) { $0 + $1.succeeded.count }
        let failed = world.devices.reduce(0) { $0 + $1.failed.count }
        lines = [
            "events      heard \(world.log.heard), of them \(world.log.twice) came again",
            "devices     \(world.devices.count), upgrades succeeded \(done), failed \(failed), "
                + "devices that waited in vain for what a broker lost \(world.nudges)",
            "ends        told to a broker that died with them, and heard by no backend \(world.lostEnds)",
            "percents    acknowledged and in no event after a broker had died \(world.untold.count)",
            "gateway     messages \(named["messages"] ?? 0), commits \(named["commits"] ?? 0), recognised as redelivered "
                + "\(named["redelivered"] ?? 0), superseded \(named["superseded"] ?? 0)",
            "took \(Int(seconds)) s",
        ]
    }

    private static func mustBeZero(_ counter: String) -> Bool {
        counter.hasPrefix("set-aside.") || counter.hasPrefix("given-up.")
            || ["states-lost", "undeliverable", "refused-by-broker", "quarantine-dropped"].contains(counter)
    }

    /// The table for people.
    var text: String {
        var text = "seed \(seed), devices' broker \(tls ? "over TLS" : "in the clear"), \(kills.count) kills\n"
        func row(_ cells: [String]) -> String {
            cells.enumerated().map { index, cell in
                cell + String(repeating: " ", count: max(1, (index == 0 ? 17 : 14) - cell.count))
            }.joined() + "\n"
        }
        text += row(["", "sent", "acknowledged", "arrived", "came twice", "broker lost"])
        for kind in Key.Kind.allCases where kind != .step {
            let count = counts[kind] ?? Ledger.Count()
            text += row(
                [kind.rawValue]
                    + [count.sent, count.acknowledged, count.arrived, count.twice, count.lostByBroker].map(String.init))
        }
        text += lines.joined(separator: "\n") + "\n"
        let groups = Dictionary(grouping: kills) { $0.kill.description }.mapValues(\.count)
        let killed = groups.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }
        text += "killed      " + killed.joined(separator: ", ")
        text += violations.isEmpty ? "\nno violation\n" : "\nVIOLATIONS: \(violations.count)\n"
        // One of each sort, then more of the same: a broken gateway breaks one promise many times.
        let sorts = Dictionary(grouping: violations) { $0.filter { !$0.isNumber } }.values.sorted { $0[0] < $1[0] }
        for sort in sorts.prefix(30) {
            text += "  \(sort[0])\(sort.count > 1 ? ", and \(sort.count - 1) more" : "")\n"
        }
        return text
    }

    /// When what was killed, for a run that went wrong.
    var timeline: String {
        kills.map { String($0.at.rounded()) + " s  \($0.kill)" }.joined(separator: "\n")
    }
}
