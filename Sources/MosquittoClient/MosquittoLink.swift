import CMosquitto
import Glibc

/// One MQTT connection, driven by its owner's loop: poll, `read`, commit, `write`, `maintain`.
///
/// It belongs to one thread and never blocks; the name of a host is looked up on a thread of its own (`NameLookup`).
///
/// **Acknowledging.** Whatever `read` hands out is acknowledged to the broker by the next `write`, and by nothing else:
/// everything read must be committed before `write` is called. A link that is dropped before that acknowledges nothing,
/// and the broker delivers again.
///
/// **Sending.** Each connection starts with nothing in flight. A publish without `acknowledged` when the connection ends
/// is forgotten by the link and must be published again by the caller after the next `connected`, in the caller's order;
/// a packet identifier means nothing beyond its connection. So there is one rule for a lost connection and for a new
/// process, and a message that makes the broker hang up is not repeated behind the caller's back. (The library would keep
/// and resend them, lib/messages_mosq.c:140; its client is therefore made anew for each connection.)
///
/// **Ends.** Every `connect()` leads to exactly one of `refused`, `unreachable`, or `connected` and later `disconnected`
/// (`disconnected(nil)` alone when `disconnect()` came first); after it the link is idle.
package final class MosquittoLink {
    package let settings: LinkSettings
    /// Whether input is left in the kernel.
    ///
    /// The broker's acknowledgements and keep-alive answers are not read either. So what is in flight stays in flight: a
    /// link must not be paused to wait for its own acknowledgements. And a connection paused for longer than two
    /// keep-alive times is lost; the session and its messages are not.
    package var isReadingPaused = false

    var phase = Phase.idle
    var handle: MosquittoHandle?
    var versions: ProtocolVersionChoice
    /// The look for the host's address, while it is under way.
    var lookup: NameLookup?
    /// Events that wait for the next `read`.
    var pending: [LinkEvent] = []
    /// Whether the last `read` stopped at its limit; decrypted bytes in the TLS layer would never wake a poll.
    var hasUnreadInput = false

    enum Phase {
        case idle
        /// The name of the host is looked up.
        case resolving
        /// The TCP handshake is under way.
        case opening
        /// TLS handshake, CONNECT and CONNACK. Nothing that needs a commit can arrive before CONNACK.
        case greeting
        case up
        /// DISCONNECT is queued; nothing is read any more.
        case closing
    }

    /// Checks the settings and reads no file and opens no socket.
    package init(_ settings: LinkSettings) throws(BrokerError) {
        try settings.check()
        self.settings = settings
        versions = ProtocolVersionChoice(only: settings.onlyProtocolVersion)
    }

    /// Whether `publish` and `subscribe` are allowed: from `connected` until the connection or we say goodbye.
    package var isConnected: Bool { phase == .up }
    /// Whether there is no connection and no attempt at one.
    package var isIdle: Bool { phase == .idle }
    /// The socket to poll; it changes with each `connect()`.
    package var fileDescriptor: Int32? { lookup?.fileDescriptor ?? handle?.socket }
    /// Whether `read` has something to do without waiting for the socket.
    package var hasPendingInput: Bool {
        !pending.isEmpty || handle?.sink.events.isEmpty == false || hasUnreadInput && !isReadingPaused
    }
    /// Whether to poll for output.
    package var wantsWrite: Bool {
        switch phase {
        case .idle, .resolving: false
        case .opening: true
        case .greeting: settings.tls == nil && handle?.wantsWrite == true
        case .up, .closing: handle?.wantsWrite == true
        }
    }
    /// Whether to poll for input.
    package var wantsRead: Bool {
        phase == .resolving || phase == .greeting || phase == .up && !isReadingPaused
    }
    /// Publishes of this connection that were not acknowledged yet.
    package var inFlight: Int { handle?.sink.inFlight ?? 0 }
    /// How many publishes may be in flight: what both we and the broker allow (MQTT 5, 3.2.2.3.3), 0 when not connected.
    package var sendWindow: Int {
        guard isConnected else { return 0 }
        return Int(min(settings.sendMaximum, handle?.sink.greeting?.receiveMaximum ?? .max))
    }

    /// Starts a connection attempt; how it went comes as an event.
    ///
    /// A connection that exists is dropped without goodbye, which is told as `disconnected(nil)`.
    package func connect() {
        abandon()
        guard !NameLookup.isAddress(settings.host) else { return open(at: settings.host) }
        do throws(BrokerError) {
            lookup = try NameLookup(host: settings.host)
            phase = .resolving
        } catch {
            pending.append(.unreachable(error))
        }
    }

    /// Drops a connection to a broker that does not do its part, without goodbye; told as `disconnected` with this error.
    package func giveUp(because error: BrokerError) { abandon(error) }

    /// Queues a DISCONNECT, behind everything queued so far; `write` sends it.
    ///
    /// The session stays at the broker.
    package func disconnect() {
        switch phase {
        case .idle, .closing: return
        case .resolving, .opening, .greeting: abandon()
        case .up:
            phase = .closing
            check(handle?.disconnect() ?? 0)
        }
    }

    /// Appends everything that has arrived to `events`; call when readable or when `hasPendingInput`.
    ///
    /// Stops after about `limit` messages (one library call can add what one TLS record and the send window hold); what is
    /// left shows in `hasPendingInput`.
    package func read(into events: inout [LinkEvent], limit: Int = 1000) {
        switch phase {
        case .idle, .closing: break
        case .resolving: advanceLookup()
        case .opening: advanceOpening()
        case .greeting: advanceGreeting()
        case .up: break
        }
        if phase == .up, !isReadingPaused { drain(limit: limit) }
        collect()
        if events.isEmpty {
            swap(&events, &pending)
        } else {
            events.append(contentsOf: pending)
            pending.removeAll(keepingCapacity: true)
        }
    }

    /// Sends the PUBACKs of everything read so far and all that is queued, as far as the socket takes it.
    package func write() {
        switch phase {
        case .idle, .resolving: break
        case .opening: advanceOpening()
        case .greeting, .closing: check(handle?.loopWrite() ?? 0)
        case .up:
            guard handle?.wantsWrite == true else { return }
            gather(true)
            check(handle?.loopWrite() ?? 0)
            gather(false)
        }
    }

    /// Keeps the connection alive and notices that it is dead; call about once a second.
    ///
    /// Queues a PINGREQ for `write`.
    package func maintain() {
        guard phase != .idle, phase != .resolving else { return }
        check(handle?.loopMisc() ?? 0)
    }

    /// Queues a PUBLISH without retain for the next `write` and returns its packet identifier.
    ///
    /// - Throws: `notConnected`, `windowFull`, `invalidTopic`, `payloadTooLarge`. Nothing is queued then: the library
    ///   itself would queue while disconnected and still report an error (lib/actions.c:155).
    package func publish(topic: String, payload: [UInt8], qos: UInt8) throws(BrokerError) -> UInt16 {
        guard phase == .up else { throw BrokerError(.notConnected, "not connected to \(settings)") }
        guard inFlight < sendWindow else {
            throw BrokerError(.windowFull, "\(inFlight) messages wait for the broker's acknowledgement")
        }
        guard !topic.utf8.contains(0) else { throw BrokerError(.invalidTopic, "the topic contains a nul byte") }
        var identifier: Int32 = 0
        let code = handle?.publish(topic, payload, qos: qos, identifier: &identifier) ?? MOSQ_ERR_NO_CONN.rawValue
        switch code {
        case MOSQ_ERR_SUCCESS.rawValue: break
        case MOSQ_ERR_INVAL.rawValue, MOSQ_ERR_MALFORMED_UTF8.rawValue:
            throw BrokerError(.invalidTopic, "not a topic that can be published to", libraryCode: code)
        default: throw BrokerError(library: code, system: errno, log: [])
        }
        handle?.sink.inFlight += 1
        return UInt16(truncatingIfNeeded: identifier)
    }

    /// Queues one SUBSCRIBE for all filters and returns its packet identifier; `subscribed` tells what was granted.
    ///
    /// - Throws: `notConnected`, `invalidTopic`, `payloadTooLarge`.
    package func subscribe(_ filters: [TopicFilter], qos: UInt8) throws(BrokerError) -> UInt16 {
        guard phase == .up else { throw BrokerError(.notConnected, "not connected to \(settings)") }
        var identifier: Int32 = 0
        // A 3.1.1 broker never sees the option (lib/actions.c:220).
        let options = settings.noLocal ? Int32(MQTT_SUB_OPT_NO_LOCAL.rawValue) : 0
        let code =
            handle?.subscribe(filters, qos: qos, options: options, identifier: &identifier)
            ?? MOSQ_ERR_NO_CONN.rawValue
        switch code {
        case MOSQ_ERR_SUCCESS.rawValue: return UInt16(truncatingIfNeeded: identifier)
        case MOSQ_ERR_INVAL.rawValue, MOSQ_ERR_MALFORMED_UTF8.rawValue:
            throw BrokerError(.invalidTopic, "not filters that can be subscribed to", libraryCode: code)
        default: throw BrokerError(library: code, system: errno, log: [])
        }
    }

    /// Queues one UNSUBSCRIBE for all filters.
    ///
    /// The broker acts on it before it acts on a SUBSCRIBE that is queued later, whose `subscribed` so tells of both.
    ///
    /// - Throws: `notConnected`, `invalidTopic`, `payloadTooLarge`.
    package func unsubscribe(_ filters: [TopicFilter]) throws(BrokerError) {
        guard phase == .up else { throw BrokerError(.notConnected, "not connected to \(settings)") }
        let code = handle?.unsubscribe(filters) ?? MOSQ_ERR_NO_CONN.rawValue
        guard code == MOSQ_ERR_SUCCESS.rawValue else { throw BrokerError(library: code, system: errno, log: []) }
    }
}
