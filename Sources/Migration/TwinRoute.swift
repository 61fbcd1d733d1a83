package import Translation
package import Upgrades

/// The two routes of a device that changes its backend: one backend owns it, the other one is told what runs on it.
///
/// Laws, held by a test with random commands and messages:
/// - what reaches the device comes from its owner;
/// - the owner changes only while nothing is open with it, so an upgrade ends with the backend that offered it;
/// - a backend hears of no upgrade but its own, and of every version.
package struct TwinRoute: Sendable {
    /// What leaves the pipeline, and the backend on whose route it does.
    package struct Output: Sendable, Hashable {
        package let output: Translation.Output
        package let role: BackendRole
    }

    private let origin: Route
    private let destination: Route
    /// The same routes for the backend that does not own the device: what it is told has settled already.
    private let guests: (origin: Route, destination: Route)

    /// Those of the fleet, and how long a device that is to leave waits for what may never come.
    private let patient: FleetOptions
    private let patience: Duration

    /// - Parameters:
    ///   - origin, destination: routes of one fleet's devices, which differ in the backend.
    ///   - patience: how long an offer may stay without a first progress once the device is to leave; where the fleet has no
    ///     time-out, also how long the upgrade may go without progress.
    package init(origin: Route, destination: Route, patience: Duration = .seconds(900)) {
        self.origin = origin
        self.destination = destination
        self.patience = patience
        var patient = origin.options
        if patient.offerTimeout == .zero || patient.offerTimeout > patience { patient.offerTimeout = patience }
        if patient.timeout == .zero { patient.timeout = patience }
        self.patient = patient
        guests = (origin.withoutSettling, destination.withoutSettling)
    }

    package func route(to role: BackendRole) -> Route { role == .origin ? origin : destination }
    private func guestRoute(to role: BackendRole) -> Route { role == .origin ? guests.origin : guests.destination }

    /// What decides when the device's timers end.
    package func options(for migrant: Migrant) -> FleetOptions { migrant.isLeaving ? patient : origin.options }

    /// Takes a message of the device.
    package func receive(
        _ message: CanonicalMessage, of names: TwinIdentities, to own: inout DeviceState, _ migrant: inout Migrant,
        at now: Moment
    ) -> [Output] {
        let other = migrant.owner.other
        var outputs: [Output] = []
        migrant.hear(at: now.clock)
        switch message.kind {
        case .versionReport:
            let owner = migrant.owner
            own.forgetWithheld(
                ofModule: route(to: owner).recordModule(of: message, from: .device), unless: message.version)
            outputs = applyToOwn(message, from: .device, of: names, to: &own, &migrant, at: now)
            outputs += tellOther(message, of: names, &own, &migrant, at: now)
        case .progress where migrant.hasLateUpgrade(guestRoute(to: other).recordModule(of: message, from: .device)):
            outputs = tellOther(message, of: names, &own, &migrant, at: now)
        case .progress, .query, .queryReply, .offer, .versionReceipt, .versionQuery:
            outputs = applyToOwn(message, from: .device, of: names, to: &own, &migrant, at: now)
        }
        return outputs + pursueGoal(of: names, &own, &migrant, at: now)
    }

    /// Takes a message of one of the backends.
    package func receive(
        _ message: CanonicalMessage, from role: BackendRole, of names: TwinIdentities, to own: inout DeviceState,
        _ migrant: inout Migrant, at now: Moment
    ) -> [Output] {
        guard role == migrant.owner else {
            return receiveFromOther(message, of: names, &own, &migrant, at: now)
        }
        let module = route(to: role).recordModule(of: message, from: .backend)
        if message.kind == .offer, migrant.goal != role, !own.isOpen(for: message, module: module) {
            own.withhold(message, module: module, at: now)  // the device is leaving: nothing new is begun
            let outputs = route(to: role)
                .supersedeOffered(ofModule: module, of: names.identities(for: role), on: &own, at: now)
                .map { Output(output: $0, role: role) }
            return outputs + pursueGoal(of: names, &own, &migrant, at: now)
        }
        let outputs = applyToOwn(message, from: .backend, of: names, to: &own, &migrant, at: now)
        if message.kind == .queryReply, message.target != nil {
            // the device begins what it has asked for: late reports are about that
            migrant.other.forgetUpgrade(ofModule: name(module, of: role, in: role.other))
        }
        return outputs + pursueGoal(of: names, &own, &migrant, at: now)
    }

    /// Lets a timer of the device fire; only its owner has any.
    package func fire(
        _ timer: Timer, of names: TwinIdentities, on own: inout DeviceState, _ migrant: inout Migrant, at now: Moment
    ) -> [Output] {
        let role = migrant.owner
        let outputs = route(to: role).fire(timer, of: names.identities(for: role), on: &own, at: now)
            .map { Output(output: $0, role: role) }
        noteOffers(in: outputs, &migrant)
        return outputs + pursueGoal(of: names, &own, &migrant, at: now)
    }

    /// Tells the backend that does not own the device which versions run on it, as far as it has not heard them.
    package func mirror(
        of names: TwinIdentities, _ own: inout DeviceState, _ migrant: inout Migrant, at now: Moment
    ) -> [Output] {
        let missing = unheard(own, by: migrant)
        return missing.flatMap { tellOther($0, of: names, &own, &migrant, at: now) }
    }

    /// Whether the backend that does not own the device has been told of all that runs on it.
    package func isInStep(_ own: DeviceState, _ migrant: Migrant) -> Bool { unheard(own, by: migrant).isEmpty }

    /// Wants the device with one of the backends: it goes at once, or when what is open has ended.
    package func send(
        to goal: BackendRole, of names: TwinIdentities, _ own: inout DeviceState, _ migrant: inout Migrant,
        at now: Moment
    ) -> [Output] {
        migrant.goal = goal
        guard goal != migrant.owner else { return judgeWithheld(of: names, &own, &migrant, at: now) }
        own.prepareToLeave(at: now)
        return pursueGoal(of: names, &own, &migrant, at: now)
    }

    /// Whether a device that is to leave only waits to report a version, and has not been heard for longer than the patience:
    /// it may never report again.
    package func isLost(_ own: DeviceState, _ migrant: Migrant, at now: Moment) -> Bool {
        migrant.isLeaving && own.isIdle && !own.isAtRest
            && now.clock - (migrant.heard ?? 0) > patience.components.seconds * 1_000
    }

    /// Lets a device go that is not waited for any more.
    package func release(
        of names: TwinIdentities, _ own: inout DeviceState, _ migrant: inout Migrant, at now: Moment
    ) -> [Output] {
        pursueGoal(of: names, &own, &migrant, at: now, isHurried: true)
    }
}

extension TwinRoute {
    /// An offer of the backend that does not own the device is kept; its receipts and replies reach nobody.
    private func receiveFromOther(
        _ message: CanonicalMessage, of names: TwinIdentities, _ own: inout DeviceState, _ migrant: inout Migrant,
        at now: Moment
    ) -> [Output] {
        let other = migrant.owner.other
        let module = guestRoute(to: other).recordModule(of: message, from: .backend)
        switch message.kind {
        case .offer, .queryReply:
            guard message.target != nil else { return [] }
            var offer = message
            (offer.kind, offer.asking) = (.offer, nil)
            if message.kind == .queryReply { offer.id = nil }
            migrant.other.withhold(offer, module: module, at: now)
            return []
        case .versionReceipt:
            migrant.receipt = message.receiptCode ?? 0
            return []
        case .versionQuery:
            let named = modules(of: own, as: migrant.owner, in: other)
            return named.filter { $0.other == module }.flatMap { record in
                tellOther(report(record.version, of: record.other), of: names, &own, &migrant, at: now)
            }
        case .versionReport, .progress, .query: return []
        }
    }

    /// Applies a message on the route to the owner.
    private func applyToOwn(
        _ message: CanonicalMessage, from sender: Sender, of names: TwinIdentities, to own: inout DeviceState,
        _ migrant: inout Migrant, at now: Moment
    ) -> [Output] {
        let role = migrant.owner
        let outputs = route(to: role)
            .apply(message, from: sender, of: names.identities(for: role), to: &own, at: now)
            .map { Output(output: $0, role: role) }
        noteOffers(in: outputs, &migrant)
        return outputs
    }

    /// Lets the other backend hear what the device says; nothing of it reaches the device.
    private func tellOther(
        _ message: CanonicalMessage, of names: TwinIdentities, _ own: inout DeviceState, _ migrant: inout Migrant,
        at now: Moment
    ) -> [Output] {
        let role = migrant.owner.other
        if message.kind == .versionReport {
            let module = guestRoute(to: role).recordModule(of: message, from: .device)
            migrant.other.forgetWithheld(ofModule: module, unless: message.version)
        }
        shareSequences(from: own, as: migrant.owner, to: &migrant.other, as: role)
        let outputs = guestRoute(to: role)
            .apply(message, from: .device, of: names.identities(for: role), to: &migrant.other, at: now)
        shareSequences(from: migrant.other, as: role, to: &own, as: migrant.owner)
        return outputs.filter { output in
            switch output {
            case .message(let message): message.receiver == .backend
            case .event: true
            case .setAside: false  // the owner's route has judged it
            }
        }.map { Output(output: $0, role: role) }
    }

    /// Changes the owner if the device is to be elsewhere and nothing is open, and lets the new one speak.
    private func pursueGoal(
        of names: TwinIdentities, _ own: inout DeviceState, _ migrant: inout Migrant, at now: Moment,
        isHurried: Bool = false
    ) -> [Output] {
        guard migrant.goal != migrant.owner, isHurried ? own.isIdle : own.isAtRest else { return [] }
        // before the change: what the new owner has missed is told to it as to one that does not own the device
        let outputs = mirror(of: names, &own, &migrant, at: now)
        let (from, to) = (migrant.owner, migrant.goal)
        var next = migrant.other
        next.takeOver(from: own) { name($0, of: from, in: to) }
        migrant.other = own
        own = next
        migrant.owner = to
        migrant.receipt = nil
        return outputs + judgeWithheld(of: names, &own, &migrant, at: now)
    }

    /// Judges the offers of the owner that might not reach the device until now.
    private func judgeWithheld(
        of names: TwinIdentities, _ own: inout DeviceState, _ migrant: inout Migrant, at now: Moment
    ) -> [Output] {
        let role = migrant.owner
        let route = route(to: role)
        var outputs: [Output] = []
        for place in own.records.indices {
            guard let offer = own.records[place].withheld else { continue }
            own.records[place].withheld = nil
            if route.isExpired(offer, at: now) {
                // its URL serves nobody any more: a version report makes the backend offer again
                guard let version = own.records[place].current else { continue }
                let report = report(version, of: own.records[place].module)
                let asked = route.apply(report, from: .device, of: names.identities(for: role), to: &own, at: now)
                outputs += asked.filter(\.isForBackend).map { Output(output: $0, role: role) }
            } else {
                outputs += applyToOwn(offer, from: .backend, of: names, to: &own, &migrant, at: now)
            }
        }
        return outputs
    }

    /// An offer that reaches the device ends what the other backend had given it: late reports are about the new one.
    private func noteOffers(in outputs: [Output], _ migrant: inout Migrant) {
        for output in outputs {
            guard case .message(let message) = output.output, message.receiver == .device, message.kind == .offer
            else { continue }
            migrant.other.forgetUpgrade(ofModule: name(message.module, of: output.role, in: output.role.other))
        }
    }
}

extension Migrant {
    /// Whether the last upgrade that the device was given is the other backend's: a late report is about that one.
    fileprivate func hasLateUpgrade(_ module: Text) -> Bool {
        other.records.first { $0.module == module }?.upgrade != nil
    }
}

extension DeviceState {
    /// What was offered to another version than the one that runs now is not to be given to the device: the report of the
    /// new version makes the backend offer again.
    fileprivate mutating func forgetWithheld(ofModule module: Text, unless version: Text?) {
        guard let place = records.firstIndex(where: { $0.module == module }), records[place].current != nil,
            records[place].current != version
        else { return }
        records[place].withheld = nil
    }
}

extension Translation.Output {
    fileprivate var isForBackend: Bool {
        guard case .message(let message) = self else { return false }
        return message.receiver == .backend
    }
}
