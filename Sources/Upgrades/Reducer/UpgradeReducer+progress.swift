/// Progress reports of the device (B1, B4, B5).
extension UpgradeReducer {
    mutating func receiveProgress(_ report: consuming CanonicalMessage) {
        let module = rules.recordModule(report.module, from: .device)
        let index = state.index(ofModule: module)
        // taken out of the record while it is judged: what is changed has one owner
        guard var upgrade = state.records[index].upgrade.take() ?? opened(by: report, of: module, index) else { return }
        let namesVersion = report.version != nil
        let isMoved = hear(consume report, of: module, &upgrade, index)
        let phase = upgrade.phase
        state.records[index].upgrade = consume upgrade
        guard isMoved else { return }
        // an upgrade is installed by a report that names a version only if that is its target
        if phase == .installed, namesVersion || rules.options.doneIsSuccess { takeDoneForSuccess(index) }
        if state.records[index].upgrade?.isOpen == false { endUpgrade(index) }
    }

    /// The upgrade that a report tells of where none was known (B4); nil where nobody could name its target.
    private mutating func opened(by report: CanonicalMessage, of module: Text, _ index: Int) -> Upgrade? {
        if report.targetNamed == nil, rules.backend.requiresTargetInProgress, rules.canForward(module) {
            note(.missingFields, "no upgrade is known, and the backend's progress needs its target: set aside")
            effects.setAside = Effects.SetAside(.noTarget, "progress of an upgrade that nobody has named (H11)")
            return nil
        }
        note(.missingFields, "no upgrade is known: a record opens from the progress, to \(told(report.targetNamed))")
        return Upgrade(target: report.targetNamed, from: state.records[index].current, phase: .offered)
    }

    /// Moves the record's upgrade as far as the report says.
    /// - Returns: false if it says nothing new: it is swallowed (B5).
    private mutating func hear(
        _ report: consuming CanonicalMessage, of module: Text, _ upgrade: inout Upgrade, _ index: Int
    ) -> Bool {
        let standing = upgrade.standing
        if let named = report.target, let target = upgrade.target, named != target {  // stale (H12, H40)
            note(.forwardOnly, "progress of \(told(named)), but the upgrade is to \(told(target)): swallowed")
            return false
        }
        upgrade.heard = now.timer
        if upgrade.target == nil { upgrade.target = report.targetNamed }
        guard !standing.phase.isTerminal else {  // the first terminal won (H9, H10)
            note(.forwardOnly, "attempt \(standing.attempt) has ended as \(standing.phase.rawValue): swallowed")
            return false
        }
        guard var phase = report.phase else { return false }
        var percent = report.percent
        var isProven = false
        if phase == .installed, report.version != nil, let target = upgrade.target {
            isProven = report.version == target
            // a device that names another version has the package, not the target
            if !isProven { phase = .downloaded }
        }
        if phase == .downloading, percent == 100 { phase = .downloaded }
        if phase == .downloaded { percent = 100 }
        if phase == .installed, rules.backend.behaviour.success == .progress { phase = .succeeded }

        let isNews =
            phase.rank == standing.phase.rank
            ? phase == .downloading && percent ?? -1 > standing.percent ?? -1 : phase.rank > standing.phase.rank
        guard isNews else {
            noteSwallowed(standing, phase, percent)
            return false
        }
        note(.forwardOnly, "\(standing.told) goes on to \(Upgrade.told(phase, percent))")
        if isProven { state.records[index].current = report.version }
        upgrade.phase = phase
        if phase == .downloading || phase == .downloaded, let percent { upgrade.percent = percent }
        let failure = phase == .failed ? report.failure ?? Failure(.upgrade) : nil
        if let failure { upgrade.failure = ProgressEvent.Failure(failure.kind, note: report.note ?? "") }

        let native = report.native
        let carrier = forward(
            consume report, of: upgrade, module, index, failure: failure, isUrgent: phase != standing.phase)
        makeEvent(index, of: upgrade, native: native, isSynthetic: false, carrier: carrier)
        return true
    }

    private func noteSwallowed(_ standing: Upgrade.Standing, _ phase: Phase, _ percent: Int?) {
        note(
            .forwardOnly,
            "\(standing.told) moves only forward, not to \(Upgrade.told(phase, percent)): swallowed")
    }

    /// `done-is-success`, or the report itself names the target as the version that runs: the backend hears of the
    /// target version before the device reports it (B2, H5).
    private mutating func takeDoneForSuccess(_ index: Int) {
        let record = state.records[index]
        guard let target = record.upgrade?.target, rules.canForward(record.module) else { return }
        note(.success, "'done-is-success' is set: the backend hears \(told(target)) before the device reports it")
        var report = CanonicalMessage(.versionReport)
        report.version = target
        report.module = rules.moduleName(record.module, towards: rules.backend)
        sendToBackend(report, index)
        state.records[index].upgrade?.phase = .succeeded
        makeEvent(index, isSynthetic: true)
    }

    /// Whether progress of the record's upgrade goes to the backend at all (B6, B8).
    private func isProgressForwarded(of upgrade: Upgrade, _ module: Text) -> Bool {
        // without a target in it, the progress would count for the held offer
        if !rules.backend.namesTargetInProgress, upgrade.isHoldingOffer { return false }
        return rules.canForward(module)
    }

    /// Why progress does not go to the backend.
    private func noteKept(_ module: Text) {
        if rules.canForward(module) {
            note(.offers, "an offer is held, and the backend's progress names no target: it would count for that offer")
        } else {
            noteNoWord(for: module)
        }
    }

    /// Sends progress of the record as it stands at once, if it is not held back.
    @discardableResult
    mutating func sendProgress(_ index: Int, failure: Failure? = nil, note: Text? = nil) -> Effects.Carrier? {
        guard let upgrade = state.records[index].upgrade else { return nil }
        let module = state.records[index].module
        state.dropPending(ofModule: module)  // whatever was suppressed is out of date (H38)
        guard isProgressForwarded(of: upgrade, module) else {
            noteKept(module)
            return nil
        }
        return sendProgress(of: upgrade, index, failure: failure, note: note)
    }

    /// Sends progress of an upgrade of that record, without asking whether progress is held back.
    mutating func sendProgress(
        of upgrade: Upgrade, _ index: Int, failure: Failure? = nil, note: Text? = nil
    ) -> Effects.Carrier {
        let module = state.records[index].module
        var report = CanonicalMessage(.progress)
        report.note = note
        complete(&report, of: upgrade, module, index, failure: failure, isForwarded: false)
        effects.backend.append(Effects.Message(message: report, module: module, attempt: upgrade.attempt))
        state.progressSent = now.timer
        return .backend(effects.backend.count - 1)
    }

    /// Passes a device's report on, if progress is not held back: at once, or what is not urgent when the second has ended
    /// in which progress went to the backend (B5, H38).
    ///
    /// Inlined, since a function of its own would copy the upgrade.
    @inline(__always)
    private mutating func forward(
        _ report: consuming CanonicalMessage, of upgrade: Upgrade, _ module: Text, _ index: Int,
        failure: Failure?, isUrgent: Bool
    ) -> Effects.Carrier? {
        // a device that came to another link has its times by another clock
        let age = isUrgent ? nil : state.progressSent.map { now.timer - $0 }
        let isSentAtOnce = age.map { !(0..<1000).contains($0) } ?? true
        if isSentAtOnce { state.dropPending(ofModule: module) }
        guard isProgressForwarded(of: upgrade, module) else {
            noteKept(module)
            return nil
        }
        complete(&report, of: upgrade, module, index, failure: failure, isForwarded: true)
        guard isSentAtOnce else {
            note(.forwardOnly, "progress went to the backend \(age ?? 0) ms ago: this waits for its second to end")
            state.dropPending(ofModule: module)
            state.pending.append(
                DeviceState.Pending(module: module, attempt: upgrade.attempt, report: consume report))
            return nil
        }
        effects.backend.append(
            Effects.Message(message: consume report, module: module, attempt: upgrade.attempt))
        state.progressSent = now.timer
        return .backend(effects.backend.count - 1)
    }

    /// Makes a report say what is known of the upgrade, in words of the backend's dialect.
    private func complete(
        _ report: inout CanonicalMessage, of upgrade: Upgrade, _ module: Text, _ index: Int,
        failure: Failure?, isForwarded: Bool
    ) {
        report.target = upgrade.target
        report.phase = upgrade.phase
        report.percent = upgrade.percent
        report.failure = failure
        if rules.isSameDialect, isForwarded { return }
        report.id = nil
        report.module = rules.moduleName(module, towards: rules.backend)
        report.version = rules.backend.namesVersionInProgress ? runningVersion(index, of: upgrade) : nil
    }

    /// The version that runs while an upgrade stands where it stands, as far as it is known.
    private func runningVersion(_ index: Int, of upgrade: Upgrade) -> Text? {
        if upgrade.phase == .installed || upgrade.phase == .succeeded { return upgrade.target }
        if let current = state.records[index].current { return current }
        return upgrade.from
    }
}

extension CanonicalMessage {
    /// The version that the upgrade leads to: a device that claims to be done and names the version that runs, names it.
    fileprivate var targetNamed: Text? { target ?? (phase == .installed ? version : nil) }
}
