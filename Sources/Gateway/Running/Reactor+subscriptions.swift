import Journal
import Logging
import MosquittoClient

extension Reactor {
    /// Subscribes at every connection, and gives up what only the session still has: the configuration may have changed.
    func subscribe(_ link: GatewayLink) {
        guard link.link.isConnected else { return }
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

    func subscribed(_ identifier: UInt16, _ granted: [UInt8], _ link: GatewayLink, at now: Int64) {
        link.answers.heard(at: now)
        guard let asked = link.subscription, asked.packetIdentifier == identifier else { return }
        link.subscription = nil
        link.isSubscribed = true
        remember(Set(asked.filters), of: link)
        let answers = Array(zip(asked.filters, granted))
        let refused = answers.filter { $0.1 >= 0x80 && $0.0 != BrokerAdvice.droppedTopic }.map(\.0)
        if refused.isEmpty, !link.refused.isEmpty { logger.info("broker '\(link.name)' grants all subscriptions now") }
        link.refused = refused
        noteUp(link)
        guard granted != link.granted else { return }
        link.granted = granted
        say(answers, link)
    }

    private func say(_ answers: [(filter: String, code: UInt8)], _ link: GatewayLink) {
        for (filter, code) in answers {
            if filter == BrokerAdvice.droppedTopic {
                guard code >= 0x80 else { continue }
                logger.info(
                    "broker '\(link.name)' does not let the gateway see what it drops: no right to read '\(filter)'")
            } else if code >= 0x80 {
                logger.error(
                    """
                    broker '\(link.name)' refuses the subscription to '\(filter)' (reason code \(code)), which is asked \
                    for again each minute; check its access list, which must name topics that begin with $
                    """)
            } else if code == 0 {
                logger.warning(
                    """
                    broker '\(link.name)' delivers '\(filter)' at QoS 0 only, so what it sends while the gateway is away \
                    is lost; raise the QoS that it allows
                    """)
            }
        }
    }

    /// Keeps what the session is subscribed to, so that it can be given up after a change.
    private func remember(_ filters: Set<String>, of link: GatewayLink) {
        guard filters != link.sessionFilters else { return }
        link.sessionFilters = filters
        pipeline.batch.set(link.filtersKey, to: Array(filters.sorted().joined(separator: "\n").utf8))
        isCommitUrgent = true
    }
}
