import Glibc
import TestSupport

/// A client with a session that outlives its connections, driven by the test's loop.
///
/// It knows MQTT by itself, and it hears all that a broker has written before it died: nothing that it sends can make it
/// lose what is left in the socket, as a library does that gives a connection up at the first failed write.
final class WireClient {
    /// A message until the broker has acknowledged it.
    private struct Outgoing {
        let topic: String
        let payload: [UInt8]
        let sent: Sent
        var isTried = false
    }
    enum State { case down, connecting, greeting, subscribing, up }

    let name: String
    let port: UInt16
    private(set) var state = State.down
    private(set) var descriptor: Int32 = -1
    /// Told of each message heard.
    var hear: (_ topic: String, _ payload: [UInt8], _ isRepeated: Bool) -> Void = { _, _, _ in }
    /// Told of each message of ours that the broker has acknowledged.
    var acknowledged: (Sent) -> Void = { _ in }

    private let filters: [String]
    private var input: ArraySlice<UInt8> = []
    private var output: [UInt8] = []
    private var waiting: [UInt16: Outgoing] = [:]
    private var order: [UInt16] = []
    private var lastIdentifier: UInt16 = 0
    private var chunk = [UInt8](repeating: 0, count: 65_536)

    init(_ name: String, port: UInt16, filters: [String]) {
        self.name = name
        self.port = port
        self.filters = filters
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    var isUp: Bool { state == .up }
    var wantsWrite: Bool { state == .connecting || !output.isEmpty }
    /// Messages that the broker has not acknowledged.
    var unacknowledged: Int { order.count }

    /// Publishes at QoS 1 now, or when there is a connection; again after each loss of the connection until it is
    /// acknowledged.
    func publish(_ topic: String, _ payload: String, as sent: Sent) {
        repeat { lastIdentifier = lastIdentifier &+ 1 } while lastIdentifier == 0 || waiting[lastIdentifier] != nil
        waiting[lastIdentifier] = Outgoing(topic: topic, payload: Array(payload.utf8), sent: sent)
        order.append(lastIdentifier)
        if isUp { send(lastIdentifier) }
    }

    func connect() {
        guard state == .down else { return }
        descriptor = Loopback.connecting(port: port)
        state = .connecting
    }

    /// Takes in and gives out what the socket allows.
    func turn(isReadable: Bool, isWritable: Bool) {
        if state == .connecting, isWritable || isReadable {
            state = .greeting
            output = Packet.connect(client: name)
        }
        let isAlive = !isReadable || takeIn()
        while let packet = Packet.take(from: &input) { handle(packet) }
        if input.isEmpty { input = [] }
        guard isAlive, giveOut() else { return fall() }
    }

    /// False at the end of the connection; everything before it has been read then.
    private func takeIn() -> Bool {
        while true {
            let count = unsafe Glibc.recv(descriptor, &chunk, chunk.count, 0)
            guard count > 0 else { return count < 0 && (errno == EAGAIN || errno == EINTR) }
            input += chunk[..<count]
        }
    }

    private func giveOut() -> Bool {
        while !output.isEmpty {
            let count = unsafe Glibc.send(descriptor, output, output.count, Int32(MSG_NOSIGNAL))
            guard count > 0 else {
                // What the broker has still written is to be read before the connection is given up.
                return errno == EAGAIN || errno == EINTR || takeInRest()
            }
            output.removeFirst(count)
        }
        return true
    }

    private func takeInRest() -> Bool {
        while takeIn() { poll(nil, 0, 1) }
        while let packet = Packet.take(from: &input) { handle(packet) }
        return false
    }

    /// Takes in what a broker that is dead has still written.
    func hearLast() {
        guard descriptor >= 0 else { return }
        _ = takeInRest()
        fall()
    }

    private func fall() {
        close(descriptor)
        descriptor = -1
        state = .down
        (input, output) = ([], [])
    }

    private func send(_ identifier: UInt16) {
        guard let message = waiting[identifier] else { return }
        message.sent.tries += 1
        output += Packet.publish(
            message.topic, message.payload, identifier: identifier, isRepeated: message.isTried)
        waiting[identifier]?.isTried = true
    }

    private func handle(_ packet: Packet) {
        switch packet {
        case .connack(code: 0):
            state = .subscribing
            output += Packet.subscribe(filters, identifier: 65_535)
        case .suback:
            state = .up
            for identifier in order { send(identifier) }
        case .puback(let identifier):
            guard let message = waiting.removeValue(forKey: identifier) else { return }
            order.removeAll { $0 == identifier }
            acknowledged(message.sent)
        case .publish(let topic, let payload, let identifier, let isRepeated):
            hear(topic, payload, isRepeated)
            if let identifier { output += Packet.puback(answering: identifier) }
        case .connack, .other: break
        }
    }
}
