import Foundation
import GatewayFile
import Journal
import Migration
import TestSupport
import Testing

@testable import Gateway

/// A fleet goes from one backend to another through real brokers, step by step.
struct MovingTests {
    private static let directions = Vendor.allCases.flatMap { device in
        Vendor.allCases.flatMap { old in Vendor.allCases.map { (device, old, $0) } }
    }

    @Test(arguments: directions)
    func `a device is mirrored, moved, upgraded and finished`(vendor: Vendor, old: Vendor, new: Vendor) throws {
        let stage = try MovingStage(vendor, from: old, to: new)
        try stage.report("1.0.0")
        try stage.expect(stage.old.peer, hears: "POLD/d1", "\"1.0.0\"")
        #expect(try stage.order(.plan(stage.plan)).changes == ["planned"])
        #expect(!stage.new.peer.heard("1.0.0"))
        #expect(try stage.order(.start).changes == ["planned → mirroring"])
        try stage.expect(stage.new.peer, hears: "PNEW/n-d1", "\"1.0.0\"")
        try stage.offerNew("2.0.0")
        #expect(try stage.rig.run { try stage.status().readiness["only the new backend offers"] == 1 })
        #expect(stage.device.count("new.example") == 0)

        #expect(try stage.order(.move(Selection(), .init())).error == nil)
        try stage.expect(stage.device, hears: "https://new.example/fw")
        try stage.expect(moved: 1)
        try stage.device.say(vendor.downloading(50, "2.0.0", of: "PDEV/d1"))
        try stage.expect(stage.new.peer, hears: "PNEW/n-d1", "\"50\"")
        try stage.device.say(vendor.done("2.0.0", of: "PDEV/d1"))
        try stage.report("2.0.0")
        try stage.expect(stage.progress, hears: "\"phase\":\"succeeded\"", "\"backend\":\"new\"")
        try stage.expect(stage.old.peer, hears: "POLD/d1", "\"2.0.0\"")
        #expect(!stage.old.peer.heard("\"50\""))

        #expect(try stage.rig.run { stage.rig.reactor.sweeps["leave"]?.isWhole == true })
        #expect(try stage.order(.finish).changes == ["moving → done"])
        try stage.report("3.0.0")
        try stage.expect(stage.new.peer, hears: "PNEW/n-d1", "\"3.0.0\"")
        #expect(!stage.old.peer.heard("3.0.0"))
        #expect(try stage.rig.run { try stage.rig.journal.migrantCounts(of: "leave").isEmpty })
    }

    @Test func `an open upgrade keeps a device where it is, and its late reports go to the backend that offered it`()
        throws
    {
        let stage = try MovingStage(.tencent, from: .aliyun, to: .tencent)
        try stage.begin(["d1"])
        try stage.offerOld("2.0.0")
        try stage.expect(stage.device, hears: "https://old.example/fw")
        try stage.device.say(Vendor.tencent.downloading(20, "2.0.0", of: "PDEV/d1"))
        try stage.expect(stage.old.peer, hears: "\"20\"")
        try stage.order(.move(Selection(), .init()))
        #expect(try stage.rig.run { try stage.status().leaving.map(\.device) == ["tencent/PDEV/d1"] })
        let key = DeviceKey("tencent/PDEV/d1")
        let reader = try stage.rig.reader()
        let device = try DeviceStatus(key, in: reader, plan: stage.rig.reactor.pipeline.plan, now: 0)
        #expect(device?.backend == "old" && device?.identity == "POLD/d1")
        #expect(
            device?.move
                == "migration leave: it is with its old backend, and goes to new when what is open has ended")
        try stage.offerNew("3.0.0")
        try stage.device.say(Vendor.tencent.failure("-2", note: "late", "2.0.0", of: "PDEV/d1"))
        try stage.expect(stage.old.peer, hears: "result_code=-2: late")
        try stage.expect(stage.device, hears: "https://new.example/fw")
        try stage.expect(moved: 1)
        // the device has gone on to the new offer: what it says of the old one is nobody's progress
        let before = stage.new.peer.heard.count
        try stage.device.say(Vendor.tencent.downloading(30, "2.0.0", of: "PDEV/d1"))
        try stage.device.say(Vendor.tencent.downloading(40, "3.0.0", of: "PDEV/d1"))
        try stage.expect(stage.new.peer, hears: "\"percent\":\"40\"", "3.0.0")
        #expect(stage.new.peer.heard[before...].allSatisfy { !$0.contains("2.0.0") })
    }

    @Test func `a crash in the middle of a move and of the way back loses no device`() throws {
        let stage = try MovingStage(.aliyun, from: .tencent, to: .aliyun)
        let names = (1...8).map { "d\($0)" }
        try stage.begin(names)
        try stage.order(.move(Selection(), .init(pace: 120)))
        let reader = try stage.rig.reader()
        func moved() throws -> Int {
            try reader.audit().isEmpty
                ? 0
                : try stage.rig.journal.migrantCounts(of: "leave").filter { $0.owner == 1 }.reduce(0) { $0 + $1.count }
        }
        #expect(try stage.rig.run { try moved() >= 2 })
        try stage.rig.killGatewayBeforeWriting { true }
        try stage.rig.startGateway()
        try stage.expect(moved: 8)
        try stage.order(.rollback(nil, pace: 120))
        #expect(try stage.rig.run { try moved() <= 6 })
        try stage.rig.killGatewayBeforeWriting { true }
        try stage.rig.startGateway()
        #expect(try stage.rig.run(seconds: 20) { stage.rig.reactor.pipeline.book["leave"]?.stage == .rolledBack })
        try stage.report("1.5.0", of: "d3")
        try stage.expect(stage.old.peer, hears: "POLD/d3", "1.5.0")
        try stage.offerOld("2.0.0", to: "d3")
        try stage.expect(stage.device, hears: "https://old.example/fw")
        #expect(!stage.new.peer.heard("1.5.0"))
        #expect(try reader.audit().last?.outcome == "all devices are back; rolled back")
    }

    @Test func `stops by itself when upgrades of moved devices fail, and a part can go back meanwhile`() throws {
        let stage = try MovingStage(.tencent, from: .tencent, to: .tencent)
        try stage.begin(["d1", "d2", "d3"])
        var two = Selection()
        two.devices = ["tencent/PDEV/d1", "tencent/PDEV/d2"]
        try stage.order(.move(two, .init(percent: 40, least: 2)))
        try stage.expect(moved: 2)
        for device in ["d1", "d2"] {
            try stage.offerNew("2.0.0", to: device)
            #expect(try stage.rig.run { stage.device.heard("PDEV/\(device) ", "new.example") })
            try stage.device.say(Vendor.tencent.failure("-4", note: "crc", "2.0.0", of: "PDEV/\(device)"))
        }
        #expect(try stage.rig.run { try stage.status().pause != nil })
        let status = try stage.status()
        #expect(status.pause == "2 of 2 upgrades of moved devices failed (2 x integrity: crc)")
        #expect(status.audit.last?.who == "the gateway")
        #expect(stage.rig.log.has("has stopped by itself"))
        var one = Selection()
        one.devices = ["tencent/PDEV/d1"]
        try stage.order(.rollback(one, pace: nil))
        try stage.expect(moved: 1)
        #expect(try stage.status().pause != nil)
    }

    @Test func `an offer that is not begun keeps a device for as long as the patience`() throws {
        let stage = try MovingStage(.tencent, from: .tencent, to: .aliyun)
        try stage.begin(["d1"], patience: 5)
        try stage.offerOld("2.0.0")
        try stage.expect(stage.device, hears: "https://old.example/fw")
        try stage.order(.move(Selection(), .init()))
        #expect(try stage.rig.run { try stage.status().devices.leaving == 1 })
        try stage.rig.pass(seconds: 7)
        try stage.expect(stage.progress, hears: "\"phase\":\"timed-out\"", "\"backend\":\"old\"")
        try stage.expect(moved: 1)
    }

    @Test func `a withheld offer whose URL has expired is asked for anew`() throws {
        let stage = try MovingStage(.tencent, from: .aliyun, to: .tencent)
        try stage.begin(["d1"])
        let expiry = Int(Date().timeIntervalSince1970) + 2
        try stage.offerNew("2.0.0", url: "https://new.example/fw?Expires=\(expiry)")
        #expect(try stage.rig.run { try stage.status().readiness["only the new backend offers"] == 1 })
        try stage.rig.pass(seconds: 4)
        let told = stage.new.peer.count("\"1.0.0\"")
        try stage.order(.move(Selection(), .init()))
        #expect(try stage.rig.run { stage.new.peer.count("\"1.0.0\"") > told })
        #expect(stage.device.count("new.example") == 0)
        try stage.offerNew("2.0.0")
        try stage.expect(stage.device, hears: "https://new.example/fw")
    }

    @Test func `files are reloaded in the middle of a move, unless they take its fleet away`() throws {
        let stage = try MovingStage(.tencent, from: .aliyun, to: .tencent)
        let rig = stage.rig
        try stage.begin(["d1", "d2"])
        var one = Selection()
        one.devices = ["tencent/PDEV/d1"]
        try stage.order(.move(one, .init()))
        try stage.expect(moved: 1)
        let text = try String(contentsOfFile: rig.folder.file("gateway.yaml"), encoding: .utf8)
        func reload(_ change: (String) -> String) throws {
            try rig.folder.write(change(text), to: "gateway.yaml")
            let files = GatewayFiles(configuration: rig.folder.file("gateway.yaml"))
            rig.control.reload(try #require(files.plan(links: rig.reactor.pipeline.plan.links)))
        }
        try reload { $0.replacing("backend: old", with: "backend: new") }
        #expect(
            try rig.run {
                rig.log.has("nothing was reloaded: migration 'leave': fleet 'fleet' belongs to backend 'new'")
            })
        try reload { $0.replacing("identity: { product: POLD }", with: "identity: { product: POLD }, settle: 0") }
        #expect(try rig.run { rig.log.has("reloaded: ") })
        try stage.report("1.1.0", of: "d1")
        try stage.offerOld("2.0.0", to: "d1")
        try stage.offerNew("3.0.0", to: "d1")
        try stage.expect(stage.device, hears: "PDEV/d1", "https://new.example/fw")
        #expect(!stage.device.heard("PDEV/d1", "old.example"))
    }

    @Test func `a device has the name that an exception gives it, and nobody else has`() throws {
        let stage = try MovingStage(.tencent, from: .aliyun, to: .aliyun)
        var plan = stage.plan
        plan.fleets[0].exceptions = ["PDEV/d1": "PELSE/boiler-7", "PDEV/d2": "PNEW/n-d3"]
        try stage.begin(["d1", "d2", "d3"], plan: plan)
        try stage.expect(stage.new.peer, hears: "/ota/device/inform/PELSE/boiler-7 ")
        try stage.order(.move(Selection(), .init()))
        try stage.expect(moved: 2)
        try stage.new.peer.say(Vendor.aliyun.offer("2.0.0", to: "PELSE/boiler-7", url: "https://new.example/seven"))
        try stage.expect(stage.device, hears: "PDEV/d1 ", "https://new.example/seven")
        // the third one's name is taken: it stays, and is said to
        try stage.offerOld("2.0.0", to: "d3", url: "https://old.example/three")
        try stage.expect(stage.device, hears: "PDEV/d3 ", "https://old.example/three")
        #expect(try stage.status().unready.map(\.verdict) == ["name taken"])
        #expect(stage.new.peer.count("PNEW/n-d3 ") == 1)
    }

    @Test func `steps that make no sense are refused with what to do instead, and written down`() throws {
        let stage = try MovingStage(.tencent, from: .aliyun, to: .tencent)
        try stage.report("1.0.0")
        #expect(try stage.order(.start).error == "there is no migration 'leave'; 'migrate plan' makes one")
        var plan = stage.plan
        plan.destination = "knew"
        #expect(try stage.order(.plan(plan)).error == "there is no backend 'knew'; did you mean 'new'?")
        plan = stage.plan
        plan.fleets[0].device = "d"
        #expect(try stage.order(.plan(plan)).error?.contains("devices that differ only in their device") == true)
        try stage.order(.plan(stage.plan))
        #expect(try stage.order(.plan(stage.plan)).changes == [])
        #expect(
            try stage.order(.move(Selection(), .init())).error
                == "the new backend does not know the fleet yet; 'start' lets it hear of it")
        try stage.order(.start)
        let error = try stage.order(.plan(stage.plan), name: "again").error
        #expect(error == "fleet 'fleet' moves already, by another migration; end that first")
        let audit = try stage.rig.reader().audit()
        #expect(audit.count == 8)
        #expect(audit.allSatisfy { $0.who == "tester" && $0.reason == "a test" && $0.time > 0 })
        #expect(audit[0].outcome == "refused: there is no migration 'leave'; 'migrate plan' makes one")
    }
}
