import Dialects
import GatewayFile
import Journal
import Migration
import Translation
import Upgrades

/// Devices of a fleet that moves: each has two routes.
extension Pipeline {
    /// What is said of a device that moves once its outputs are delivered.
    typealias SetAside = (inout Pipeline, SetAsideCode, String) -> Void

    /// Applies a message of such a device, or of one of its two backends.
    mutating func apply(
        _ canonical: CanonicalMessage, from sender: Sender, of owner: RoutingPlan.Owner, _ key: DeviceKey, _ place: Int,
        on twin: Twin, at now: Moments, setAside: SetAside
    ) {
        let moment = moment(of: twin, now)
        let role = twin.role(ofFleet: owner.fleet)
        turn(twin, key, owner.identities.device, place, at: now, setAside: setAside) { route, names, state, migrant in
            sender == .device
                ? route.receive(canonical, of: names, to: &state, &migrant, at: moment)
                : route.receive(canonical, from: role, of: names, to: &state, &migrant, at: moment)
        }
    }

    /// Lets something happen to a device that moves, and delivers what comes of it, each output with its own backend.
    mutating func turn(
        _ twin: Twin, _ key: DeviceKey, _ device: Identity, _ place: Int, at now: Moments, setAside: SetAside,
        _ body: (TwinRoute, TwinIdentities, inout DeviceState, inout Migrant) -> [TwinRoute.Output]
    ) {
        let names = plan.names(of: device, on: twin)
        let (before, earlier) = (devices[place].migrant?.owner ?? .origin, devices[place].state)
        let outputs = devices.updateMigrant(place) { state, migrant in body(twin.route, names, &state, &migrant) }
        let owner = devices[place].migrant?.owner ?? .origin
        if owner != before {
            counters.add(owner == .destination ? "migrated" : "migrated-back")
            withdrawOffers(of: earlier, key, twin)
        }
        for output in outputs {
            deliver(
                output.output, of: key, names.identities(for: output.role), fleet: twin.fleet(of: output.role), at: now,
                setAside: setAside)
            if case .event(let event) = output.output, output.role == .destination, event.phase.isTerminal {
                count(event, in: twin.migration, at: now)
            }
        }
    }

    func moment(of twin: Twin, _ now: Moments) -> Moment {
        Moment(clock: now.wall, timer: now.timers[plan.deviceLink(ofFleet: twin.fleet)])
    }

    /// Takes what the journal has of a device that moves; one that this migration has not met is with its old backend.
    ///
    /// One that cannot move gets no such state, and goes on as if its fleet stayed.
    mutating func takeMigrant(of stored: StoredState?, _ twin: Twin, at place: Int, _ now: Moments) {
        guard let name = devices[place].key.parts?.name, plan.canMove(Identity(name), on: twin) else {
            return remark(
                "device \(devices[place].key) stays with its old backend: its name at the new one is another device's")
        }
        let kept = stored?.migrant.flatMap { $0.migration == twin.migration ? $0.state : nil }
        guard let kept else { return devices.updateMigrant(place) { _, _ in } }
        do throws(DeviceStateError) {
            var migrant = try Migrant(encoded: kept)
            let link = plan.deviceLink(ofFleet: twin.fleet)
            if let stored, stored.link != plan.links[link], let reading = stored.reading {
                migrant.other.moveTimers(by: now.timers[link] - reading)
            }
            devices.set(migrant, at: place)
        } catch {
            counters.add("states-lost")
            remark(
                "whose device \(devices[place].key) is cannot be read, so it is its old backend's: \(error)",
                isGrave: true)
            devices.updateMigrant(place) { _, _ in }
        }
    }

    /// An upgrade of a moved device has ended with its new backend: too many failures stop the move.
    private mutating func count(_ event: ProgressEvent, in migration: String, at now: Moments) {
        var reason: String?
        book.update(migration) { migration in
            guard migration.stage == .moving else { return }
            migration.alarm.count(event)
            guard migration.pause == nil, let alarm = migration.alarm.reason else { return }
            migration.stop(because: alarm)
            reason = alarm
        }
        guard let reason else { return }
        remark("migration '\(migration)' has stopped by itself: \(reason)", isGrave: true)
        book.note(
            AuditEntry(
                time: now.wall, migration: migration, who: "the gateway", command: "pause", reason: reason,
                outcome: "stopped by itself"))
    }

    /// An offer of the former owner that still waits must not reach the device; its upgrade has ended.
    private mutating func withdrawOffers(of state: DeviceState, _ key: DeviceKey, _ twin: Twin) {
        let link = plan.links[plan.deviceLink(ofFleet: twin.fleet)]
        for record in state.records {
            guard let upgrade = record.upgrade, upgrade.offer != nil else { continue }
            batch.withdraw(
                supersedeKey(key, record.module, .offer, attempt: upgrade.attempt), from: link)
        }
    }

    func supersedeKey(_ key: DeviceKey, _ module: Text, _ kind: OutboxKind, attempt: Int) -> String {
        joined(key.text, module.string, String(kind.rawValue), String(attempt), by: "\u{1F}")
    }
}

extension JournalBatch {
    /// Keeps a device that moves.
    mutating func setMigrant(of slot: DeviceCache.Slot, in plan: RoutingPlan) {
        guard let migrant = slot.migrant, let twin = plan.twin(ofFleet: slot.fleet) else { return }
        setMigrant(
            migrant.encoded(), of: slot.key, migration: twin.migration, owner: Int64(migrant.owner.code),
            goal: Int64(migrant.goal.code))
    }
}
