/// Progress reports of the device (B1, B4, B5).
extension UpgradeReducer {
    mutating func receiveProgress(_ report: CanonicalMessage) {
        let module = rules.recordModule(report.module, from: .device)
        let index = state.index(ofModule: module)
        if let standing = standing(index) {
            let target = state.records[index].upgrade?.target
            if let named = report.target, let target, named != target {  // stale (H12, H40)
                return note(
                    .forwardOnly, "progress of \(told(named)), but the upgrade is to \(told(target)): swallowed")
            }
            state.records[index].upgrade?.heard = now.timer
            if target == nil { state.records[index].upgrade?.target = report.targetNamed }
            guard !standing.phase.isTerminal else {  // the first terminal won (H9, H10)
                return note(
                    .forwardOnly, "attempt \(standing.attempt) has ended as \(standing.phase.rawValue): swallowed")
            }
            move(index, report, from: standing)
        } else {
            if report.targetNamed == nil, rules.backend.requiresTargetInProgress, rules.canForward(module) {
                note(.missingFields, "no upgrade is known, and the backend's progress needs its target: set aside")
                effects.setAside = Effects.SetAside(.noTarget, "progress of an upgrade that nobody has named (H11)")
                return
            }
            note(
                .missingFields, "no upgrade is known: a record opens from the progress, to \(told(report.targetNamed))")
            var upgrade = Upgrade(target: report.targetNamed, from: state.records[index].current, phase: .offered)
            upgrade.heard = now.timer
            state.records[index].upgrade = upgrade
            move(index, report, from: upgrade.standing)
        }
    }

    /// Moves the record as far as the report says; reports that say nothing new are swallowed (B5).
    private mutating func move(
        _ index: Int, _ report: CanonicalMessage, from standing: Upgrade.Standing
    ) {
        guard var phase = report.phase else { return }
        var percent = report.percent
        var isProven = false
        if phase == .installed, report.version != nil, let target = state.records[index].upgrade?.target {
            isProven = report.version == target
            // a device that names another version has the package, not the target
            if !isProven { phase = .downloaded }
        }
        if phase == .downloading, percent == 100 { phase = .downloaded }
        if phase == .downloaded { percent = 100 }
        if phase == .installed, rules.backend.behaviour.success == .progress { phase = .succeeded }

        if phase.rank == standing.phase.rank {
            guard phase == .downloading, let percent, percent > standing.percent ?? -1 else {
                return noteSwallowed(standing, phase, percent)
            }
        } else if phase.rank < standing.phase.rank {
            return noteSwallowed(standing, phase, percent)
        }
        note(.forwardOnly, "\(standing.told) goes on to \(Upgrade.told(phase, percent))")
        if isProven { state.records[index].current = report.version }
        state.records[index].upgrade?.phase = phase
        if phase == .downloading || phase == .downloaded, let percent {
            state.records[index].upgrade?.percent = percent
        }
        if phase == .failed {
            let kind = report.failure?.kind ?? .upgrade
            state.records[index].upgrade?.failure = ProgressEvent.Failure(kind, note: report.note ?? "")
        }

        guard let upgrade = state.records[index].upgrade else { return }
        let failure = phase == .failed ? report.failure ?? Failure(.upgrade) : nil
        var forwarded = report
        complete(&forwarded, of: upgrade, index, failure: failure, isForwarded: true)
        let carrier =
            phase == standing.phase
            ? limitProgress(forwarded, of: upgrade, index) : sendProgress(forwarded, of: upgrade, index)
        makeEvent(index, of: upgrade, native: report.native, isSynthetic: false, carrier: carrier)
        if phase == .installed, isProven || rules.options.doneIsSuccess { takeDoneForSuccess(index) }
        if state.records[index].upgrade?.isOpen == false { endUpgrade(index) }
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
    private func isProgressForwarded(_ index: Int) -> Bool {
        // without a target in it, the progress would count for the held offer
        if !rules.backend.namesTargetInProgress, state.records[index].upgrade?.isHoldingOffer == true { return false }
        return rules.canForward(state.records[index].module)
    }

    /// Why progress does not go to the backend.
    private func noteKept(_ index: Int) {
        let module = state.records[index].module
        if rules.canForward(module) {
            note(.offers, "an offer is held, and the backend's progress names no target: it would count for that offer")
        } else {
            noteNoWord(for: module)
        }
    }

    /// Sends progress of the record as it stands at once.
    @discardableResult
    mutating func sendProgress(_ index: Int, failure: Failure? = nil, note: Text? = nil) -> Effects.Carrier? {
        guard let upgrade = state.records[index].upgrade else { return nil }
        return sendProgress(progress(of: upgrade, index, failure: failure, note: note), of: upgrade, index)
    }

    /// Sends a report at once, if progress is not held back; whatever was suppressed is out of date (H38).
    private mutating func sendProgress(
        _ report: CanonicalMessage, of upgrade: Upgrade, _ index: Int
    ) -> Effects.Carrier? {
        state.dropPending(ofModule: state.records[index].module)
        guard isProgressForwarded(index) else {
            noteKept(index)
            return nil
        }
        return emit(report, of: upgrade, index)
    }

    /// Sends progress of an upgrade of that record, without asking whether progress is held back.
    mutating func sendProgress(
        of upgrade: Upgrade, _ index: Int, failure: Failure? = nil, note: Text? = nil
    ) -> Effects.Carrier? {
        emit(progress(of: upgrade, index, failure: failure, note: note), of: upgrade, index)
    }

    private mutating func emit(
        _ report: CanonicalMessage, of upgrade: Upgrade, _ index: Int
    ) -> Effects.Carrier {
        let module = state.records[index].module
        effects.backend.append(Effects.Message(message: report, module: module, attempt: upgrade.attempt))
        state.progressSent = now.timer
        return .backend(effects.backend.count - 1)
    }

    /// Sends a change of percent, or keeps it until the device's second has ended (B5, H38).
    private mutating func limitProgress(
        _ report: CanonicalMessage, of upgrade: Upgrade, _ index: Int
    ) -> Effects.Carrier? {
        // a device that came to another link has its times by another clock
        guard let sent = state.progressSent, (0..<1000).contains(now.timer - sent) else {
            return sendProgress(report, of: upgrade, index)
        }
        guard isProgressForwarded(index) else {
            noteKept(index)
            return nil
        }
        note(.forwardOnly, "progress went to the backend \(now.timer - sent) ms ago: this waits for its second to end")
        let module = state.records[index].module
        state.dropPending(ofModule: module)
        state.pending.append(DeviceState.Pending(module: module, attempt: upgrade.attempt, report: report))
        return nil
    }

    /// A report of the gateway's own.
    private func progress(of upgrade: Upgrade, _ index: Int, failure: Failure?, note: Text?) -> CanonicalMessage {
        var report = CanonicalMessage(.progress)
        report.note = note
        complete(&report, of: upgrade, index, failure: failure, isForwarded: false)
        return report
    }

    /// Makes a report say what is known of the upgrade, in words of the backend's dialect.
    private func complete(
        _ report: inout CanonicalMessage, of upgrade: Upgrade, _ index: Int, failure: Failure?, isForwarded: Bool
    ) {
        report.target = upgrade.target
        report.phase = upgrade.phase
        report.percent = upgrade.percent
        report.failure = failure
        if rules.isSameDialect, isForwarded { return }
        report.id = nil
        report.module = rules.moduleName(state.records[index].module, towards: rules.backend)
        report.version = rules.backend.namesVersionInProgress ? runningVersion(index, of: upgrade) : nil
    }

    /// The version that runs while an upgrade stands where it stands, as far as it is known.
    private func runningVersion(_ index: Int, of upgrade: Upgrade) -> Text? {
        upgrade.phase == .installed || upgrade.phase == .succeeded
            ? upgrade.target : state.records[index].current ?? upgrade.from
    }
}

extension CanonicalMessage {
    /// The version that the upgrade leads to: a device that claims to be done and names the version that runs, names it.
    fileprivate var targetNamed: Text? { target ?? (phase == .installed ? version : nil) }
}
