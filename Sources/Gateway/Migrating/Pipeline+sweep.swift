import Dialects
import GatewayFile
import Journal
package import Migration
import Translation
package import Upgrades

extension Pipeline {
    /// What came of looking at a device that moves.
    enum Tended {
        case notOurs, rested, worked
        /// It may not be sent where it shall be yet.
        case heldUp
    }

    /// Tells the backend that does not own a device what it has missed, and sends the device where it shall be.
    ///
    /// - Parameter mayGo: asked once before the device is sent somewhere.
    mutating func tend(
        _ device: MigratingDevice, of migration: Migration, at now: Moments, mayGo: (BackendRole) -> Bool, load: Load
    ) throws(JournalError) -> Tended {
        guard let (dialect, name) = device.key.parts, let owner = plan.owner(ofDevice: dialect, name),
            let twin = plan.twin(ofFleet: owner.fleet), twin.migration == migration.name,
            plan.canMove(owner.identities.device, on: twin)
        else { return .notOurs }
        let known = standing(of: device, in: migration.name)
        var needsMirror = true
        var (goal, isLost): (BackendRole?, Bool) = (nil, false)
        let moment = moment(of: twin, now)
        if let known {
            isLost = twin.route.isLost(known.state, known.migrant, at: moment)
            needsMirror = !twin.route.isInStep(known.state, known.migrant)
            let wanted = migration.goal(
                of: DeviceFacts(device.key.text, name.product, known.state, known.migrant), at: now.wall,
                otherwise: known.migrant.goal)
            if wanted != known.migrant.goal, migration.sends(to: wanted) { goal = wanted }
        }
        guard needsMirror || isLost || goal != nil else { return .rested }
        var isHeldUp = false
        if let wanted = goal, !mayGo(wanted) {
            isHeldUp = true
            goal = nil
            guard needsMirror || isLost else { return .heldUp }
        }
        let place = try place(of: device.key, fleet: twin.fleet, at: now, load: load)
        turn(twin, device.key, owner.identities.device, place, at: now) { pipeline, code, reason in
            pipeline.counters.add("set-aside.\(code.rawValue)")
            pipeline.remark("device \(device.key) cannot be told of: \(LogText.reason(reason))")
        } _: { route, names, state, migrant in
            var outputs = route.mirror(of: names, &state, &migrant, at: moment)
            if isLost { outputs += route.release(of: names, &state, &migrant, at: moment) }
            if let goal { outputs += route.send(to: goal, of: names, &state, &migrant, at: moment) }
            return outputs
        }
        return isHeldUp ? .heldUp : .worked
    }

    /// A device as it is now; nil where the migration has not met it yet, or it cannot be read.
    private func standing(
        of device: MigratingDevice, in migration: String
    ) -> (state: DeviceState, migrant: Migrant)? {
        if let slot = devices.look(at: device.key) { return slot.migrant.map { (slot.state, $0) } }
        guard let kept = device.migrant, kept.migration == migration,
            let state = try? DeviceState(encoded: device.state), let migrant = try? Migrant(encoded: kept.state)
        else { return nil }
        return (state, migrant)
    }
}

extension DeviceFacts {
    package init(_ key: String, _ product: String, _ state: DeviceState, _ migrant: Migrant?) {
        let reported = state.records.compactMap(\.reportedAt).max()
        self.init(
            key: key, product: product, versions: state.records.compactMap { $0.current?.string },
            seen: [reported, migrant?.heard].compactMap(\.self).max())
    }
}
