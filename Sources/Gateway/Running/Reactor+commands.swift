import Journal

extension Reactor {
    /// Does what operators have asked; they are answered when it is committed.
    func takeCommands() throws(JournalError) {
        for asked in control.takeCommands(where: { !$0.isMigration }) {
            let reply: ControlReply
            switch asked.command {
            case .replay(let ids): reply = try replay(ids)
            case .drop(let ids): reply = try drop(ids)
            case .trouble, .migrate: reply = ControlReply()
            }
            replies.append((asked, reply))
        }
    }

    /// Answers what the last commit has made true.
    func answer() {
        for (asked, reply) in replies { asked.answer(reply) }
        replies.removeAll()
    }

    private func replay(_ ids: [Int64]) throws(JournalError) -> ControlReply {
        var reply = ControlReply()
        let moments = moments()
        for id in ids.sorted() {
            guard let message = try journal.quarantined(id: id) else {
                reply.results.append(.init(id: id, isDone: false, text: "there is no such message"))
                continue
            }
            let outcome = try pipeline.replay(message, id: id, at: moments, load: storedState)
            reply.results.append(.init(id: id, outcome))
        }
        return reply
    }

    private func drop(_ ids: [Int64]) throws(JournalError) -> ControlReply {
        var reply = ControlReply()
        for id in ids.sorted() {
            let isThere = try journal.quarantined(id: id) != nil
            if isThere { pipeline.batch.removeQuarantined(id: id) }
            reply.results.append(.init(id: id, isDone: isThere, text: isThere ? "dropped" : "there is no such message"))
        }
        return reply
    }
}

extension ControlReply.Result {
    init(id: Int64, _ outcome: Replay) {
        switch outcome {
        case .taken: self.init(id: id, isDone: true, text: "taken")
        case .outdated(let reason): self.init(id: id, isDone: true, text: "outdated and dropped: \(reason)")
        case .stillSetAside(let code, let reason):
            self.init(id: id, isDone: false, text: "still set aside: \(reason) [\(code)]")
        case .withoutLink: self.init(id: id, isDone: false, text: "its broker is not configured any more")
        }
    }
}
