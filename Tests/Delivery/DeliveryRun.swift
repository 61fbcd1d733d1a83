import Foundation
import Gateway
import Journal
import TestMaterial
import TestSupport

/// Kills under load, in rounds: blows, then rest, then judgement.
struct DeliveryRun {
    let seed: UInt64
    let kills: Int
    let tls: Bool
    var roundSize = 10
    var fleetSize = 32
    /// Told how far it is.
    var tell: (String) -> Void = { _ in }

    /// - Returns: what was sent, killed and heard, and everything that was wrong.
    func play() throws -> DeliveryReport {
        let world = try KillWorld(seed: seed, fleetSize: fleetSize, tls: tls)
        var generator = SeededGenerator(seed: seed)
        var report = DeliveryReport(seed: seed, tls: tls)
        let begin = world.now()
        try world.startGateway()
        guard world.run(20, until: { world.clients.allSatisfy(\.isUp) && world.isGatewayReady() })
        else { throw TestFailure("no start: \(world.logText)") }
        for device in world.devices.indices { world.say(world.devices[device].ask(), of: device) }
        var told = 0
        let plan = Kill.plan(kills, &generator)
        for start in stride(from: 0, to: kills, by: roundSize) {
            world.setOffering(true)
            for kill in plan[start..<min(start + roundSize, kills)] {
                try world.perform(kill)
                report.kills.append((at: world.now() - begin, kill: kill))
            }
            try world.calm()
            let done = world.devices.reduce(0) { $0 + $1.succeeded.count + $1.failed.count }
            for text in world.ledger.violations[told...] { tell(text) }
            told = world.ledger.violations.count
            tell(
                "\(report.kills.count) of \(kills) kills, \(Int(world.now() - begin)) s, \(done) upgrades ended, "
                    + "\(world.ledger.violations.count) violations")
        }
        world.gateway?.signal(SIGTERM)
        if world.exitCode(within: 5) != 0 { world.ledger.violate("the last SIGTERM did not end with 0") }
        try judge(world)
        report.take(world, try JournalReader(path: world.journal).counters(), seconds: world.now() - begin)
        return report
    }

    private func judge(_ world: KillWorld) throws {
        let (ledger, log) = (world.ledger, world.log)
        let journal = try JournalReader(path: world.journal)
        for device in world.devices {
            let lane = KillWorld.Lane.all[world.lane(of: device.number)]
            let subject = "\(lane.device)/\(lane.product)/d\(device.number)"
            let history = log.history(of: subject, mayLack: world.eventsMayLack)
            let isOfferedAgain = { world.offersAgain(device.number, $0) > 0 }
            log.judge(
                subject, history, attempts: { world.attempts(device.number, $0) }, isOfferedAgain: isOfferedAgain)
            let ends = Dictionary(history.map { ($0.target, $0.phase) }) { $1 }
            for target in device.succeeded where ends[target] != "succeeded" {
                ledger.violate("\(subject) runs \(target), and its record says \(ends[target] ?? "nothing")")
            }
            for target in device.failed
            where ends[target] != "failed"
                && !(["offered", "superseded"].contains(ends[target]) && isOfferedAgain(target))
            {
                ledger.violate("\(subject) failed at \(target), and its record says \(ends[target] ?? "nothing")")
            }
            for event in [10, 45, 80] {
                let told = Set(history.filter { $0.percent == event }.map(\.target))
                for target in device.succeeded where !told.contains(target) && !world.eventsMayLack {
                    guard ledger.isOwed(Key(kind: .step, device: device.number, number: target * 1_000 + event)) else {
                        continue
                    }
                    let text = "\(subject) said \(event) % of \(target), and no event tells it"
                    if world.brokerDeaths > 0 { world.untold.append(text) } else { ledger.violate(text) }
                }
            }
            let kept = try journal.events(of: DeviceKey(subject), limit: 1, among: .max / 2).first
            let last = kept?.cloudEvent.map { String(decoding: $0, as: UTF8.self) } ?? "none"
            if !world.eventsMayLack, !last.contains("/\(history.count)\"") {
                ledger.violate("\(subject) has \(history.count) events, and the journal's last is \(last)")
            }
        }
        let complaints = world.clouds.flatMap(\.complaints) + log.violations
        for text in complaints { ledger.violate(text) }
    }
}
