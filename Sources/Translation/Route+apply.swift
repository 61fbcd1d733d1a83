internal import Dialects
package import Upgrades

extension Route {
    /// Takes one message of a device or its backend: rules, then printing.
    package func apply(
        _ message: CanonicalMessage, from sender: Sender, of identities: Identities, to state: inout DeviceState,
        at now: Moment
    ) -> [Output] {
        turn(identities, &state, now) { $0.receive(message, from: sender) }
    }

    /// Lets the device's next timer fire, at the time it is due.
    package func fire(_ timer: Timer, of identities: Identities, on state: inout DeviceState, at now: Moment)
        -> [Output]
    {
        turn(identities, &state, now) { $0.fire(timer) }
    }

    private func turn(
        _ identities: Identities, _ state: inout DeviceState, _ now: Moment,
        _ body: (inout UpgradeReducer) -> Void
    ) -> [Output] {
        var reducer = UpgradeReducer(rules: rules, state: state, at: now)
        state = DeviceState(order: state.order)  // the reducer holds the only copy
        body(&reducer)
        state = reducer.state
        return print(reducer.effects, of: identities, &state, now)
    }

    func print(
        _ effects: Effects, of identities: Identities, _ state: inout DeviceState, _ now: Moment
    ) -> [Output] {
        var outputs: [Output] = []
        outputs.reserveCapacity(2)  // mostly a message and its event
        var ids = IdentifierSource(serial: state.serial, time: now.clock)
        for receipt in effects.receipts { _ = send(receipt, to: .device, identities.device, &ids, &outputs) }
        let toBackend = effects.backend.map { send($0, to: .backend, identities.backend, &ids, &outputs) }
        let toDevice = effects.device.map { send($0, to: .device, identities.device, &ids, &outputs) }
        state.serial = ids.serial
        for made in effects.events {
            var event = made.event
            switch made.carrier {
            case .backend(let place): event.dropped = toBackend[place]
            case .device(let place): event.dropped = toDevice[place]
            case nil: break
            }
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
        let message = envelope.message
        var dropped: [Text] = []
        let printable = printable(message, &dropped)
        guard
            let printed = dialect(of: receiver).print(
                printable, product: identity.product.string, device: identity.device.string,
                isSameDialect: rules.isSameDialect, ids: &ids)
        else { return [] }
        let outgoing = Outgoing(
            receiver: receiver, kind: message.kind, printed: printed, module: envelope.module,
            attempt: envelope.attempt, isTerminal: message.phase?.isTerminal ?? false,
            expiry: message.kind == .offer ? carriage.expiry(of: message) : nil)
        outputs.append(.message(outgoing))
        return dropped.isEmpty ? printed.dropped : printed.dropped + dropped
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
