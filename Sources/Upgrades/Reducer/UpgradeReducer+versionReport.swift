/// Version reports: the truth about what runs on the device (B2, B3, B6, B7).
extension UpgradeReducer {
    mutating func receiveVersionReport(_ report: CanonicalMessage) {
        guard let version = report.version else { return }
        let index = state.index(ofModule: rules.recordModule(report.module, from: .device))
        if rules.givesReceipts { giveReceipt(for: report, index) }
        guard rules.options.settle > .zero else { return judgeReport(report, version, index) }
        if let merged = state.records[index].settling?.report {
            if rules.passesReceipts { giveReceipt(for: merged, index) }  // the backend never hears of it
            state.records[index].settling?.report = report
        } else {
            let due = now.timer + rules.options.settle.milliseconds
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
        guard rules.isSameDialect else { return }
        sendToDevice(receipt, state.index(ofModule: rules.recordModule(receipt.module, from: .backend)))
    }

    /// The backend asks which version runs: the device is asked, or where its dialect has no such question, the record.
    mutating func receiveVersionQuery(_ query: CanonicalMessage) {
        let index = state.index(ofModule: rules.recordModule(query.module, from: .backend))
        guard rules.device.asksVersions else { return sendCurrentVersion(index) }
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
        guard let upgrade = state.records[index].upgrade else { return forward(report, index) }

        if version == upgrade.target {
            guard upgrade.phase != .succeeded else { return forward(report, index) }
            return succeed(report, index)
        }
        if version == upgrade.from {
            switch upgrade.phase {
            case .installing, .installed, .succeeded:
                rollBack(report, index)
            case .offered, .downloading, .downloaded:
                forward(report, index)
                offerAgain(index)
            case .failed, .timedOut, .refused, .superseded:
                forward(report, index)
            }
            return
        }
        forward(report, index)
        guard upgrade.from == nil, upgrade.isOpen else { return }
        state.records[index].upgrade?.from = version
        if upgrade.phase == .offered { offerAgain(index) }
    }

    private mutating func forward(_ report: CanonicalMessage, _ index: Int) {
        let module = state.records[index].module
        guard rules.canForward(module) else { return }
        var report = report
        if !rules.isSameDialect {
            report.id = nil
            report.module = rules.moduleName(module, towards: rules.backend)
        }
        sendToBackend(report, index)
    }

    /// The target runs: success, whatever was reported before (B2).
    private mutating func succeed(_ report: CanonicalMessage, _ index: Int) {
        state.records[index].upgrade?.phase = .succeeded
        state.records[index].upgrade?.failure = nil
        if rules.backend.behaviour.success == .progress { sendProgress(index) }
        forward(report, index)
        makeEvent(index)
        endUpgrade(index)
    }

    /// The device runs the old version after all (B7, H5).
    private mutating func rollBack(_ report: CanonicalMessage, _ index: Int) {
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
            state.records[index].upgrade?.phase = .superseded
            makeEvent(index, isSynthetic: true)
            return endUpgrade(index)
        }
        if upgrade.phase.isRunning {
            state.records[index].upgrade?.attempt += 1
            state.records[index].upgrade?.phase = .offered
            state.records[index].upgrade?.percent = nil
            state.dropPending(ofModule: state.records[index].module)
        }
        var carrier: Effects.Carrier?
        if rules.backend.behaviour.reoffersOnReport {
            // its new offer is on the way
        } else if let offer = upgrade.offer, let reason = rules.judge.refusal(of: offer) {
            return refuse(index, reason)  // one that was adopted or refreshed while it ran
        } else if let offer = upgrade.offer, !rules.isExpired(offer, at: now) {
            var again = offer
            again.id = nil
            carrier = passOn(again, index)
        } else {
            askAnew(index)
        }
        if upgrade.phase.isRunning { makeEvent(index, carrier: carrier) }
    }
}

extension Duration {
    package var milliseconds: Int64 { components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000 }
}
