/// The rules of an upgrade: one message or one timer in, effects out; no I/O and no clock.
///
/// A turn works on the state of one device. The rules are those of `Mappings/RULES.md`, named B1 to B13 here and in the tests.
/// After `receive` or `fire`, take `state` and `effects` back.
package struct UpgradeReducer {
    let rules: RouteRules
    package var state: DeviceState
    package var effects = Effects()
    var now: Moment
    /// Whether this turn judges a version report, which is then not followed by another one from us (B6).
    var isJudgingReport = false
    /// Takes down what the rules do; nil where nobody asks.
    let recorder: RuleRecorder?

    package init(rules: RouteRules, state: DeviceState, at now: Moment, recorder: RuleRecorder? = nil) {
        self.rules = rules
        self.state = state
        self.now = now
        self.recorder = recorder
    }

    /// Takes a message that the device or its backend sent.
    package mutating func receive(_ message: consuming CanonicalMessage, from sender: Sender) {
        switch message.kind {
        case .versionReport: receiveVersionReport(message)
        case .progress: receiveProgress(consume message)
        case .query: receiveQuery(message)
        case .offer: receiveOffer(message, module: rules.recordModule(message.module, from: sender))
        case .queryReply: receiveQueryReply(message)
        case .versionReceipt: receiveReceipt(message)
        case .versionQuery: receiveVersionQuery(message)
        }
    }

    // MARK: what the rules share

    /// Makes an event of the record as it stands (B13).
    mutating func makeEvent(
        _ index: Int, native: RawJSON? = nil, isSynthetic: Bool = false, carrier: Effects.Carrier? = nil
    ) {
        guard let upgrade = state.records[index].upgrade else { return }
        makeEvent(index, of: upgrade, native: native, isSynthetic: isSynthetic, carrier: carrier)
    }

    /// Makes an event of an upgrade that is not the record's own: one that is refused while another runs.
    mutating func makeEvent(
        _ index: Int, of upgrade: Upgrade, native: RawJSON? = nil, isSynthetic: Bool, carrier: Effects.Carrier?
    ) {
        state.records[index].sequence += 1
        let (module, sequence) = (state.records[index].module, state.records[index].sequence)
        let event = ProgressEvent(
            of: upgrade, module: module, sequence: sequence, native: native, isSynthetic: isSynthetic)
        effects.events.append(Effects.Event(event: event, carrier: carrier))
    }

    mutating func sendToBackend(_ message: CanonicalMessage, _ index: Int) {
        effects.backend.append(envelope(message, index))
    }

    mutating func sendToDevice(_ message: CanonicalMessage, _ index: Int) {
        effects.device.append(envelope(message, index))
    }

    func envelope(_ message: CanonicalMessage, _ index: Int) -> Effects.Message {
        Effects.Message(
            message: message, module: state.records[index].module, attempt: state.records[index].upgrade?.attempt ?? 0)
    }

    /// The gateway's own report of the version that runs, which makes a backend offer again (B6, B9).
    mutating func sendCurrentVersion(_ index: Int) {
        let record = state.records[index]
        guard let current = record.current, rules.canForward(record.module) else {
            return note(.offers, "nothing is sent: there is no version that could be reported")
        }
        var report = CanonicalMessage(.versionReport)
        report.version = current
        report.module = rules.moduleName(record.module, towards: rules.backend)
        sendToBackend(report, index)
    }

    /// Passes the record's offer on to the device.
    mutating func passOn(_ offer: CanonicalMessage, _ index: Int) -> Effects.Carrier {
        var offer = offer
        if !rules.isSameDialect {
            offer.id = nil
            offer.module = rules.moduleName(state.records[index].module, towards: rules.device)
        }
        sendToDevice(offer, index)
        state.records[index].upgrade?.passedOn = now.timer
        return .device(effects.device.count - 1)
    }

    /// Asks the backend for its offer again, in whatever way its dialect has (B6).
    mutating func askAnew(_ index: Int) {
        guard rules.backend.behaviour.answersQueries else {
            note(
                .offers,
                isJudgingReport
                    ? "this very report asks the backend anew"
                    : "a report of the version that runs asks the backend anew")
            if !isJudgingReport { sendCurrentVersion(index) }
            return
        }
        note(.queries, "a query of the gateway asks the backend anew")
        let module = rules.moduleName(state.records[index].module, towards: rules.backend)
        let id = "\(4_000_000_000 + state.ownQueries)"
        state.ownQueries += 1
        state.remember(DeviceState.Question(id: Text(id), module: module, asking: nil, isOwn: true))
        var query = CanonicalMessage(.query)
        query.id = RawJSON("\"\(id)\"")
        query.module = module
        sendToBackend(query, index)
    }

    /// The running upgrade has ended: a held offer goes on (B6).
    mutating func endUpgrade(_ index: Int) {
        state.dropPending(ofModule: state.records[index].module)
        guard state.records[index].upgrade?.isHoldingOffer == true, let held = state.records[index].upgrade?.held else {
            return
        }
        note(.offers, "the upgrade has ended: the offer of \(told(held.target)) that was held is judged now")
        state.records[index].upgrade?.held = nil
        judgeOffer(held, index, isKept: true)
    }
}

extension DeviceState {
    /// Queries that are remembered at most; older ones are forgotten.
    private static let questionLimit = 16

    mutating func remember(_ question: Question) {
        questions.removeAll { $0.id == question.id && $0.isOwn == question.isOwn }
        if questions.count >= Self.questionLimit { questions.removeFirst() }
        questions.append(question)
    }

    mutating func dropPending(ofModule module: Text) {
        guard !pending.isEmpty else { return }
        pending.removeAll { $0.module == module }
    }
}
