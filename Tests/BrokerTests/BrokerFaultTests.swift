import Journal
import MosquittoClient
import TestSupport
import Testing

@testable import Gateway

/// What the gateway does with a backend's broker that misbehaves; the devices' broker is a real one and must not suffer.
struct BrokerFaultTests {
    private let cloud: ScriptedBroker
    private let rig: Rig
    private let device: Peer

    init() throws {
        cloud = try ScriptedBroker()
        rig = try Rig(
            """
            backends: { upgrader: { dialect: aliyun, broker: cloud } }
            fleets: { fleet: { devices: "tencent/PDEV/*", broker: site, backend: upgrader } }
            """, brokers: ["site": .init()], extra: "  cloud: { url: \"mqtt://127.0.0.1:\(cloud.port)\" }\n")
        device = try rig.peer(at: "site", Vendor.tencent.deviceFilters)
    }

    private func run(until condition: () throws -> Bool) throws -> Bool {
        try rig.run {
            try cloud.turn()
            return try condition()
        }
    }

    private func pass(seconds: Int) throws {
        for _ in 0..<seconds {
            try rig.pass(seconds: 1)
            try cloud.turn()
        }
    }

    private func report(_ version: String, of name: String = "dev1") throws {
        try device.say(Vendor.tencent.report(version, of: "PDEV/\(name)"))
        #expect(try run { device.heard("report_version_rsp", "\"\(version)\"") }, "\(rig.log.lines)")
    }

    private func isSubscribed(_ names: String...) -> Bool {
        rig.reactor.links.allSatisfy { !names.contains($0.name) || $0.isSubscribed }
    }

    private var standing: String? { rig.reactor.links.first { $0.name == "cloud" }?.standing?.text }

    @Test func `what a broker has no right for at this time waits, and goes out when it has it`() throws {
        #expect(try run { isSubscribed("site", "cloud") })
        cloud.publishCode = 0x87
        for version in ["1.0", "1.1", "1.2"] { try report(version) }
        try report("5.0", of: "dev2")
        #expect(try run { rig.log.has("broker 'cloud' refuses messages (not authorised)") })
        for _ in 0..<3 { try pass(seconds: 5) }
        #expect(rig.log.lines.count { $0.contains("refuses messages") } == 1)
        #expect(standing == "mqtt 5; the broker refuses messages: not authorised")
        #expect(try rig.count("refused-by-broker") == 0)
        #expect(cloud.refusals < 16, "each try sends one message of each device")
        cloud.publishCode = 0
        try pass(seconds: 17)
        #expect(try run { rig.journal.outboxBytes == 0 })
        let versions = cloud.taken.filter { $0.contains("dev1") }.compactMap { line in
            ["1.0", "1.1", "1.2"].first { line.contains("\"\($0)\"") }
        }
        #expect(versions == ["1.0", "1.1", "1.2"])
        try pass(seconds: 11)
        #expect(rig.log.has("broker 'cloud' takes all messages again"))
        #expect(standing == "mqtt 5")
    }

    @Test func `what was taken behind a refused message comes again behind it`() throws {
        #expect(try run { isSubscribed("site", "cloud") })
        // The cloud's broker looks away until all are on their way.
        for version in ["1.0", "1.1", "1.2"] { try device.say(Vendor.tencent.report(version, of: "PDEV/dev1")) }
        try device.say(Vendor.tencent.report("5.0", of: "PDEV/dev2"))
        #expect(try rig.run { rig.reactor.links.contains { $0.name == "cloud" && $0.outbox.unacknowledged == 4 } })
        cloud.publishCodes = [0x97, 0, 0, 0]
        #expect(try run { rig.log.has("broker 'cloud' refuses messages (quota exceeded)") })
        #expect(try run { cloud.taken.count == 3 })
        for _ in 0..<4 { try pass(seconds: 1) }
        #expect(try run { rig.journal.outboxBytes == 0 })
        let versions = cloud.taken.filter { $0.contains("dev1") }.compactMap { line in
            ["1.0", "1.1", "1.2"].first { line.contains("\"\($0)\"") }
        }
        #expect(versions == ["1.1", "1.2", "1.0", "1.1", "1.2"])
        #expect(cloud.taken.count == 6, "another device's is not told twice")
    }

    @Test func `a message that no broker would take is dropped, counted and said once`() throws {
        #expect(try run { isSubscribed("site", "cloud") })
        cloud.publishCode = 0x99
        for version in ["1.0", "1.1", "1.2"] { try report(version) }
        #expect(try run { rig.journal.outboxBytes == 0 })
        #expect(try run { try rig.count("refused-by-broker") == 3 })
        #expect(rig.log.lines.count { $0.contains("refused a message for good") } == 1)
    }

    @Test func `subscriptions that are refused are named, and asked for again`() throws {
        cloud.subscribeCode = 0x87
        #expect(try run { isSubscribed("site", "cloud") })
        #expect(rig.log.has("broker 'cloud' refuses the subscription to '/ota/device/upgrade/PDEV/+'"))
        #expect(standing?.contains("refuses the subscription to /ota/device/upgrade/PDEV/+") == true)
        let lines = rig.log.lines.count
        try pass(seconds: 61)
        #expect(rig.log.lines.dropFirst(lines).allSatisfy { !$0.contains("refuses the subscription") })
        cloud.subscribeCode = 1
        try pass(seconds: 61)
        #expect(try run { rig.log.has("broker 'cloud' grants all subscriptions now") })
        #expect(standing == "mqtt 5")
    }

    @Test func `subscriptions that are granted without redelivery are named`() throws {
        cloud.subscribeCode = 0
        #expect(try run { isSubscribed("site", "cloud") })
        #expect(rig.log.has("delivers '/ota/device/upgrade/PDEV/+' at QoS 0 only"))
    }

    @Test(arguments: [(8, "no subscription"), (3, "no message")] as [(UInt8, String)])
    func `a broker that never acknowledges is tried again, and said once`(type: UInt8, what: String) throws {
        cloud.unanswered = [type]
        #expect(try run { isSubscribed("site") && rig.reactor.links.allSatisfy { $0.link.isConnected } })
        try report("1.0")
        for _ in 0..<3 { try pass(seconds: 65) }
        #expect(rig.log.lines.count { $0.contains("the broker has acknowledged \(what) for 60 s") } == 1)
        #expect(cloud.connections >= 2)
        cloud.unanswered = []
        try pass(seconds: 70)
        #expect(try run { cloud.taken.contains { $0.contains("\"1.0\"") } })
        #expect(try run { rig.journal.outboxBytes == 0 })
    }

    @Test func `garbage ends the connection, and the other broker is served`() throws {
        cloud.garbage = [0x30, 6, 0, 1, 0x61, 2, 0x7F, 0]
        #expect(try run { rig.log.has("the peer does not speak mqtt as expected") })
        try report("1.0")
        #expect(rig.log.lines.count { $0.contains("does not speak mqtt") } == 1, "\(rig.log.lines)")
    }
}
