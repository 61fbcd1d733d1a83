import TestSupport
import Testing

@testable import Gateway

/// One device at broker `site`, one backend at broker `cloud`, a listener to the normalised progress, and the gateway.
struct Stage {
    static let product = "PDEV"
    static let device = "\(product)/dev1"
    /// The device's name at the backend.
    static let known = "PCLOUD/dev1"

    let rig: Rig
    let vendor: Vendor
    let backendVendor: Vendor
    let device: Peer
    let backend: Peer
    let progress: Peer

    init(
        _ vendor: Vendor, _ backend: Vendor, fleet options: String = "", isPersistent: Bool = false,
        deviceListens: Bool = true, outboxBytes: Int64 = 1_000_000_000
    ) throws {
        var broker = BrokerOptions()
        broker.isPersistent = isPersistent
        let options = options.isEmpty ? "" : ", \(options)"
        rig = try Rig(
            """
            name: plant-7
            backends: { upgrader: { dialect: \(backend.rawValue), broker: cloud } }
            fleets:
              fleet: { devices: "\(vendor.rawValue)/\(Self.product)/*", broker: site, backend: upgrader,
                       identity: { product: PCLOUD }\(options) }
            progress: { broker: site, topic: "ota/progress/${dialect}/${product}/${device}" }
            """, brokers: ["site": broker, "cloud": broker], outboxBytes: outboxBytes)
        self.vendor = vendor
        backendVendor = backend
        device = try rig.peer(at: "site", deviceListens ? vendor.deviceFilters : [])
        self.backend = try rig.peer(at: "cloud", backend.backendFilters)
        progress = try rig.peer(at: "site", ["ota/progress/#"])
        try rig.ready()
    }

    func report(_ version: String) throws { try device.say(vendor.report(version, of: Self.device)) }
    func offer(_ version: String) throws { try backend.say(backendVendor.offer(version, to: Self.known)) }
    func download(_ percent: Int, _ version: String = "2.0.0") throws {
        try device.say(vendor.downloading(percent, version, of: Self.device))
    }

    /// Waits for something heard by a peer.
    func expect(
        _ peer: KeyPath<Stage, Peer>, hears parts: String..., sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let peer = self[keyPath: peer]
        let isHeard = try rig.run { peer.heard.contains { line in parts.allSatisfy { line.contains($0) } } }
        #expect(
            isHeard, "expected \(parts) among \(peer.heard), log \(rig.log.lines)", sourceLocation: sourceLocation)
    }

    /// Waits until the gateway has committed so many messages since the journal began.
    func expect(messages count: Int64, sourceLocation: SourceLocation = #_sourceLocation) throws {
        let isCounted = try rig.run { try rig.count("messages") >= count }
        #expect(isCounted, sourceLocation: sourceLocation)
    }

    /// Brings an upgrade from 1.0.0 to 2.0.0 to 50 percent.
    func begin() throws {
        try report("1.0.0")
        try expect(\.backend, hears: "\"1.0.0\"")
        try offer("2.0.0")
        try expect(\.device, hears: "\"2.0.0\"", "https://ota.example/fw.bin")
        try download(50)
        try expect(\.backend, hears: "\"50\"")
    }
}
