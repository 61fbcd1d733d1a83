/// Queries of the device and of the gateway, and their replies (B9).
extension UpgradeReducer {
    mutating func receiveQuery(_ query: CanonicalMessage) {
        let module = rules.recordModule(query.module, from: .device)
        if rules.backend.behaviour.answersQueries {
            let id = query.id?.text ?? ""
            note(.queries, "the backend has queries: this one is forwarded to it")
            state.remember(DeviceState.Question(id: id, module: query.module, asking: query.asking, isOwn: false))
            var query = query
            if !rules.isSameDialect { query.module = rules.moduleName(module, towards: rules.backend) }
            sendToBackend(query, state.index(ofModule: module))
            return
        }
        answer(query, state.index(ofModule: module))
    }

    /// Answers from the record: the open offer, never a held one (H15, H16).
    private mutating func answer(_ query: CanonicalMessage, _ index: Int) {
        var reply = CanonicalMessage(.queryReply)
        reply.asking = query.asking
        reply.id = query.id
        if let upgrade = state.records[index].upgrade, upgrade.isOpen, let offer = upgrade.offer {
            if rules.isExpired(offer, at: now) {
                note(
                    .queries, judging: .expiry(offer),
                    "the URL of the open offer has expired: a version report fetches a fresh one")
                sendCurrentVersion(index)
            } else {
                note(
                    .queries, judging: .expiry(offer), "the record answers with the open offer of \(told(offer.target))"
                )
                reply.target = offer.target
                reply.package = offer.package
                reply.module = rules.moduleName(state.records[index].module, towards: rules.device)
            }
        }
        if reply.target == nil { note(.queries, "no offer that could be told is open: the answer is nothing") }
        sendToDevice(reply, index)
    }

    mutating func receiveQueryReply(_ reply: CanonicalMessage) {
        let id = reply.id?.text ?? ""
        let asked = state.questions.last { $0.id == id && !$0.isOwn }
        let own = state.questions.last { $0.id == id && $0.isOwn }
        var sent = reply
        // the asker knows its own query, whatever the backend calls the one that it got
        if !rules.isSameDialect, let asking = asked?.asking { sent.asking = asking }
        var reply = reply
        if reply.module?.isEmpty ?? true {
            let asker = asked ?? own ?? state.questions.last { !$0.isOwn && $0.asking == sent.asking }
            reply.module = asker?.module
        }
        let module = rules.recordModule(reply.module, from: .backend)
        var offer = reply
        offer.kind = .offer
        offer.id = nil
        offer.asking = nil
        if asked == nil, own != nil {
            note(.queries, "it answers the gateway's own query \(told(id)): it is taken for an offer")
            if offer.target != nil { receiveOffer(offer, module: module) }
            return
        }
        guard rules.device.behaviour.answersQueries else {  // nobody there has asked
            return note(.queries, "devices of dialect '\(rules.device.dialect)' have no queries: swallowed")
        }
        if offer.package?.transport == .stream { return receiveOffer(offer, module: module) }
        let index = state.index(ofModule: module)
        note(.queries, "the reply goes to the device\(asked == nil ? ", though it has not asked" : " that asked")")
        sendToDevice(sent, index)
        if offer.target != nil { note(offer, index) }
    }

    /// The device has got the offer by a reply: the record follows.
    private mutating func note(_ offer: CanonicalMessage, _ index: Int) {
        let record = state.records[index]
        if offer.target == record.current {
            return note(.queries, "the device runs \(told(offer.target)) already: the record is left alone")
        }
        let isRefresh = record.upgrade.map { $0.isOpen && $0.isFor(offer) } ?? false
        if isRefresh { note(.queries, "the reply refreshes the open offer of \(told(offer.target))") }
        if isRefresh { refresh(index, with: offer) } else { begin(offer, index) }
        state.records[index].upgrade?.passedOn = now.timer
        if isRefresh { return }
        makeEvent(index, carrier: .device(effects.device.count - 1))
    }
}

extension RawJSON {
    /// The token as text: a string's content where it needs no unescaping, anything else as spelled.
    package var text: Text {
        let isQuoted = utf8.count >= 2 && utf8.first == UInt8(ascii: "\"")
        return isQuoted ? Text(String(string.utf8.dropFirst().dropLast()) ?? "") : spelling
    }
}
