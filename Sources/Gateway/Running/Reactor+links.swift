import Journal
import Logging
import MosquittoClient

extension Reactor {
    /// Takes what a link told.
    func handle(_ event: LinkEvent, of index: Int, at now: Int64) {
        let link = links[index]
        switch event {
        case .connected(let greeting): connected(greeting, link, index, at: now)
        case .refused(let refusal):
            link.wasUp = false
            note(isUp: false, "\(refusal)", link)
            let action = link.machine.refused(refusal, at: .milliseconds(now), jitter: time.jitter())
            perform(action, on: index, at: now, because: "\(refusal)")
        case .unreachable(let error):
            link.wasUp = false
            note(isUp: false, error.text, link)
            let action = link.machine.unreachable(error, at: .milliseconds(now), jitter: time.jitter())
            perform(action, on: index, at: now, because: error.text)
        case .disconnected(let error):
            link.clock.pause()
            link.outbox.disconnected()
            link.isSubscribed = false
            link.subscription = nil
            note(isUp: false, error?.text ?? "disconnected", link)
            // What was acknowledged must be gone before the rest is fetched again.
            isCommitUrgent = true
            let action = link.machine.disconnected(error, at: .milliseconds(now), jitter: time.jitter())
            var reason = error?.text
            // mosquitto 2.0.11 ends a connection that is taken over without saying so (src/handle_connect.c:131).
            if error?.code == .connectionLost, link.wasUp, link.machine.failures >= 3 {
                let identifier = link.link.settings.clientIdentifier
                reason = reason.map { "\($0); does another gateway use the client identifier \(identifier)?" }
            }
            perform(action, on: index, at: now, because: reason)
        case .message(let message): receive(message, link, index)
        case .acknowledged(let identifier, let code): acknowledged(identifier, code, link, at: now)
        case .subscribed(let identifier, let granted): subscribed(identifier, granted, link, at: now)
        }
    }

    /// Does what a link's state machine wants, and says why there is no connection, once for each reason.
    func perform(_ action: LinkStateMachine.Action, on index: Int, at now: Int64, because reason: String?) {
        let link = links[index]
        switch action {
        case .connect: link.link.connect()
        case .disconnect: link.link.disconnect()
        case .wait(let until):
            let reason = reason ?? "the connection ended"
            guard link.complaint != reason else { return }
            link.complaint = reason
            let pause = Double(max(0, until.wholeMilliseconds - now)) / 1_000
            logger.warning(
                "no connection to broker '\(link.name)' (\(link.link.settings)): \(reason); trying again in \(pause) s")
        case .stop(.requested): link.isStopped = true
        case .stop(.takenOver):
            link.isStopped = true
            logger.error(
                """
                broker '\(link.name)' has given this gateway's session to another connection with the same client \
                identifier; this link stays down, run one gateway per journal and start this one again
                """)
        case .stop(.unusable(let error)):
            link.isStopped = true
            logger.error("the link to broker '\(link.name)' cannot be used: \(error)")
        case .nothing: break
        }
    }

    /// Lets connections begin whose time has come, and clocks run.
    func advanceLinks(at now: Int64) {
        for (index, link) in links.enumerated() {
            if stage == .running {
                let action = link.machine.start()
                perform(action, on: index, at: now, because: nil)
                if !link.isResting {
                    perform(link.machine.timePassed(to: .milliseconds(now)), on: index, at: now, because: nil)
                }
            }
            guard link.link.isConnected, !link.clock.isRunning else { continue }
            link.gauge.note(messages: 0, at: now)
            guard link.gauge.isDrained else { continue }
            link.clock.start(at: now)
        }
    }

    private func connected(_ greeting: LinkEvent.Greeting, _ link: GatewayLink, _ index: Int, at now: Int64) {
        perform(link.machine.connected(at: .milliseconds(now)), on: index, at: now, because: nil)
        // A connection that comes and goes is told of once: see `lookAfter`.
        let isFlapping = link.wasUp && link.complaint != nil
        link.wasUp = true
        link.version = greeting.protocolVersion == .v5 ? "mqtt 5" : "mqtt 3.1.1"
        if !isFlapping {
            link.complaint = nil
            let session = greeting.isSessionPresent ? "resumed" : "new"
            logger.info("connected to broker '\(link.name)' (\(link.version), session \(session))")
        }
        link.answers.heard(at: now)
        link.refusals.connected(at: now)
        noteUp(link)
        if !link.isAdvised, let advice = BrokerAdvice.window(greeting) {
            logger.warning("broker '\(link.name)': \(advice)")
            link.isAdvised = true
        }
        link.outbox.connected()
        link.gauge.connected(at: now)
        let window = greeting.protocolVersion == .v5 ? Int(link.link.settings.receiveMaximum) : 65_535
        link.filter.connected(isSessionPresent: greeting.isSessionPresent, window: window)
        isCommitUrgent = true
        if !greeting.isSessionPresent { link.sessionFilters = [] }
        subscribe(link)
    }

    /// Notes that a link is up, and what its broker refuses all the same.
    func noteUp(_ link: GatewayLink) {
        var text = [link.version]
        if !link.refused.isEmpty {
            text.append("the broker refuses the subscription to \(link.refused.joined(separator: ", "))")
        }
        if let refusal = link.refusals.text { text.append("the broker refuses messages: \(refusal)") }
        note(isUp: true, text.joined(separator: "; "), link)
    }

    /// Notes that a link rests now, or goes on.
    func noteRest(_ link: GatewayLink) {
        if let standing = link.standing { note(isUp: standing.isUp, standing.text, link) }
    }

    /// Notes for readers of the journal how a link stands, at each change.
    private func note(isUp: Bool, _ text: String, _ link: GatewayLink) {
        let since = link.standing?.since ?? 0
        var standing = LinkStanding(isUp: isUp, isResting: link.isResting, since: since, text: text)
        guard standing != link.standing else { return }
        standing.since = time.wall()
        link.standing = standing
        pipeline.batch.set(LinkStanding.key(ofLink: link.name), to: standing.encoded())
        isCommitUrgent = true
    }

    private func receive(_ message: MQTTMessage, _ link: GatewayLink, _ index: Int) {
        guard message.topic != BrokerAdvice.droppedTopic else {
            guard let more = link.dropped.note(message.payload) else { return }
            pipeline.counters.add("dropped-by-broker", more)
            return logger.warning(
                """
                broker '\(link.name)' has dropped \(more) messages for clients that were away or slow; raise \
                max_queued_messages (0 is no limit) in its configuration
                """)
        }
        guard !message.isRetained else {
            pipeline.counters.add("retained")
            return
        }
        guard message.qos > 0 else { return inbox.append((index, message)) }
        let pair = InboundPair(
            packetIdentifier: message.packetIdentifier,
            hash: contentHash(topic: message.topic, payload: message.payload))
        let place = link.filter.place
        switch link.filter.receive(pair) {
        case .redelivered: pipeline.counters.add("redelivered")
        case .new:
            pipeline.batch.remember(pair, at: place, link: link.name)
            inbox.append((index, message))
        }
    }
}

extension Duration {
    var wholeMilliseconds: Int64 { components.seconds * 1_000 + components.attoseconds / 1_000_000_000_000_000 }
}
