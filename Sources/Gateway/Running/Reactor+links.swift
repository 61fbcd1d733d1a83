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
            note(isUp: false, error?.text ?? "disconnected", link)
            // What was acknowledged must be gone before the rest is fetched again.
            isCommitUrgent = true
            let action = link.machine.disconnected(error, at: .milliseconds(now), jitter: time.jitter())
            perform(action, on: index, at: now, because: error?.text)
        case .message(let message): receive(message, link, index)
        case .acknowledged(let identifier, let code): acknowledged(identifier, code, link, at: now)
        case .subscribed(let identifier, let granted): subscribed(identifier, granted, link)
        }
    }

    /// Does what a link's state machine wants, and says why there is no connection, once for each reason.
    func perform(_ action: LinkStateMachine.Action, on index: Int, at now: Int64, because reason: String?) {
        let link = links[index]
        switch action {
        case .connect: link.link.connect()
        case .disconnect: link.link.disconnect()
        case .wait(let until):
            var reason = reason ?? "the connection ended"
            // mosquitto 2.0.11 ends a connection that is taken over without saying so (src/handle_connect.c:131).
            if link.wasUp, link.machine.failures >= 3 {
                reason += "; does another gateway use the client identifier \(link.link.settings.clientIdentifier)?"
            }
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

    /// Lets connections begin whose time has come, clocks run, and input rest while the outbox is full.
    func advanceLinks(at now: Int64) {
        for (index, link) in links.enumerated() {
            if stage == .running {
                let action = link.machine.start()
                perform(action, on: index, at: now, because: nil)
                perform(link.machine.timePassed(to: .milliseconds(now)), on: index, at: now, because: nil)
            }
            guard link.link.isConnected, !link.clock.isRunning else { continue }
            link.gauge.note(messages: 0, at: now)
            guard link.gauge.isDrained else { continue }
            link.clock.start(at: now)
            link.filter.drained()
            forget(link)
        }
        applyBackpressure()
    }

    /// Stops reading where nothing but more work can come from: a link that has deliveries under way has their
    /// acknowledgements to read.
    private func applyBackpressure() {
        let isFull = journal.isOutboxFull
        if isFull != self.isFull {
            self.isFull = isFull
            if isFull {
                logger.warning(
                    """
                    the outbox is full (\(journal.outboxBytes) bytes): brokers are not read until there is room; see \
                    which broker is down, or raise 'outbox: max'
                    """)
            } else {
                logger.info("the outbox has room again")
            }
        }
        for link in links {
            let hasDeliveries = link.outbox.unacknowledged > 0 || !link.outbox.isEmpty
            link.link.isReadingPaused = isFull && link.link.isConnected && link.isSubscribed && !hasDeliveries
        }
    }

    private func connected(_ greeting: LinkEvent.Greeting, _ link: GatewayLink, _ index: Int, at now: Int64) {
        perform(link.machine.connected(at: .milliseconds(now)), on: index, at: now, because: nil)
        link.wasUp = true
        link.complaint = nil
        let version = greeting.protocolVersion == .v5 ? "5" : "3.1.1"
        logger.info(
            "connected to broker '\(link.name)' (mqtt \(version), session \(greeting.isSessionPresent ? "resumed" : "new"))"
        )
        note(isUp: true, "mqtt \(version)", link)
        if !link.isAdvised, let advice = BrokerAdvice.window(greeting) {
            logger.warning("broker '\(link.name)': \(advice)")
            link.isAdvised = true
        }
        link.outbox.connected()
        link.gauge.connected(at: now)
        let window = greeting.protocolVersion == .v5 ? Int(link.link.settings.receiveMaximum) : 65_535
        link.filter.connected(isSessionPresent: greeting.isSessionPresent, window: window)
        forget(link)
        isCommitUrgent = true
        if !greeting.isSessionPresent { link.sessionFilters = [] }
        subscribe(link)
    }

    /// Notes for readers of the journal how a link stands, at each change.
    private func note(isUp: Bool, _ text: String, _ link: GatewayLink) {
        guard link.standing?.isUp != isUp || link.standing?.text != text else { return }
        let standing = LinkStanding(isUp: isUp, since: time.wall(), text: text)
        link.standing = standing
        pipeline.batch.set(LinkStanding.key(ofLink: link.name), to: standing.encoded())
        isCommitUrgent = true
    }

    /// Subscribes at every connection, and gives up what only the session still has: the configuration may have changed.
    func subscribe(_ link: GatewayLink) {
        let filters = link.filters + [BrokerAdvice.droppedTopic]
        let gone = link.sessionFilters.subtracting(filters)
        remember(link.sessionFilters.union(filters), of: link)
        do {
            if !gone.isEmpty { try link.link.unsubscribe(gone.sorted().map { try TopicFilter($0) }) }
            let identifier = try link.link.subscribe(filters.map { try TopicFilter($0) }, qos: 1)
            link.subscription = (identifier, filters)
        } catch {
            logger.error("cannot subscribe at broker '\(link.name)': \(error)")
        }
    }

    private func subscribed(_ identifier: UInt16, _ granted: [UInt8], _ link: GatewayLink) {
        guard let asked = link.subscription, asked.packetIdentifier == identifier else { return }
        link.subscription = nil
        link.isSubscribed = true
        remember(Set(asked.filters), of: link)
        for (filter, code) in zip(asked.filters, granted) where code >= 0x80 {
            guard filter != BrokerAdvice.droppedTopic else {
                logger.info(
                    "broker '\(link.name)' does not let the gateway see what it drops: no right to read '\(filter)'")
                continue
            }
            logger.error(
                """
                broker '\(link.name)' refuses the subscription to '\(filter)' (reason code \(code)); check its access \
                list, which must name topics that begin with $
                """)
        }
    }

    /// Keeps what the session is subscribed to, so that it can be given up after a change.
    private func remember(_ filters: Set<String>, of link: GatewayLink) {
        guard filters != link.sessionFilters else { return }
        link.sessionFilters = filters
        pipeline.batch.set(link.filtersKey, to: Array(filters.sorted().joined(separator: "\n").utf8))
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
        let verdict = link.filter.receive(pair)
        forget(link)
        switch verdict {
        case .redelivered: pipeline.counters.add("redelivered")
        case .new:
            pipeline.batch.remember(pair, link: link.name)
            inbox.append((index, message))
        }
    }

    /// Tells the journal which packet identifiers are known to be acknowledged; before anything else is remembered.
    private func forget(_ link: GatewayLink) {
        for identifier in link.filter.takeForgotten() {
            pipeline.batch.forget(packetIdentifier: identifier, link: link.name)
        }
    }

    private func acknowledged(_ identifier: UInt16, _ code: UInt8, _ link: GatewayLink, at now: Int64) {
        guard let sent = link.outbox.acknowledged(packetIdentifier: identifier) else { return }
        remove(sent.sequence, at: now)
        switch code {
        case 0: break
        case 16:
            guard sent.kind == .offer else { return }
            // The record offers it again at the device's next version report.
            pipeline.counters.add("offers-unheard")
            logger.warning(
                "nobody at broker '\(link.name)' subscribes to the topic of an offer; it is offered again later")
        case 0x80...:
            pipeline.counters.add("refused-by-broker")
            logger.error(
                "broker '\(link.name)' refused a message (reason code \(code)); check its access list and its limits")
        default: break
        }
    }

    /// Takes a message out of the outbox with one of the next commits.
    func remove(_ sequence: Int64, at now: Int64) {
        if removals.isEmpty { removalsSince = now }
        removals.append(sequence)
    }
}

extension Duration {
    var wholeMilliseconds: Int64 { components.seconds * 1_000 + components.attoseconds / 1_000_000_000_000_000 }
}
