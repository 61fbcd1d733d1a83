import Foundation
import Journal
import TestSupport

extension KillWorld {
    /// Kills, waits, and starts again what was killed.
    func perform(_ kill: Kill) throws {
        run(kill.after)
        for victim in kill.victims {
            switch victim {
            case .gateway where kill.isGentle:
                // Before it is at work the signal just ends it, as it ends any program.
                if !run(10, until: isGatewayAtWork) { ledger.violate("the gateway does not start") }
                gateway?.signal(SIGTERM)
                let code = exitCode(within: 5)
                if code != 0 { ledger.violate("SIGTERM ended the gateway with \(code.map(String.init) ?? "nothing")") }
                killGateway()
            case .gateway: killGateway()
            case .site, .cloud: killBroker(victim.rawValue)
            }
        }
        run(kill.pause)
        for victim in kill.victims where victim != .gateway { try sites[victim.rawValue]?.restart() }
        if kill.victims.contains(.gateway) { try startGateway() }
    }

    private func killBroker(_ name: String) {
        guard let site = sites[name] else { return }
        brokerDeaths += 1
        if name == "cloud" { cloudDeaths.append(Date.now) }
        // It may have lost what it had acknowledged to the gateway, too.
        ledger.mayWaitInVain(devices.indices)
        let (crews, backends) = (0..<Lane.all.count, Lane.all.count..<(2 * Lane.all.count))
        let deaf = (name == "site" ? crews : backends).filter { !clients[$0].isUp }
        if name == "site", clients.last?.isUp != true { eventsMayLack = true }
        let lastSave = site.kill()
        // What it acknowledged with its last breath is in the sockets, and in no save.
        for client in clients where client.port == site.broker.port { client.hearLast() }
        ledger.died(name, lastSave: lastSave)
        for client in deaf { ledger.diedUnheard(name, devices: range(ofLane: client % Lane.all.count)) }
    }

    /// Lets everything come to rest: open upgrades end, the outbox empties, no device waits in vain.
    ///
    /// A device that waits in vain must have lost something to a dead broker; it speaks up then, as a device does that
    /// starts again.
    func calm() throws {
        setOffering(false)
        for attempt in 0... {
            guard run(60, until: isQuiet) else { throw TestFailure("no rest: \(unrest)") }
            let stuck = devices.indices.filter { isStuck($0) }
            if stuck.isEmpty { break }
            guard attempt < 10 else { throw TestFailure("these wait for ever: \(stuck.map(story))") }
            for device in stuck {
                if !ledger.isDoubtful(device) {
                    ledger.violate("device \(device) waits in vain at version \(devices[device].current)")
                }
                nudges += 1
                let target = clouds[lane(of: device)].clients[device]?.open ?? 0
                nudged[device, default: [:]][target, default: 0] += 1
                say(devices[device].ask(), of: device)
            }
            stir()
        }
        ledger.settle()
        for device in devices {
            let lane = lane(of: device.number)
            let client = clouds[lane].clients[device.number] ?? Cloud.Client()
            let untold = device.succeeded.subtracting(client.succeeded).union(device.failed.subtracting(client.failed))
            for target in untold where try wasLostByCloud(target, of: device.number) {
                lostEnds += 1
                clouds[lane].adopt(target, of: device.number, isFailure: device.failed.contains(target))
            }
            let counted = clouds[lane].clients[device.number] ?? client
            if counted.succeeded != device.succeeded || counted.failed != device.failed {
                ledger.violate("device \(device.number) and its backend count differently: \(story(device.number))")
            }
        }
    }

    /// Whether the backends' broker has died at once after the gateway had told it of the end of an upgrade.
    ///
    /// mosquitto acknowledges first and saves then: what it had acknowledged to the gateway in its last turn is lost where the
    /// backend was away.
    private func wasLostByCloud(_ target: Int, of number: Int) throws -> Bool {
        let lane = Lane.all[lane(of: number)]
        let key = DeviceKey("\(lane.device)/\(lane.product)/d\(number)")
        return try JournalReader(path: journal).trail(of: key, limit: 1_000).contains { entry in
            let text = String(decoding: entry.entry.payload, as: UTF8.self)
            guard entry.entry.way == .toBackend, text.contains("1.0.\(target)\"") || text.contains("\"t\(target)\"")
            else {
                return false
            }
            let told = Date(timeIntervalSince1970: Double(entry.time) / 1_000)
            return cloudDeaths.contains { $0 >= told && $0.timeIntervalSince(told) < 3 }
        }
    }

    /// What is known of a device that waits in vain.
    private func story(_ number: Int) -> String {
        let lane = Lane.all[lane(of: number)]
        let history = log.history(of: "\(lane.device)/\(lane.product)/d\(number)", mayLack: true).suffix(6)
        return "\(devices[number]); \(clouds[self.lane(of: number)].clients[number], default: "unknown"); \(history)"
    }

    private func isStuck(_ number: Int) -> Bool {
        let client = clouds[lane(of: number)].clients[number]
        return client?.open != nil || client?.current != devices[number].current
    }
}
