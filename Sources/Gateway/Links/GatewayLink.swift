import GatewayFile
import Journal
import MosquittoClient

/// One link of the reactor with all that belongs to it: when to connect, what waits to be sent, its devices' clock.
///
/// It decides nothing about messages. Owned by the reactor's thread.
final class GatewayLink {
    let name: String
    let link: MosquittoLink
    var machine = LinkStateMachine()
    var outbox: OutboxQueue
    var filter: RedeliveryFilter
    var clock: LinkClock
    /// What the journal calls its reading.
    let clockKey: String
    var gauge = BacklogGauge()
    /// What to subscribe to at each connection.
    var filters: [String]
    /// What the session at the broker may be subscribed to, as the journal has it.
    var sessionFilters: Set<String>
    /// The SUBSCRIBE without answer, by its packet identifier, and what it asked for.
    var subscription: (packetIdentifier: UInt16, filters: [String])?
    /// Whether the broker has granted the subscriptions of this connection.
    var isSubscribed = false
    /// The filters among them that the broker refused.
    var refused: [String] = []
    /// What the broker last answered to a SUBSCRIBE; the same is not said twice.
    var granted: [UInt8] = []
    var refusals = RefusalPause()
    /// Reason codes of messages refused for good that were said since the last report.
    var refusedCodes: Set<UInt8> = []
    var answers = AnswerWatch()
    /// The protocol of the connection, or of the last one.
    var version = ""
    /// Nothing more is expected of it: taken over, unusable, or said goodbye.
    var isStopped = false
    /// No timer of its devices ends before this reading of its clock; nil when none runs.
    var wake: Int64?
    /// Whether the last attempt led to a connection.
    var wasUp = false
    /// What was last said about why there is no connection; the same is not said twice.
    var complaint: String?
    /// What was advised about the broker's settings; once is enough.
    var isAdvised = false
    var dropped = DroppedMessages()
    /// Not read, and not connected again, until the outbox has room.
    private(set) var isResting = false
    /// What stands before it in the outbox is delivered before the link rests.
    var roundEnd: Int64 = 0
    /// What the journal was last told of the connection.
    var standing: LinkStanding?
    /// The reading of the clock that the journal has.
    var storedReading: Int64?

    init(name: String, settings: LinkSettings, filters: [String], journal: Journal, wall: Int64) throws {
        self.name = name
        self.filters = filters
        link = try MosquittoLink(settings)
        let stored = String(decoding: try journal.bytes("filters.\(name)") ?? [], as: UTF8.self)
        sessionFilters = Set(stored.split(separator: "\n").map(String.init))
        outbox = OutboxQueue(hasBacklog: journal.outboxTotals(link: name).rows > 0)
        filter = RedeliveryFilter(try journal.received(link: name))
        clockKey = Self.clockKey(name)
        storedReading = journal.number(clockKey)
        clock = LinkClock(reading: storedReading ?? wall)
        wake = try journal.nextDue(link: name)
    }

    func rest(_ isResting: Bool) {
        self.isResting = isResting
        link.isReadingPaused = isResting && link.isConnected && isSubscribed
    }

    var filtersKey: String { "filters.\(name)" }
    static func clockKey(_ name: String) -> String { "clock.\(name)" }

    /// Whether a timer has ended by the link's clock.
    var isTimerDue: Bool { clock.isRunning && (wake.map { $0 <= clock.reading } ?? false) }

    /// Milliseconds until the next timer may end; nil when none can.
    var timerWait: Int64? {
        guard clock.isRunning, let wake else { return nil }
        return max(0, wake - clock.reading)
    }
}

extension LinkSettings {
    /// How the gateway connects to a broker of its configuration.
    init(_ broker: BrokerConfiguration, journal identifier: String) {
        self.init(
            host: broker.url.host, port: broker.url.port, clientIdentifier: "ota-gateway-\(broker.name)-\(identifier)")
        if broker.url.usesTLS {
            tls = TLSSettings(
                authorityPath: broker.authorities, certificatePath: broker.certificate, keyPath: broker.key)
        }
        username = broker.username?.reveal()
        password = broker.password?.reveal()
        // What comes of a batch goes out in one turn or two; each publish and each PUBACK walks over all that is in
        // flight (lib/messages_mosq.c:192), so twice as many cost more than they save.
        sendMaximum = 500
        // What we publish ourselves is never for us (MQTT 5, 3.8.3.1).
        noLocal = true
    }
}
