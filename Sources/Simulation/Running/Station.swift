import MosquittoClient

/// The MQTT side of one simulated device or backend: keeps a connection while one is wanted, and sends in order.
///
/// QoS 1 messages wait for a connection and are sent again when it breaks before their PUBACK; QoS 0 messages are lost
/// without one, as from any device.
final class Station {
    /// What a link event means one level up.
    enum News {
        case connected
        case subscribed(granted: [Int])
        case disconnected
        case message(topic: String, payload: [UInt8])
        /// There is no connection although one is wanted; it is tried again.
        case trouble(String)
    }

    let link: MosquittoLink
    private var wantsConnection = false
    /// The connection ends when all is sent, even if the next one is wanted already.
    private var isLeaving = false
    private var retryAt: Duration?
    private var outbox: [Publication] = []
    /// What became of the last message that can never be sent.
    private var unsendable: String?
    private var unacknowledged: [(identifier: UInt16, publication: Publication)] = []

    private static let pause = Duration.milliseconds(500)

    init(_ settings: LinkSettings) throws(BrokerError) { link = try MosquittoLink(settings) }

    /// Whether everything sent has reached the broker.
    var isDrained: Bool { outbox.isEmpty && link.inFlight == 0 && !link.wantsWrite }
    /// When `pump` has to be called at the latest.
    var nextDue: Duration? { retryAt }

    /// Tells once of a message that can never be sent.
    func takeUnsendable() -> String? {
        defer { unsendable = nil }
        return unsendable
    }

    func connect() {
        wantsConnection = true
        if link.isIdle, retryAt == nil {
            isLeaving = false
            link.connect()
        }
    }

    /// Hangs up as soon as everything sent has reached the broker.
    func disconnect() {
        wantsConnection = false
        isLeaving = true
    }

    func subscribe(_ subscriptions: [Subscription]) throws(BrokerError) {
        var filters: [TopicFilter] = []
        for subscription in subscriptions { filters.append(try TopicFilter(subscription.filter)) }
        // One SUBSCRIBE takes one QoS for all its filters; every subscription of ours asks for the same.
        _ = try link.subscribe(filters, qos: UInt8(subscriptions.first?.qos ?? 0))
    }

    func send(_ publication: Publication) { outbox.append(publication) }

    func news(of event: LinkEvent, at now: Duration) -> News? {
        switch event {
        case .connected:
            retryAt = nil
            return .connected
        case .subscribed(_, let granted):
            return .subscribed(granted: granted.map(Int.init))
        case .message(let message):
            // The clouds keep nothing retained; whatever is, was put there by somebody else (hazard H45).
            return message.isRetained ? nil : .message(topic: message.topic, payload: message.payload)
        case .acknowledged(let identifier, _):
            if let index = unacknowledged.firstIndex(where: { $0.identifier == identifier }) {
                unacknowledged.remove(at: index)
            }
            return nil
        case .refused(let refusal):
            retryAt = now + Self.pause
            return .trouble(refusal.description)
        case .unreachable(let error):
            retryAt = now + Self.pause
            return .trouble(error.description)
        case .disconnected(let error):
            outbox.insert(contentsOf: unacknowledged.map(\.publication).filter { $0.qos > 0 }, at: 0)
            unacknowledged.removeAll()
            // After a goodbye of our own there is nothing to wait for.
            retryAt = wantsConnection ? now + (isLeaving ? .zero : Self.pause) : nil
            isLeaving = false
            return error.map { .trouble($0.description) } ?? .disconnected
        }
    }

    /// Connects, sends and hangs up as wanted.
    func pump(at now: Duration) {
        if let due = retryAt, due <= now {
            retryAt = nil
            if wantsConnection, link.isIdle { link.connect() }
        }
        flush()
        if isLeaving, link.isConnected, isDrained { link.disconnect() }
        if link.wantsWrite { link.write() }
    }

    private func flush() {
        guard link.isConnected else {
            outbox.removeAll { $0.qos == 0 }
            return
        }
        var count = 0
        for publication in outbox {
            do throws(BrokerError) {
                let identifier = try link.publish(
                    topic: publication.topic, payload: Array(publication.payload.utf8), qos: UInt8(publication.qos))
                unacknowledged.append((identifier, publication))
            } catch {
                // Only these two pass with time; any other message would stop all that stand behind it.
                if error.code == .windowFull || error.code == .notConnected { break }
                unsendable = "cannot send to '\(publication.topic)': \(error.text)"
            }
            count += 1
        }
        outbox.removeFirst(count)
    }
}
