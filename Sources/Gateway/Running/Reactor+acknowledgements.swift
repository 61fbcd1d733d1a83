import Journal
import Logging
import MosquittoClient

extension Reactor {
    func acknowledged(_ identifier: UInt16, _ code: UInt8, _ link: GatewayLink, at now: Int64) {
        link.answers.heard(at: now)
        guard let sent = link.outbox.acknowledged(packetIdentifier: identifier) else { return }
        if let reason = RefusalPause.passingReason(code) { return hold(sent, link, because: reason, at: now) }
        remove(sent.sequence, at: now)
        link.outbox.settled(sent)
        switch code {
        case 0: break
        case 16:
            guard sent.kind == .offer else { return }
            // The record offers it again at the device's next version report.
            pipeline.counters.add("offers-unheard")
            note(.unheard, of: sent)
            logger.warning(
                "nobody at broker '\(link.name)' subscribes to the topic of an offer; it is offered again later")
        case 0x80...:
            pipeline.counters.add("refused-by-broker")
            note(.refused, of: sent, "reason code \(code)")
            guard link.refusedCodes.insert(code).inserted else { return }
            logger.error(
                """
                broker '\(link.name)' refused a message for good (reason code \(code)), which is dropped; more of them \
                are counted, and said again in a minute
                """)
        default: break
        }
    }

    /// Notes in the device's trail what the broker made of a message.
    private func note(_ way: TrailEntry.Way, of sent: OutboxQueue.Sent, _ text: String = "") {
        let entry = TrailEntry(way: way, device: sent.device, topic: sent.topic, payload: Array(text.utf8))
        pipeline.batch.note(entry, at: time.wall())
    }

    /// Keeps what the broker has no right or no room for at this time, and with it all that comes behind it of its device:
    /// it goes out in its order when the broker takes it.
    private func hold(_ sent: OutboxQueue.Sent, _ link: GatewayLink, because reason: String, at now: Int64) {
        link.outbox.hold(sent)
        pipeline.counters.add("refused-for-now")
        guard link.refusals.refused(reason, at: now) else { return }
        noteUp(link)
        logger.error(
            """
            broker '\(link.name)' refuses messages (\(reason)): what is for their devices waits, and is tried again with \
            growing pauses; check its access list and its limits
            """)
    }

    /// Looks after what a broker owes: answers that do not come, messages that it refused.
    func lookAfter(_ link: GatewayLink, at now: Int64) {
        guard link.link.isConnected else { return }
        let isOwed = link.subscription != nil || link.outbox.unacknowledged > 0
        // What is not read has not been answered.
        if link.isResting { link.answers.heard(at: now) }
        if link.answers.isOverdue(isOwed, at: now) {
            let what = link.subscription != nil ? "subscription" : "message"
            link.link.giveUp(
                because: BrokerError(
                    .unanswered, "the broker has acknowledged no \(what) for \(AnswerWatch.patience / 1_000) s"))
        }
        if link.machine.hasLasted(at: .milliseconds(now)), !link.answers.isSilent(at: now) { link.complaint = nil }
        switch link.refusals.look(at: now, isHolding: link.outbox.isHolding) {
        // What was acknowledged must be gone before the rest is fetched again.
        case .nothing: if link.outbox.release() { isCommitUrgent = true }
        case .tryAgain:
            link.outbox.tryAgain()
            isCommitUrgent = true
        case .recovered:
            noteUp(link)
            logger.info("broker '\(link.name)' takes all messages again")
        }
    }

    /// Takes a message out of the outbox with one of the next commits.
    func remove(_ sequence: Int64, at now: Int64) {
        if removals.isEmpty { removalsSince = now }
        removals.append(sequence)
    }
}
