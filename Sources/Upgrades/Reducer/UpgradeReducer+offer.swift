/// Offers of the backend (B6).
extension UpgradeReducer {
    mutating func receiveOffer(_ offer: CanonicalMessage, module: Text) {
        let index = state.index(ofModule: module)
        state.records[index].offeredAt = now.clock
        guard let upgrade = state.records[index].upgrade, upgrade.phase.isRunning else {
            return judgeOffer(offer, index, isKept: false)
        }
        if upgrade.isFor(offer) {
            note(.offers, "\(upgrade.told) already: its offer is refreshed, nothing is sent")
            refresh(index, with: offer)
        } else if rules.backend.namesTargetInProgress, let reason = rules.judge.refusal(of: offer) {
            note(
                .offers, judging: .carriage(offer),
                "the offer of \(told(offer.target)) cannot be carried: \(reason); \(upgrade.told) and is left alone")
            var refused = Upgrade(target: offer.target, from: state.records[index].current, phase: .refused)
            let carrier = refuse(&refused, index, reason)
            makeEvent(index, of: refused, isSynthetic: true, carrier: carrier)
        } else {
            note(.offers, "\(upgrade.told): the offer of \(told(offer.target)) is held until that has ended")
            state.records[index].upgrade?.held = offer
            state.dropPending(ofModule: module)
        }
    }

    /// The backend still means the upgrade that is open: its newest URL counts, and a held offer does not (H17).
    mutating func refresh(_ index: Int, with offer: CanonicalMessage) {
        state.records[index].upgrade?.offer = offer
        state.records[index].upgrade?.target = offer.target
        state.records[index].upgrade?.held = nil
    }

    /// Judges an offer while nothing is running.
    /// - Parameter isKept: it was held back, so that its URL may have expired meanwhile; a fresh one is passed on as it is.
    mutating func judgeOffer(_ offer: CanonicalMessage, _ index: Int, isKept: Bool) {
        let record = state.records[index]
        let earlier = record.upgrade
        if let target = offer.target, target == record.current { return confirm(offer, index) }
        if let reason = rules.judge.refusal(of: offer) {
            note(.offers, judging: .carriage(offer), "the offer of \(told(offer.target)) cannot be carried: \(reason)")
            if earlier?.phase == .offered { supersede(index) }
            var refused = Upgrade(target: offer.target, from: record.current, phase: .refused)
            if let earlier, !earlier.isOpen, earlier.isFor(offer) { refused.attempt = earlier.attempt + 1 }
            refused.offer = offer
            state.records[index].upgrade = refused
            return refuse(index, reason)
        }
        if let earlier, earlier.isOpen, earlier.isFor(offer) {
            note(
                .offers, judging: .carriage(offer),
                "\(told(offer.target)) is open already: its offer is refreshed and passed on")
            refresh(index, with: offer)
            let carrier = passOn(offer, index)
            if earlier.target == nil { makeEvent(index, carrier: carrier) }  // the target is known at last
            return
        }
        begin(offer, index)
        if isKept, rules.isExpired(offer, at: now) {
            note(.offers, judging: .carriage(offer), "the URL of the offer that was held has expired: it is not sent")
            askAnew(index)
            return makeEvent(index)
        }
        note(.offers, judging: .carriage(offer), "it is passed on to the device")
        let carrier = passOn(offer, index)
        makeEvent(index, carrier: carrier)
    }

    /// Makes the offer the record's upgrade: a new one, or a new attempt if the same one has ended (B5).
    mutating func begin(_ offer: CanonicalMessage, _ index: Int) {
        let earlier = state.records[index].upgrade
        if earlier?.isOpen == true { supersede(index) }
        if let earlier, !earlier.isOpen, earlier.isFor(offer) {
            note(
                .forwardOnly,
                "the same offer of \(told(offer.target)) ended as \(earlier.phase.rawValue): "
                    + "attempt \(earlier.attempt + 1) begins")
        } else {
            note(.offers, "the offer of \(told(offer.target)) is a new upgrade")
        }
        var upgrade = Upgrade(target: offer.target, from: state.records[index].current, phase: .offered)
        if let earlier, !earlier.isOpen, earlier.isFor(offer) {
            upgrade.attempt = earlier.attempt + 1
            upgrade.from = upgrade.from ?? earlier.from
        }
        upgrade.offer = offer
        state.records[index].upgrade = upgrade
        state.dropPending(ofModule: state.records[index].module)
    }

    private mutating func supersede(_ index: Int) {
        note(.offers, "another offer supersedes that of \(told(state.records[index].upgrade?.target))")
        state.records[index].upgrade?.phase = .superseded
        makeEvent(index, isSynthetic: true)
    }

    /// The device runs the target already: it gets nothing, the backend what it takes for success (H42).
    private mutating func confirm(_ offer: CanonicalMessage, _ index: Int) {
        note(
            .offers,
            "the device runs \(told(offer.target)) already: only the backend is told, what it takes for success")
        var upgrade = Upgrade(target: offer.target, from: state.records[index].current, phase: .succeeded)
        upgrade.offer = offer
        state.records[index].upgrade = upgrade
        state.dropPending(ofModule: state.records[index].module)
        if rules.backend.behaviour.success == .progress { sendProgress(index) }
        sendCurrentVersion(index)
        makeEvent(index, isSynthetic: true)
    }

    /// Refuses the record's own offer.
    mutating func refuse(_ index: Int, _ reason: String) {
        guard var upgrade = state.records[index].upgrade else { return }
        upgrade.phase = .refused
        let carrier = refuse(&upgrade, index, reason)
        state.records[index].upgrade = upgrade
        makeEvent(index, isSynthetic: true, carrier: carrier)
    }

    /// The device gets nothing, the backend a failure (H1, H25 to H31).
    private mutating func refuse(_ upgrade: inout Upgrade, _ index: Int, _ reason: String) -> Effects.Carrier? {
        let note = Text("refused: \(reason)")
        upgrade.failure = ProgressEvent.Failure(.refused, note: note)
        return sendProgress(of: upgrade, index, failure: Failure(.refused), note: note)
    }
}

extension Upgrade {
    /// Whether the offer means this upgrade.
    ///
    /// One that no offer opened takes any that does not contradict it (B4).
    func isFor(_ offer: CanonicalMessage) -> Bool {
        guard let own = self.offer else { return isOpen && (target == nil || target == offer.target) }
        return target == offer.target && (own.package ?? UpgradePackage()).isSame(as: offer.package ?? UpgradePackage())
    }
}
