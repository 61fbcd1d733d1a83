/// Version reports: the truth about what runs on the device (B2, B3, B6, B7).
extension UpgradeReducer {
    mutating func receiveVersionReport(_ report: CanonicalMessage) {
        guard let version = report.version else { return }
        let index = state.index(ofModule: rules.recordModule(report.module, from: .device))
        if rules.givesReceipts {
            note(.receipts, "devices of dialect '\(rules.device.dialect)' wait for a receipt: the gateway gives it")
            giveReceipt(for: report, index)
        }
        guard rules.options.settle > .zero else { return judgeReport(report, version, index) }
        if let merged = state.records[index].settling?.report {
            note(.time, "the report replaces that of \(told(merged.version)), which has not settled yet")
            if rules.passesReceipts { giveReceipt(for: merged, index) }  // the backend never hears of it
            state.records[index].settling?.report = report
        } else {
            let due = now.timer + rules.options.settle.milliseconds
            note(.time, "reports settle first: the last one within \(due - now.timer) ms is judged")
            state.records[index].settling = UpgradeRecord.Settling(report: report, due: due)
        }
    }

    /// The receipt says the version again, and the report's id where the dialect has ids in receipts.
    private mutating func giveReceipt(for report: CanonicalMessage, _ index: Int) {
        var receipt = CanonicalMessage(.versionReceipt)
        receipt.receiptCode = 0
        receipt.version = report.version
        receipt.id = report.id
        effects.receipts.append(envelope(receipt, index))
    }

    /// A backend's receipt; between dialects the gateway's own has been given already (H13, H14).
    mutating func receiveReceipt(_ receipt: CanonicalMessage) {
        guard rules.isSameDialect else {
            return note(
                .receipts,
                rules.givesReceipts
                    ? "the gateway has given a receipt itself: the backend's is swallowed"
                    : "devices of dialect '\(rules.device.dialect)' know no receipts: it is swallowed")
        }
        note(.receipts, "both sides speak one dialect: the backend's receipt goes to the device")
        sendToDevice(receipt, state.index(ofModule: rules.recordModule(receipt.module, from: .backend)))
    }

    /// The backend asks which version runs: the device is asked, or where its dialect has no such question, the record.
    mutating func receiveVersionQuery(_ query: CanonicalMessage) {
        let index = state.index(ofModule: rules.recordModule(query.module, from: .backend))
        guard rules.device.asksVersions else {
            note(.success, "the backend asks what runs; the record answers: \(told(state.records[index].current))")
            return sendCurrentVersion(index)
        }
        note(.success, "the backend asks what runs: the device is asked")
        var query = query
        if !rules.isSameDialect {
            query.id = nil
            query.module = rules.moduleName(state.records[index].module, towards: rules.device)
        }
        sendToDevice(query, index)
    }

    mutating func judgeReport(_ report: CanonicalMessage, _ version: Text, _ index: Int) {
        isJudgingReport = true
        defer { isJudgingReport = false }
        state.records[index].current = version
        state.records[index].reportedAt = now.clock
        guard let upgrade = state.records[index].upgrade else {
            note(.success, "\(told(version)) runs; no upgrade is known")
            return forward(report, index)
        }

        if version == upgrade.target {
            guard upgrade.phase != .succeeded else {
                note(.success, "\(told(version)) is the target, and the upgrade to it has succeeded already: no event")
                return forward(report, index)
            }
            return succeed(report, index)
        }
        if version == upgrade.from {
            switch upgrade.phase {
            case .installing, .installed, .succeeded:
                rollBack(report, index)
            case .offered, .downloading, .downloaded:
                note(.offers, "\(told(version)) still runs, and \(upgrade.told): the device wants its offer again")
                forward(report, index)
                offerAgain(index)
            case .failed, .timedOut, .refused, .superseded:
                note(.success, "\(told(version)) still runs, and \(upgrade.told): no event")
                forward(report, index)
            }
            return
        }
        let isFrom = upgrade.from == nil && upgrade.isOpen
        note(
            .success,
            isFrom
                ? "what ran before the upgrade was not known: it is \(told(version))"
                : "\(told(version)) is neither the target nor what ran before: the upgrade is left alone")
        forward(report, index)
        guard isFrom else { return }
        state.records[index].upgrade?.from = version
        if upgrade.phase == .offered { offerAgain(index) }
    }

    private mutating func forward(_ report: CanonicalMessage, _ index: Int) {
        let module = state.records[index].module
        guard rules.canForward(module) else { return noteNoWord(for: module) }
        var report = report
        if !rules.isSameDialect {
            report.id = nil
            report.module = rules.moduleName(module, towards: rules.backend)
        }
        sendToBackend(report, index)
    }

    /// The target runs: success, whatever was reported before (B2).
    private mutating func succeed(_ report: CanonicalMessage, _ index: Int) {
        note(.success, "the target \(told(report.version)) runs: the upgrade has succeeded")
        state.records[index].upgrade?.phase = .succeeded
        state.records[index].upgrade?.failure = nil
        if rules.backend.behaviour.success == .progress { sendProgress(index) }
        forward(report, index)
        makeEvent(index)
        endUpgrade(index)
    }

    /// The device runs the old version after all (B7, H5).
    private mutating func rollBack(_ report: CanonicalMessage, _ index: Int) {
        self.note(
            .rolledBack, "\(told(report.version)) runs again, and \(toldUpgrade(index)): it was rolled back")
        let note: Text = "rolled back"
        state.records[index].upgrade?.phase = .failed
        state.records[index].upgrade?.failure = ProgressEvent.Failure(.install, note: note)
        if rules.backend.behaviour.success == .versionReport {
            sendProgress(index, failure: Failure(.install), note: note)
        }
        forward(report, index)
        makeEvent(index, isSynthetic: true)
        endUpgrade(index)
    }

    /// The device stands where it started and asks for the offer again: checkpoint restart (B6).
    private mutating func offerAgain(_ index: Int) {
        guard let upgrade = state.records[index].upgrade else { return }
        if upgrade.held != nil {
            note(.offers, "an offer is held: it takes over, and the running upgrade is superseded")
            state.records[index].upgrade?.phase = .superseded
            makeEvent(index, isSynthetic: true)
            return endUpgrade(index)
        }
        if upgrade.phase.isRunning {
            note(.forwardOnly, "attempt \(upgrade.attempt + 1) begins")
            state.records[index].upgrade?.attempt += 1
            state.records[index].upgrade?.phase = .offered
            state.records[index].upgrade?.percent = nil
            state.dropPending(ofModule: state.records[index].module)
        }
        var carrier: Effects.Carrier?
        if rules.backend.behaviour.reoffersOnReport {
            note(.offers, "the backend offers again by itself on a report: its new offer is waited for")
        } else if let offer = upgrade.offer, let reason = rules.judge.refusal(of: offer) {
            note(.offers, judging: .carriage(offer), "the offer of \(told(offer.target)) cannot be carried: \(reason)")
            return refuse(index, reason)  // one that was adopted or refreshed while it ran
        } else if let offer = upgrade.offer, !rules.isExpired(offer, at: now) {
            note(
                .offers, judging: .carriage(offer),
                "the record's offer of \(told(offer.target)) is sent again, with a new id")
            var again = offer
            again.id = nil
            carrier = passOn(again, index)
        } else {
            note(
                .offers, judging: upgrade.offer.map { .carriage($0) },
                upgrade.offer == nil ? "its offer is not known" : "the URL of its offer has expired: it is not sent")
            askAnew(index)
        }
        if upgrade.phase.isRunning { makeEvent(index, carrier: carrier) }
    }
}

extension Duration {
    package var milliseconds: Int64 { components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000 }
}
