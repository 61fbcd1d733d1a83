internal import Dialects
package import Upgrades

extension Route {
    /// Reads a payload once more and tells how, on each side where the topic means something.
    ///
    /// - Parameter isForeign: whether the name in the topic is another device's identity on that side.
    package func traceHearing(
        topic: Text, payload: [UInt8], isForeign: (Place) -> Bool = { _ in false }
    ) -> HearingTrace {
        let places = places(of: topic)
        let attempts = places.map { place in
            let isForeign = isForeign(place)
            return HearingTrace.Attempt(
                sender: place.sender, identity: place.identity, isForeign: isForeign,
                reading: isForeign ? nil : dialect(of: place.sender).traceRead(payload, on: place.match))
        }
        let known = places.filter { !isForeign($0) }
        guard !known.isEmpty else {
            let failure = TranslationFailure(.unknownTopic, topic.string)
            let nearest = Sender.allCases.compactMap { dialect(of: $0).nearestTopic(to: topic, from: $0) }
            let own = Sender.allCases.filter { !dialect(of: $0).match(topic: topic).isEmpty }
            return HearingTrace(
                topic: topic, attempts: attempts, outcome: .failure(failure),
                nearestTopics: attempts.isEmpty ? nearest.sorted { $0.distance < $1.distance } : [],
                ownSides: attempts.isEmpty ? own : [])
        }
        let outcome: HearingTrace.Outcome
        do {
            outcome =
                switch try read(payload, at: known) {
                case .message(let message, let sender): .message(message, from: sender)
                case .echo: .echo
                case .ignored: .ignored
                }
        } catch {
            outcome = .failure(error)
        }
        return HearingTrace(topic: topic, attempts: attempts, outcome: outcome, nearestTopics: [], ownSides: [])
    }

    /// Takes a message once more, on a copy of the device's state as it was before, and tells what the rules did.
    package func trace(
        _ message: CanonicalMessage, from sender: Sender, of identities: Identities, on state: DeviceState,
        at now: Moment
    ) -> TurnTrace {
        trace(.message(message.kind, from: sender), identities, state, now) { $0.receive(message, from: sender) }
    }

    /// Lets a timer fire once more, on a copy of the device's state as it was before.
    package func trace(_ timer: Timer, of identities: Identities, on state: DeviceState, at now: Moment) -> TurnTrace {
        trace(.timer(timer), identities, state, now) { $0.fire(timer) }
    }

    private func trace(
        _ cause: TurnTrace.Cause, _ identities: Identities, _ state: DeviceState, _ now: Moment,
        _ body: (inout UpgradeReducer) -> Void
    ) -> TurnTrace {
        let recorder = RuleRecorder()
        var reducer = UpgradeReducer(rules: rules, state: state, at: now, recorder: recorder)
        body(&reducer)
        let effects = reducer.effects
        let notes = recorder.notes
        var real = reducer.state
        var printed = effects
        let outputs = print(&printed, of: identities, &real, now)
        var ids = IdentifierSource(serial: reducer.state.serial, time: now.clock)
        let lists = [
            effects.receipts.map { tracePrint($0.message, to: .device, identities.device, &ids) },
            effects.backend.map { tracePrint($0.message, to: .backend, identities.backend, &ids) },
            effects.device.map { tracePrint($0.message, to: .device, identities.device, &ids) },
        ]
        let prints: [PrintTrace?] = lists.joined().filter { $0.printed != nil }
        let sorter = StepSorter(lists: lists, effects: effects, carriage: carriage)
        return TurnTrace(
            cause: cause, device: identities.device, time: now.clock, steps: sorter.steps(notes), outputs: outputs,
            prints: prints + Array(repeating: nil, count: outputs.count - prints.count))
    }

    private func tracePrint(
        _ message: CanonicalMessage, to receiver: Sender, _ identity: Identity, _ ids: inout IdentifierSource
    ) -> PrintTrace {
        var dropped: [Text] = []
        var trace = dialect(of: receiver).tracePrint(
            printable(message, &dropped), product: identity.product.string, device: identity.device.string,
            isSameDialect: rules.isSameDialect, ids: &ids)
        if message.kind == .offer { trace.carriage = carriage.trace(message) }
        return trace
    }
}

/// Says which outputs each rule made: those of the effects between its note and the next.
private struct StepSorter {
    /// Receipts, messages to the backend, messages to the device.
    let lists: [[PrintTrace]]
    let effects: Effects
    let carriage: OfferCarriage

    func steps(_ notes: [RuleNote]) -> [TurnTrace.Step] {
        let ends = notes.dropFirst().map(\.start) + [effects.counts]
        let printed = lists.map { $0.count { $0.printed != nil } }.reduce(0, +)
        return zip(notes, ends).map { note, end in
            let ranges = [
                note.start.receipts..<end.receipts, note.start.backend..<end.backend, note.start.device..<end.device,
            ]
            var outputs: [Int] = []
            var unprinted: [PrintTrace] = []
            var before = 0
            for (list, range) in zip(lists, ranges) {
                for (place, trace) in list.enumerated() {
                    if range.contains(place) {
                        if trace.printed == nil { unprinted.append(trace) } else { outputs.append(before) }
                    }
                    if trace.printed != nil { before += 1 }
                }
            }
            outputs += (note.start.events..<end.events).map { printed + $0 }
            if note.start.setAside < end.setAside { outputs.append(printed + effects.events.count) }
            return TurnTrace.Step(
                note: note, carriage: note.judged.map(trace), outputs: outputs, unprinted: unprinted)
        }
    }

    private func trace(_ judged: RuleNote.Judged) -> CarriageTrace {
        switch judged {
        case .carriage(let offer): carriage.trace(offer)
        case .expiry(let offer): carriage.traceExpiry(offer)
        }
    }
}
