import Journal
import MosquittoClient
import TestSupport
import Testing

@testable import Gateway

/// Messages that wait, or that nobody wants.
struct OutboxTests {
    @Test func `a full outbox stops the reading until there is room`() throws {
        let stage = try Stage(.tencent, .aliyun, isPersistent: true, outboxBytes: 20_000)
        let rig = stage.rig
        let cloud = try #require(rig.brokers["cloud"])
        cloud.stop()
        #expect(try rig.run { rig.log.has("no connection to broker 'cloud'") })
        let total = 400
        var said = 0
        #expect(
            try rig.run {
                if said < total, stage.device.driver.link.inFlight < 10 {
                    try stage.device.say(Vendor.tencent.report("\(said)", of: "PDEV/d\(said)"))
                    said += 1
                }
                return said == total && rig.reactor.links[1].link.isReadingPaused
            })
        let read = try rig.count("messages")
        #expect(read < Int64(total))
        #expect(rig.log.lines.count { $0.contains("the outbox is full") } == 1)
        // A few more turns bring nothing in.
        try rig.pass(seconds: 1)
        #expect(try rig.count("messages") == read)
        try cloud.restart()
        let backend = try rig.peer(at: "cloud", Vendor.aliyun.backendFilters)
        #expect(try rig.run(seconds: 30) { backend.count("/ota/device/inform/") >= total - Int(read) })
        #expect(try rig.run { try rig.count("messages") == Int64(total) })
        #expect(try rig.run { rig.log.has("the outbox has room again") })
        #expect(try rig.run { rig.journal.outboxTotals(link: "cloud").rows == 0 })
    }

    @Test func `an offer whose link has expired meanwhile is not sent`() throws {
        let stage = try Stage(.tencent, .aliyun, isPersistent: true)
        let rig = stage.rig
        try stage.report("1.0.0")
        try stage.expect(\.backend, hears: "\"1.0.0\"")
        let site = try #require(rig.brokers["site"])
        site.stop()
        #expect(try rig.run { rig.log.has("no connection to broker 'site'") })
        let expiry = GatewayTime.system.wall() / 1_000 + 60
        try stage.backend.say(
            Vendor.aliyun.offer("2.0.0", to: Stage.known, url: "https://ota.example/fw.bin?Expires=\(expiry)"))
        try stage.expect(messages: 2)
        #expect(rig.journal.outboxTotals(link: "site").rows > 0)
        rig.time.advance(by: 120_000)
        try site.restart()
        let device = try rig.peer(at: "site", Vendor.tencent.deviceFilters)
        #expect(try rig.run(seconds: 20) { try rig.count("offers-expired") == 1 })
        #expect(try rig.run { rig.journal.outboxTotals(link: "site").rows == 0 })
        #expect(!device.heard("update_firmware"))
        // At the next report the backend is asked anew.
        try device.say(Vendor.tencent.report("1.0.0", of: Stage.device))
        #expect(try rig.run { stage.backend.heard("/sys/PCLOUD/dev1/thing/ota/firmware/get") })
    }

    @Test func `an offer that nobody hears is told and made again at the next report`() throws {
        let stage = try Stage(.tencent, .aliyun, deviceListens: false)
        try stage.report("1.0.0")
        try stage.expect(\.backend, hears: "\"1.0.0\"")
        try stage.offer("2.0.0")
        #expect(try stage.rig.run { stage.rig.log.has("nobody at broker 'site' subscribes") })
        let device = try stage.rig.peer(at: "site", Vendor.tencent.deviceFilters)
        try device.say(Vendor.tencent.report("1.0.0", of: Stage.device))
        #expect(try stage.rig.run { device.heard("update_firmware", "2.0.0") })
        #expect(try stage.rig.run { try stage.rig.count("offers-unheard") == 1 })
        // whoever asks about the device is told
        let reader = try stage.rig.reader()
        let status = try DeviceStatus(DeviceKey("tencent/\(Stage.device)"), in: reader, plan: nil, now: 0)
        #expect(status?.messages.contains { $0.way == "unheard" && $0.topic == "$ota/update/\(Stage.device)" } == true)
    }

    @Test func `what is acknowledged while the counters are reported leaves the outbox`() throws {
        let stage = try Stage(.tencent, .aliyun, deviceListens: false)
        let rig = stage.rig
        try stage.report("1.0.0")
        try stage.expect(\.backend, hears: "\"1.0.0\"")
        #expect(try rig.run { rig.journal.outboxBytes == 0 })
        try stage.offer("2.0.0")
        // the offer is on its way, and the minute is over when its acknowledgement comes
        #expect(try rig.run { rig.reactor.links.contains { $0.outbox.unacknowledged > 0 } })
        rig.time.advance(by: 60_000)
        #expect(try rig.run { try rig.count("offers-unheard") == 1 && rig.journal.outboxBytes == 0 })
    }

    @Test func `acknowledgements alone are committed together`() throws {
        let stage = try Stage(.tencent, .aliyun)
        let before = try stage.rig.count("commits")
        var said = 0
        #expect(
            try stage.rig.run {
                while said < 200, stage.device.driver.link.inFlight < 20 {
                    try stage.device.say(Vendor.tencent.report("1", of: "PDEV/d\(said)"))
                    said += 1
                }
                return said == 200
            })
        try stage.expect(messages: 200)
        #expect(try stage.rig.run { stage.rig.journal.outboxBytes == 0 })
        // Messages of one turn are one commit, and so are the acknowledgements of a tenth of a second.
        #expect(try stage.rig.count("commits") - before < 100)
    }

    @Test func `a link that is taken over does not fight for its session`() throws {
        let stage = try Stage(.tencent, .aliyun)
        let rig = stage.rig
        let identifier = rig.reactor.links[1].link.settings.clientIdentifier
        #expect(identifier == "ota-gateway-site-\(rig.journal.identifier)")
        let thief = try rig.peer(at: "site", []) { $0.clientIdentifier = identifier }
        #expect(
            try rig.run { rig.log.has("no connection to broker 'site'") || rig.log.has("given this gateway's session") }
        )
        #expect(thief.driver.link.isConnected)
    }
}
