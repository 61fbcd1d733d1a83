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
    }
}
