import Foundation
import GatewayFile
import Journal
import MosquittoClient
import TestSupport
import Testing

@testable import Gateway

/// What survives when the gateway or a broker goes away in the middle of an upgrade.
struct RecoveryTests {
    @Test func `topics of a fleet that is gone are given up, although the session is kept`() throws {
        let stage = try Stage(.tencent, .aliyun)
        let rig = stage.rig
        try rig.stopGateway()
        let file = rig.folder.file("gateway.yaml")
        try rig.folder.write(
            try String(contentsOfFile: file, encoding: .utf8).replacing("PDEV", with: "POTHER"), to: "gateway.yaml")
        try rig.startGateway()
        try rig.ready()
        try stage.report("1.0.0")
        // what comes later shows that the first has come before, or never
        try stage.device.say(Vendor.tencent.report("1.0.0", of: "POTHER/dev1"))
        try stage.expect(\.backend, hears: "\"1.0.0\"")
        #expect(try rig.count("set-aside.unknown-topic") == 0)
    }

    @Test func `an upgrade goes on after the gateway was stopped and started`() throws {
        let stage = try Stage(.tencent, .aliyun)
        try stage.begin()
        try stage.rig.stopGateway()
        try stage.device.say(Vendor.tencent.done("2.0.0", of: Stage.device))
        try stage.rig.startGateway()
        try stage.expect(\.backend, hears: "\"desc\":\"done\"")
        try stage.report("2.0.0")
        try stage.expect(\.progress, hears: "\"phase\":\"succeeded\"", "\"attempt\":1", "\"from\":\"1.0.0\"")
        #expect(try stage.rig.count("redelivered") == 0)
    }

    @Test func `a timer's rest survives a stop, and a gateway that is down spends none of it`() throws {
        let stage = try Stage(.tencent, .aliyun, fleet: "timeout: 20s")
        try stage.begin()
        try stage.rig.pass(seconds: 12)
        try stage.rig.stopGateway()
        stage.rig.time.advance(by: 3_600_000)
        try stage.rig.startGateway()
        try stage.rig.ready()
        try stage.rig.pass(seconds: 6)
        #expect(!stage.progress.heard("timed-out"))
        try stage.rig.pass(seconds: 3)
        try stage.expect(\.progress, hears: "\"phase\":\"timed-out\"")
    }

    @Test func `timers stand still while the devices' broker is down`() throws {
        let stage = try Stage(.tencent, .aliyun, fleet: "timeout: 20s", isPersistent: true)
        try stage.begin()
        stage.rig.brokers["site"]?.stop()
        #expect(try stage.rig.run { !stage.rig.reactor.links[1].link.isConnected })
        try stage.rig.pass(seconds: 60)
        #expect(stage.rig.reactor.links.allSatisfy { $0.clock.isRunning == ($0.name == "cloud") })
        let timeOuts = try stage.rig.journal.events(after: 0, limit: 100)
            .filter { String(decoding: $0.event.cloudEvent ?? [], as: UTF8.self).contains("timed-out") }
        #expect(timeOuts.isEmpty)
    }

    @Test func `a message committed but not acknowledged starts no attempt when it comes again`() throws {
        let stage = try Stage(.tencent, .aliyun)
        try stage.begin()
        try stage.expect(messages: 3)
        try stage.device.say(Vendor.tencent.report("1.0.0", of: Stage.device))
        try stage.rig.killGatewayBeforeWriting { try stage.rig.count("messages") == 4 }
        try stage.rig.startGateway()
        #expect(try stage.rig.run { try stage.rig.count("redelivered") == 1 })
        // The offer that the first delivery asked for waited in the outbox.
        #expect(try stage.rig.run { stage.device.count("update_firmware") == 2 })
        try stage.download(10)
        try stage.expect(\.progress, hears: "\"percent\":10", "\"attempt\":2")
        #expect(stage.device.count("update_firmware") == 2)
        #expect(try stage.rig.count("messages") == 5)
    }

    @Test func `a message that was not committed comes again and counts`() throws {
        let stage = try Stage(.tencent, .aliyun)
        try stage.rig.stopGateway()
        try stage.report("1.0.0")
        try stage.rig.startGateway()
        try stage.expect(\.backend, hears: "\"1.0.0\"")
    }

    @Test func `an upgrade goes on after a broker was restarted`() throws {
        let stage = try Stage(.tencent, .aliyun, isPersistent: true)
        try stage.begin()
        let cloud = try #require(stage.rig.brokers["cloud"])
        cloud.stop()
        try stage.download(70)
        try stage.expect(\.progress, hears: "\"percent\":70")
        #expect(try stage.rig.run { stage.rig.log.has("no connection to broker 'cloud'") })
        #expect(stage.rig.log.lines.count { $0.contains("no connection to broker 'cloud'") } <= 2)
        try cloud.restart()
        let backend = try stage.rig.peer(at: "cloud", Vendor.aliyun.backendFilters)
        #expect(try stage.rig.run(seconds: 20) { backend.heard("\"step\":\"70\"") })
        try stage.report("2.0.0")
        #expect(try stage.rig.run { backend.heard("/ota/device/inform/", "\"2.0.0\"") })
    }

    @Test func `only the newest progress waits for a broker that is down`() throws {
        let stage = try Stage(.tencent, .aliyun, isPersistent: true)
        try stage.begin()
        let cloud = try #require(stage.rig.brokers["cloud"])
        cloud.stop()
        #expect(try stage.rig.run { stage.rig.log.has("no connection to broker 'cloud'") })
        for percent in [60, 70, 80] {
            try stage.rig.pass(seconds: 2)
            try stage.download(percent)
            try stage.expect(\.progress, hears: "\"percent\":\(percent)")
        }
        #expect(try stage.rig.count("superseded") == 2)
        try cloud.restart()
        let backend = try stage.rig.peer(at: "cloud", Vendor.aliyun.backendFilters)
        #expect(try stage.rig.run(seconds: 20) { backend.heard("\"step\":\"80\"") })
        #expect(backend.count("\"step\"") == 1)
    }
}
