import Journal
import MosquittoClient
import TestSupport
import Testing

@testable import Gateway

/// An outbox at its bound while a broker that brings messages also has some to acknowledge.
struct BackpressureTests {
    private static let bound: Int64 = 20_000
    private let site: ScriptedBroker
    private let rig: Rig
    private let cloud: MosquittoBroker

    init() throws {
        site = try ScriptedBroker()
        rig = try Rig(
            """
            backends: { upgrader: { dialect: aliyun, broker: cloud }, near: { dialect: aliyun, broker: site } }
            fleets:
              fleet: { devices: "tencent/PDEV/*", broker: site, backend: upgrader }
              neighbours: { devices: "tencent/PNEAR/*", broker: site, backend: near }
            """, brokers: ["cloud": .init()], extra: "  site: { url: \"mqtt://127.0.0.1:\(site.port)\" }\n",
            outboxBytes: Self.bound)
        cloud = try #require(rig.brokers["cloud"])
    }

    private var isResting: Bool { rig.reactor.links.contains { $0.name == "site" && $0.isResting } }

    private func standing(ofLink name: String) throws -> LinkStanding {
        try #require(try rig.reader().links().first { $0.name == name }).standing
    }

    /// What `ota-gateway status` prints.
    private func statusText() throws -> String {
        var text = StatusText(now: 0)
        text.add(try GatewayStatus(try rig.reader()))
        return text.text
    }

    private func run(seconds: Double = 10, until condition: () throws -> Bool) throws -> Bool {
        try rig.run(seconds: seconds) {
            try site.turn()
            return try condition()
        }
    }

    /// Every other report goes out at the broker that it came from, so that acknowledgements are due there without end.
    @Test func `a link is read for what it owes, and not for what comes of that`() throws {
        #expect(try run { rig.reactor.links.allSatisfy(\.isSubscribed) })
        cloud.stop()
        #expect(try run { rig.log.has("no connection to broker 'cloud'") })
        site.isLate = true
        site.feed = (0..<1_500).map { number in
            Vendor.tencent.report("1.\(number)", of: "\(number % 2 == 0 ? "PDEV" : "PNEAR")/d\(number)")
        }
        #expect(try run(seconds: 30) { isResting })
        #expect(try run { try standing(ofLink: "site").isResting })
        #expect(try standing(ofLink: "site").isUp)
        #expect(try statusText().contains("the outbox is full; mqtt 5"))
        for _ in 0..<50 { _ = try run { true } }
        let fed = site.fed
        #expect(fed < 500)
        #expect(rig.journal.outboxBytes < 5 * Self.bound)
        #expect(site.taken.count { $0.contains("/inform/PNEAR/") } > 0)

        // The connection ends meanwhile, and does not begin again.
        site.hangUp()
        let connections = site.connections
        for _ in 0..<3 {
            rig.time.advance(by: 40_000)
            for _ in 0..<5 { _ = try run { true } }
        }
        #expect(site.connections == connections && site.fed == fed)

        let text = try statusText()
        #expect(text.contains("site   RESTS for ") && text.contains("cloud  DOWN for "), "\(text)")

        site.isLate = false
        try cloud.restart()
        let backend = try rig.peer(at: "cloud", Vendor.aliyun.backendFilters)
        rig.time.advance(by: 40_000)
        #expect(try run(seconds: 60) { site.fed == 1_500 && rig.journal.outboxBytes == 0 })
        #expect(rig.log.has("the outbox has room again"))
        #expect(site.connections == connections + 1)
        #expect(try run { try rig.reader().links().allSatisfy { $0.standing.isUp && !$0.standing.isResting } })
        // one device each; what came again is told again, with another id
        let told = site.taken.compactMap { $0.split(separator: " ").first }.filter { $0.contains("/inform/PNEAR/") }
        #expect(Set(told).count == 750)
        #expect(try run { Set(backend.heard).count >= 750 - fed / 2 }, "the first may come before it subscribes")
    }

    @Test func `messages of a link that is itself what fills the outbox go out`() throws {
        #expect(try run { rig.reactor.links.allSatisfy(\.isSubscribed) })
        let backend = try rig.peer(at: "cloud", [])
        site.feed = (0..<100).map { Vendor.tencent.report("1.0", of: "PDEV/d\($0)") }
        #expect(try run { try rig.count("messages") == 100 && rig.journal.outboxBytes == 0 })
        // The devices' broker looks away; offers are never given up.
        var said = 0
        #expect(
            try rig.run {
                while said < 100, backend.driver.link.inFlight < 10 {
                    try backend.say(Vendor.aliyun.offer("2.0", to: "PDEV/d\(said)"))
                    said += 1
                }
                return rig.journal.isOutboxFull
            })
        #expect(try run(seconds: 30) { rig.journal.outboxBytes == 0 })
        #expect(rig.log.has("the outbox has room again"))
    }
}
