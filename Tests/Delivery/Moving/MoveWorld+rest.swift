import Foundation
import Journal
import TestSupport

@testable import Gateway

extension MoveWorld {
    /// Kills, waits, and starts again what was killed.
    func perform(_ kill: Kill) throws {
        run(kill.after)
        let brokers = kill.victims.compactMap { victim -> String? in
            switch victim {
            case .gateway: nil
            case .site: "site"
            case .cloud: Self.clouds[Int(kill.after * 1_000) % 2].rawValue
            }
        }
        for broker in brokers {
            brokerDeaths += 1
            _ = sites[broker]?.kill()
        }
        if kill.victims.contains(.gateway) {
            if kill.isGentle {
                gateway?.signal(SIGTERM)
                _ = exitCode(within: 8)
            }
            killGateway()
        }
        run(kill.pause)
        for broker in brokers { try sites[broker]?.restart() }
        if gateway == nil { try startGateway() }
    }

    /// Lets everything come to rest: open upgrades end, the outbox empties, who is to move has moved, nobody waits in vain.
    ///
    /// A device that waits in vain must have lost something to a dead broker; it speaks up then, as a device does that
    /// starts again.
    func calm() throws {
        setOffering(false)
        for attempt in 0... {
            guard run(90 + Double(devices.count) / 5, until: isQuiet) else { throw TestFailure("no rest: \(unrest)") }
            let (owners, leaving) = try owners()
            let stuck = devices.indices.filter { isStuck($0, owners[$0]) }
            if stuck.isEmpty, leaving == 0 { break }
            guard attempt < 12 else {
                let stories = try stuck.prefix(3).map { try story($0, owners[$0]) }
                throw TestFailure("\(leaving) wait to go, and these wait for ever: \(stories.joined(separator: "\n"))")
            }
            for device in stuck {
                if brokerDeaths == 0 {
                    let story = violations.count < 3 ? try story(device, owners[device]) : ""
                    violations.append("\(key(of: device)) waits in vain \(story)")
                }
                count("nudges")
                say(devices[device].ask(), of: device)
            }
            stir()
            run(0.3)
        }
        let (owners, _) = try owners()
        for device in devices.indices {
            allowed[device] = [owners[device]]
            goal[device] = owners[device]
            judgeEnds(of: device)
        }
    }

    /// What is known of a device that waits in vain.
    private func story(_ number: Int, _ owner: Vendor) throws -> String {
        let clients = Self.clouds.map { "\($0): \(clouds[Self.place(of: $0)].clients[number], default: "unknown")" }
        let status = try call(["status", key(of: number)], keepingOutput: true).text
        let known = clients.joined(separator: "; ")
        return "\(key(of: number)) of the \(owner) cloud: \(devices[number]); \(known)\n\(status)"
    }

    /// Each upgrade has one end, on the cloud that offered it.
    private func judgeEnds(of number: Int) {
        let device = devices[number]
        for (place, cloud) in Self.clouds.enumerated() {
            let client = clouds[place].clients[number]
            let succeeded = device.succeeded.filter { Self.cloud(ofTarget: $0) == cloud }
            var failed = [device.failed.filter { Self.cloud(ofTarget: $0) == cloud }, client?.failed ?? []]
            // A broker that comes back from an older save delivers an old failure again; one dialect's names no target, so that it
            // is taken for the running upgrade's, until the version tells the truth (rule B2).
            if brokerDeaths > 0 { failed = failed.map { $0.subtracting(succeeded) } }
            if client?.succeeded ?? [] != succeeded || failed[0] != failed[1] {
                violations.append(
                    "\(key(of: number)) and the \(cloud) cloud count differently: succeeded \(succeeded.sorted()) and "
                        + "\((client?.succeeded ?? []).sorted()), failed \(failed[0].sorted()) and \(failed[1].sorted())"
                )
            }
        }
    }

    /// Whether a broker that came back from an older save has delivered an end again that was told long ago.
    ///
    /// Where progress names no target, nobody can tell it from the running upgrade's.
    func isOldNews(_ target: Int, of device: Int) -> Bool {
        let own = clouds[Self.place(of: Self.cloud(ofTarget: target))].clients[device]
        return brokerDeaths > 0 && lane(of: device).device == .aliyun && own?.failed.contains(target) == true
    }

    /// Whether the owner waits for an end, or a cloud that hears versions has not heard what runs.
    private func isStuck(_ number: Int, _ owner: Vendor) -> Bool {
        let client = clouds[Self.place(of: owner)].clients[number]
        return client?.open != nil || client?.current != devices[number].current
    }
}
