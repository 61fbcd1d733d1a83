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
        _ body: (inout UpgradeReducer<OfferCarriage>) -> Void
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
        var ids = IdentifierSource(serial: state.serial, time: now.clock)
        for receipt in effects.receipts {
            if let printed = print(receipt, to: .device, identities.device, &ids)?.outgoing {
                outputs.append(.message(printed))
            }
        }
        let toBackend = effects.backend.map { print($0, to: .backend, identities.backend, &ids) }
        let toDevice = effects.device.map { print($0, to: .device, identities.device, &ids) }
        outputs += (toBackend + toDevice).compactMap { $0.map { .message($0.outgoing) } }
        state.serial = ids.serial
        for made in effects.events {
            var event = made.event
            let carried =
                switch made.carrier {
                case .backend(let place): toBackend[place]
                case .device(let place): toDevice[place]
                case nil: nil as Printed?
                }
            event.dropped = carried?.dropped ?? []
            outputs.append(.event(event))
        }
        if let setAside = effects.setAside { outputs.append(.setAside(setAside.code, reason: setAside.reason)) }
        return outputs
    }

    private struct Printed {
        let outgoing: Outgoing
        let dropped: [Text]
    }

    private func print(
        _ envelope: Effects.Message, to receiver: Sender, _ identity: Identity, _ ids: inout IdentifierSource
    ) -> Printed? {
        let message = envelope.message
        var dropped: [Text] = []
        let printable = printable(message, &dropped)
        guard
            let printed = dialect(of: receiver).print(
                printable, product: identity.product.string, device: identity.device.string,
                isSameDialect: rules.isSameDialect, ids: &ids)
        else { return nil }
        let outgoing = Outgoing(
            receiver: receiver, kind: message.kind, printed: printed, module: envelope.module,
            attempt: envelope.attempt, isTerminal: message.phase?.isTerminal ?? false,
            expiry: message.kind == .offer ? carriage.expiry(of: message) : nil)
        return Printed(outgoing: outgoing, dropped: printed.dropped + dropped)
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
