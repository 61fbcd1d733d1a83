import Dialects
import Testing
import Translation
import Upgrades

/// Sends messages through a route, to see what becomes of the one that matters.
///
/// What is printed is read by the dialect that it was printed for: what it says there is what has arrived.
struct Probe {
    let from: Vendor
    let to: Vendor
    private let source: Dialect
    private let target: Dialect
    private let kind: MessageKind
    private var conversation: Conversation
    private(set) var heard: [Output] = []

    init(_ from: Vendor, _ to: Vendor, _ kind: MessageKind, _ decide: (inout FleetOptions) -> Void = { _ in }) throws {
        (self.from, self.to, self.kind) = (from, to, kind)
        (source, target) = (try from.dialect(), try to.dialect())
        var options = FleetOptions()
        decide(&options)
        let isUp = [MessageKind.versionReport, .progress, .query].contains(kind)
        let (device, backend) = isUp ? (from, to) : (to, from)
        func identity(_ vendor: Vendor) -> Identity { Identity(product: Text(vendor.product), device: "dev1") }
        conversation = Conversation(
            route: Route(
                device: isUp ? source : target, backend: isUp ? target : source, backendName: "b", options: options),
            names: device == backend ? [] : [Identities(device: identity(device), backend: identity(backend))])
    }

    /// Hears messages, a second apart; what the last one brings counts.
    mutating func hear(_ wires: Wire...) {
        for wire in wires {
            var outputs: [Output] = []
            conversation.advance(to: conversation.now + 2000) { output, _ in outputs.append(output) }
            conversation.receive(topic: Text(wire.topic), payload: Array(wire.payload.utf8)) { output, _ in
                outputs.append(output)
            }
            heard = outputs
        }
    }

    mutating func wait(seconds: Int64) {
        var outputs: [Output] = []
        conversation.advance(to: conversation.now + seconds * 1000) { output, _ in outputs.append(output) }
        heard = outputs
    }

    /// Messages of a kind that go to a side, as the receiving dialect reads them.
    func messages(_ kind: MessageKind, to side: Sender) throws -> [CanonicalMessage] {
        let isUp = [MessageKind.versionReport, .progress, .query].contains(self.kind)
        let dialect = (side == .backend) == isUp ? target : source
        return try heard.compactMap { output -> CanonicalMessage? in
            guard case .message(let message) = output, message.kind == kind, message.receiver == side else {
                return nil
            }
            let sender: Sender = side == .backend ? .device : .backend
            let match = try #require(
                dialect.match(topic: Text(message.printed.topic)).first { $0.sender == sender })
            var document = try Dialect.parse(message.printed.payload)
            return try dialect.read(&document, on: match)
        }
    }

    /// The message on probation, as the other side reads it; nil if it gets none.
    func arrived() throws -> CanonicalMessage? {
        let isUp = [MessageKind.versionReport, .progress, .query].contains(kind)
        return try messages(kind, to: isUp ? .backend : .device).last
    }

    var events: [ProgressEvent] {
        heard.compactMap { if case .event(let event) = $0 { event } else { nil } }
    }
    var isRefused: Bool { events.contains { $0.phase == .refused } }
}
