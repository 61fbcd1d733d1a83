/// Where the library's callbacks put what they were told, for the link to look at when the library call has returned.
///
/// Filled and read on the link's thread only: with an external loop callbacks run inside the link's own calls.
final class EventSink {
    var events: [LinkEvent] = []
    /// Callbacks that stand for a packet received; a read that adds none has nothing more to give.
    private(set) var packets = 0
    private(set) var messages = 0
    /// Publishes without acknowledgement on this connection.
    var inFlight = 0
    private(set) var isUp = false
    private(set) var greeting: LinkEvent.Greeting?
    private(set) var refusal: ConnectRefusal?
    /// The first end of the connection; the library can report a second one (loop.c:346 after connect.c:266).
    private(set) var end: End?
    /// What the library complained about while connecting.
    private(set) var log: [String] = []

    private let version: ProtocolVersion

    struct End {
        /// A `MOSQ_ERR_...`, or from 0x80 the reason code of the broker's DISCONNECT (lib/handle_disconnect.c:56).
        var code: Int32
        var system: Int32
    }

    init(version: ProtocolVersion) { self.version = version }

    func received(_ message: MQTTMessage) {
        packets += 1
        messages += 1
        events.append(.message(message))
    }

    func greeted(code: UInt8, isSessionPresent: Bool, receiveMaximum: UInt16?) {
        packets += 1
        guard code == 0 else {
            refusal = ConnectRefusal(code: code)
            return
        }
        isUp = true
        let greeting = LinkEvent.Greeting(
            isSessionPresent: isSessionPresent, protocolVersion: version, receiveMaximum: receiveMaximum)
        self.greeting = greeting
        events.append(.connected(greeting))
    }

    func acknowledged(_ packetIdentifier: UInt16, reasonCode: UInt8) {
        packets += 1
        inFlight -= 1
        events.append(.acknowledged(packetIdentifier: packetIdentifier, reasonCode: reasonCode))
    }

    func subscribed(_ packetIdentifier: UInt16, granted: [UInt8]) {
        packets += 1
        events.append(.subscribed(packetIdentifier: packetIdentifier, granted: granted))
    }

    func ended(code: Int32, system: Int32) {
        guard end == nil else { return }
        end = End(code: code, system: system)
        isUp = false
    }

    func logged(_ line: String) {
        // A handshake complains in a few lines; more than that is not worth keeping.
        guard log.count < 16 else { return }
        log.append(line)
    }
}
