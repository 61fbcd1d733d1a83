import Foundation
import Journal
import Migration
import TestMaterial
import TestSupport

@testable import Gateway

/// Two migrations at once, in both directions, under upgrades and kills; one is finished, the other rolled back.
struct MoveRun {
    let seed: UInt64
    let fleetSize: Int
    let kills: Int
    /// Without it the gateway alone is killed, and nothing is excused: a broker that is killed may lose what it has acknowledged.
    var killsBrokers = true
    /// Told how far it is.
    var tell: (String) -> Void = { _ in }

    struct Report {
        var violations: [String] = []
        var text = ""
    }

    func play() throws -> Report {
        let world = try MoveWorld(seed: seed, fleetSize: fleetSize)
        var generator = SeededGenerator(seed: seed)
        let begin = world.now()
        var plan = Kill.plan(kills, &generator).map { killsBrokers ? $0 : $0.sparingBrokers }
        func kill(_ count: Int) throws {
            for kill in plan.prefix(count) {
                try world.perform(kill)
                tell("\(Int(world.now() - begin)) s: \(kill), \(world.violations.count) violations")
            }
            plan.removeFirst(min(count, plan.count))
        }
        let part = max(1, kills / 6)
        try world.startGateway()
        guard world.run(20, until: { world.clients.allSatisfy(\.isUp) && world.isGatewayReady() }) else {
            throw TestFailure("no start: \(world.logText)")
        }
        for device in world.devices.indices { world.say(world.devices[device].ask(), of: device) }
        for migration in MoveWorld.Lane.migrations {
            var arguments = ["plan", migration]
            for lane in MoveWorld.Lane.all where lane.migration == migration {
                arguments += ["--fleet", "\(lane.product)=\(lane.moved)/${device}"]
                arguments += ["--to", "\(lane.destination)-cloud"]
            }
            try world.order(arguments)
        }
        try world.order(["start", "east"])
        try kill(part)
        try world.order(["start", "west"])
        try kill(part)
        try world.calm()
        tell("\(Int(world.now() - begin)) s: both clouds know all devices")
        let silent = world.clouds.map { cloud in world.devices.count { cloud.clients[$0.number]?.current == nil } }
        if silent != [0, 0] { world.violations.append("mirrored, and clouds know nothing of \(silent) devices") }

        world.setOffering(true)
        world.run(1)
        try world.move("east", ["--percent", "50", "--pace", "0"])
        try world.move("west", ["--all", "--pace", "\(fleetSize * 60)"])
        try kill(part)
        try world.rollBack("west", ["--percent", "30"])
        try kill(part)
        try world.calm()
        world.setOffering(true)
        try world.move("west", ["--all"])
        try world.rollBack("east")
        try kill(kills)
        try world.calm()
        try rest(world, finished: "west", rolledBack: "east")
        tell("\(Int(world.now() - begin)) s: at rest")
        try world.order(["finish", "west"])
        judgeEvents(world)
        try probe(world)
        world.gateway?.signal(SIGTERM)
        if world.exitCode(within: 8) != 0 { world.violations.append("the last SIGTERM did not end with 0") }
        return report(world, seconds: world.now() - begin)
    }

    /// Every device is with exactly one cloud: that of the one migration or the other.
    private func rest(_ world: MoveWorld, finished: String, rolledBack: String) throws {
        var text = ""
        let isThere = try world.run(60) {
            let (owners, leaving) = try world.owners()
            let wrong = world.devices.indices.filter { device in
                let lane = world.lane(of: device)
                return owners[device] != (lane.migration == finished ? lane.destination : lane.origin)
            }
            let stage = try world.view(of: rolledBack).migration.stage
            text =
                "\(wrong.count) devices are with the wrong cloud, \(leaving) wait to go; "
                + "\(rolledBack) is \(stage.rawValue)"
            return wrong.isEmpty && leaving == 0 && stage == .rolledBack
        }
        if !isThere { world.violations.append(text) }
    }

    /// After the end each cloud pushes once more to every device it has ever heard of: only owners are heard.
    private func probe(_ world: MoveWorld) throws {
        world.run(1)
        for device in world.devices.indices {
            let lane = world.lane(of: device)
            let owner = lane.migration == "west" ? lane.destination : lane.origin
            world.allowed[device] = [owner]
            for cloud in MoveWorld.clouds {
                let current = world.devices[device].current + 100
                let target = current + (current % 2 == MoveWorld.place(of: cloud) ? 0 : 1)
                world.offer(target, to: device, by: cloud)
            }
        }
        let heard = world.counts["offers heard by devices"] ?? 0
        let isHeard = world.run(60) { (world.counts["offers heard by devices"] ?? 0) >= heard + world.devices.count }
        if !isHeard {
            let count = (world.counts["offers heard by devices"] ?? 0) - heard
            world.violations.append("\(count) of \(world.devices.count) owners reach their devices at the end")
        }
        world.run(1)
    }

    private func judgeEvents(_ world: MoveWorld) {
        for device in world.devices {
            let history = world.log.history(of: world.key(of: device.number), mayLack: world.brokerDeaths > 0)
            let ends = Dictionary(history.map { ($0.target, $0.phase) }) { $1 }
            for target in device.succeeded where ends[target] != "succeeded" {
                guard world.brokerDeaths == 0 || ends[target] != nil else { continue }
                world.violations.append(
                    "\(world.key(of: device.number)) runs \(target), and its record says \(ends[target] ?? "nothing")")
            }
        }
        world.violations += world.log.violations
    }

    private func report(_ world: MoveWorld, seconds: Double) -> Report {
        let done = world.devices.reduce(0) { $0 + $1.succeeded.count }
        let failed = world.devices.reduce(0) { $0 + $1.failed.count }
        var lines = [
            "seed \(seed), \(world.devices.count) devices in both directions, \(kills) kills "
                + "(\(world.brokerDeaths) brokers among them), \(Int(seconds)) s",
            "upgrades    succeeded \(done), failed \(failed)",
            "events      heard \(world.log.heard), of them \(world.log.twice) came again",
        ]
        lines += world.counts.sorted { $0.key < $1.key }.map { "\($0.key)  \($0.value)" }
        lines.append(world.violations.isEmpty ? "no violation" : "VIOLATIONS: \(world.violations.count)")
        // one of each sort
        let sorts = Dictionary(grouping: world.violations) { $0.filter { !$0.isNumber } }.values
        for sort in sorts.sorted(by: { $0[0] < $1[0] }).prefix(20) {
            lines.append("  \(sort[0])\(sort.count > 1 ? ", and \(sort.count - 1) more" : "")")
        }
        return Report(violations: world.violations, text: lines.joined(separator: "\n") + "\n")
    }
}
