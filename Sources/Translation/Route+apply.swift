internal import Dialects
package import Upgrades

extension Route {
    /// Takes one message of a device or its backend: rules, then printing.
    package func apply(
        _ message: consuming CanonicalMessage, from sender: Sender, of identities: Identities,
        to state: inout DeviceState, at now: Moment
    ) -> [Output] {
        var reducer = reducer(taking: &state, at: now)
        reducer.receive(consume message, from: sender)
        swap(&state, &reducer.state)
        return print(&reducer.effects, of: identities, &state, now)
    }

    /// Lets the device's next timer fire, at the time it is due.
    package func fire(_ timer: Timer, of identities: Identities, on state: inout DeviceState, at now: Moment)
        -> [Output]
    {
        var reducer = reducer(taking: &state, at: now)
        reducer.fire(timer)
        swap(&state, &reducer.state)
        return print(&reducer.effects, of: identities, &state, now)
    }

    /// A reducer that holds the only copy of a device's state.
    func reducer(taking state: inout DeviceState, at now: Moment) -> UpgradeReducer {
        var reducer = UpgradeReducer(rules: rules, state: DeviceState(order: state.order), at: now)
        swap(&state, &reducer.state)
        return reducer
    }

    func print(
        _ effects: inout Effects, of identities: Identities, _ state: inout DeviceState, _ now: Moment
    ) -> [Output] {
        var outputs: [Output] = []
        outputs.reserveCapacity(effects.count)
        var ids = IdentifierSource(serial: state.serial, time: now.clock)
        // mostly nothing is dropped
        var dropped: [(carrier: Effects.Carrier, names: [Text])] = []
        while let receipt = effects.receipts.takeFirst() {
            _ = send(receipt, to: .device, identities.device, &ids, &outputs)
        }
        var place = 0
        while let message = effects.backend.takeFirst() {
            let names = send(message, to: .backend, identities.backend, &ids, &outputs)
            if !names.isEmpty { dropped.append((.backend(place), names)) }
            place += 1
        }
        place = 0
        while let message = effects.device.takeFirst() {
            let names = send(message, to: .device, identities.device, &ids, &outputs)
            if !names.isEmpty { dropped.append((.device(place), names)) }
            place += 1
        }
        state.serial = ids.serial
        while let made = effects.events.takeFirst() {
            if dropped.isEmpty {
                outputs.append(.event(made.event))
                continue
            }
            var event = made.event
            event.dropped = dropped.first { $0.carrier == made.carrier }?.names ?? []
            outputs.append(.event(event))
        }
        if let setAside = effects.setAside { outputs.append(.setAside(setAside.code, reason: setAside.reason)) }
        return outputs
    }

    /// Prints a message, if its receiver's dialect can say it.
    /// - Returns: what was dropped of it.
    private func send(
        _ envelope: Effects.Message, to receiver: Sender, _ identity: Identity, _ ids: inout IdentifierSource,
        _ outputs: inout [Output]
    ) -> [Text] {
        var given: [Text] = []
        let printed =
            isPrintable(envelope.message)
            ? print(envelope.message, to: receiver, identity, &ids)
            : print(printable(envelope.message, &given), to: receiver, identity, &ids)
        guard let printed else { return [] }
        if !printed.dropped.isEmpty { given = printed.dropped + given }
        outputs.append(
            .message(
                Outgoing(
                    receiver: receiver, kind: envelope.message.kind, printed: printed, module: envelope.module,
                    attempt: envelope.attempt, isTerminal: envelope.message.phase?.isTerminal ?? false,
                    expiry: envelope.message.kind == .offer ? carriage.expiry(of: envelope.message) : nil)))
        return given
    }

    private func print(
        _ message: CanonicalMessage, to receiver: Sender, _ identity: Identity, _ ids: inout IdentifierSource
    ) -> PrintedMessage? {
        dialect(of: receiver).print(
            message, product: identity.product.string, device: identity.device.string,
            isSameDialect: rules.isSameDialect, ids: &ids)
    }

    /// Whether its receiver's dialect can have a message as it stands.
    private func isPrintable(_ message: CanonicalMessage) -> Bool {
        switch message.kind {
        case .offer, .queryReply: false
        case .versionReport, .versionReceipt, .progress, .query, .versionQuery:
            rules.isSameDialect || message.failure == nil
        }
    }

    /// A message as its receiver's dialect can have it: with a note of its native failure (B11), an offer without what is given up.
    func printable(_ message: CanonicalMessage, _ dropped: inout [Text]) -> CanonicalMessage {
        var printable = message
        if !rules.isSameDialect, let failure = message.failure { printable.note = failure.noteCrossing(message.note) }
        // a reply is judged by nobody (B9), but what may be given up is given up in it as well
        let isReply = message.kind == .queryReply && !rules.isSameDialect && message.target != nil
        if message.kind == .offer || isReply {
            let stripped = carriage.strip(printable)
            printable = stripped.offer
            (printable.kind, printable.asking) = (message.kind, message.asking)
            dropped += stripped.dropped
        }
        return printable
    }
}

extension Array {
    /// Gives the first element away, so that it is not copied; mostly it is the only one.
    fileprivate mutating func takeFirst() -> Element? { count > 1 ? removeFirst() : popLast() }
}
