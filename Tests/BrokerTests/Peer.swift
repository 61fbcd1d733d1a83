import MosquittoClient
import TestSupport

/// A device or a backend that a test writes by hand: a client of a broker.
final class Peer {
    let driver: LinkDriver

    init(port: UInt16, filters: [String], change: (inout LinkSettings) -> Void = { _ in }) throws {
        var settings = LinkSettings(
            host: "127.0.0.1", port: port, clientIdentifier: "peer-\(UInt64.random(in: 0 ... .max))")
        settings.cleanStart = true
        settings.noLocal = true
        change(&settings)
        driver = try LinkDriver(settings)
        try driver.connect()
        if !filters.isEmpty { try driver.subscribe(filters) }
    }

    /// Publishes at QoS 1 without waiting for anything.
    func say(_ topic: String, _ payload: String) throws {
        _ = try driver.link.publish(topic: topic, payload: Array(payload.utf8), qos: 1)
        driver.link.write()
    }

    /// Everything heard so far: topic, blank, payload.
    var heard: [String] { driver.messages.map { "\($0.topic) \(String(decoding: $0.payload, as: UTF8.self))" } }

    /// Whether something was heard that holds all these parts.
    func heard(_ parts: String...) -> Bool { heard.contains { line in parts.allSatisfy { line.contains($0) } } }

    /// How often something was heard that holds this part.
    func count(_ part: String) -> Int { heard.count { $0.contains(part) } }
}
