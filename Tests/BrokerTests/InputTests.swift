import Journal
import MosquittoClient
import TestSupport
import Testing

@testable import Gateway

/// Input that makes no upgrade: retained, unreadable, unknown, our own words.
struct InputTests {
    @Test func `retained messages are ignored and counted`() throws {
        let broker = try MosquittoBroker()
        let report = Vendor.tencent.report("1.0.0", of: Stage.device)
        try Command.run(
            "mosquitto_pub", ["-p", "\(broker.port)", "-r", "-q", "1", "-t", report.topic, "-m", report.payload])
        let rig = try Rig(
            Self.fleets, brokers: ["cloud": .init()],
            extra: "  site: { url: \"mqtt://127.0.0.1:\(broker.port)\" }\n")
        try rig.ready()
        #expect(try rig.run { rig.reactor.pipeline.counters["retained"] == 1 })
        try rig.reactor.report(at: 0)
        #expect(try rig.count("retained") == 1)
        #expect(try rig.count("messages") == 0)
    }

    @Test func `what cannot be read is set aside and the next message is handled`() throws {
        let stage = try Stage(.tencent, .aliyun)
        let topic = "$ota/report/\(Stage.device)"
        try stage.device.say(topic, #"{"type":"report_ver https://a.example/b?signature=secret"#)
        try stage.device.say(topic, #"{"type":"something"}"#)
        try stage.device.say("$ota/report/PDEV/dev2", String(repeating: " ", count: 300_000))
        try stage.report("1.0.0")
        try stage.expect(\.backend, hears: "\"1.0.0\"")
        let kept = try stage.rig.journal.quarantined(after: 0, limit: 10).map(\.message)
        #expect(kept.map(\.code) == ["not-json", "unknown-shape", "too-large"])
        #expect(kept.map(\.link) == ["site", "site", "site"])
        #expect(kept.first?.topic == topic)
        #expect(kept.first.map { String(decoding: $0.payload, as: UTF8.self) }?.contains("secret") == true)
        #expect(try stage.rig.count("set-aside.not-json") == 1)
        #expect(stage.rig.log.has("set aside"))
        #expect(!stage.rig.log.has("secret"))
    }

    @Test func `a device of no fleet is set aside`() throws {
        let stage = try Stage(.tencent, .aliyun)
        try stage.backend.say(Vendor.aliyun.offer("2.0.0", to: "PCLOUD/dev1"))
        try stage.expect(messages: 1)
        let rig = try Rig(
            """
            backends: { upgrader: { dialect: aliyun, broker: cloud } }
            fleets: { fleet: { devices: "tencent/*/dev1", broker: site, backend: upgrader,
                               identity: { product: "x${product}", device: one } } }
            """)
        let backend = try rig.peer(at: "cloud", [])
        try rig.ready()
        try backend.say(Vendor.aliyun.offer("2.0.0", to: "PCLOUD/one"))
        #expect(try rig.run { try rig.journal.quarantined(after: 0, limit: 1).first?.message.code == "unknown-topic" })
    }

    @Test func `our own words on a shared topic are dropped and counted`() throws {
        let rig = try Rig(
            """
            backends: { upgrader: { dialect: aliyun, broker: cloud } }
            fleets: { fleet: { devices: "aliyun/PDEV/*", broker: site, backend: upgrader, identity: { product: Q } } }
            """)
        let stranger = try rig.peer(at: "site", [])
        try rig.ready()
        try stranger.say("/ota/device/request/PDEV/dev1", Self.answer)
        #expect(try rig.run { try rig.count("echoes") == 1 })
        #expect(try rig.journal.quarantined(after: 0, limit: 1).isEmpty)
    }

    private static let fleets = """
        backends: { upgrader: { dialect: aliyun, broker: cloud } }
        fleets: { fleet: { devices: "tencent/PDEV/*", broker: site, backend: upgrader } }
        """
    private static let answer = """
        {"code":"1000","data":{"size":93,"sign":"36eb5951179db14a631463a37a9322a2","version":"2.0.0","signMethod":"Md5",\
        "url":"https://ota.example/fw.bin"},"id":"7","message":"success"}
        """
}
