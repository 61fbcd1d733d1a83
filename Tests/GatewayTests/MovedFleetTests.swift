import Journal
import Testing
import Upgrades

@testable import Gateway

/// A fleet that a reload moves to another broker takes the rest of its timers along.
struct MovedFleetTests {
    private static func configuration(deviceBroker: String) -> String {
        """
        brokers: { a: { url: "mqtt://a" }, b: { url: "mqtt://b" }, cloud: { url: "mqtt://c" } }
        backends: { upgrader: { dialect: aliyun, broker: cloud } }
        fleets:
          fleet: { devices: "tencent/P/*", broker: \(deviceBroker), backend: upgrader, identity: { product: Q }, timeout: 20s }
          other: { devices: "tencent/R/*", broker: a, backend: upgrader, identity: { product: S } }
        """
    }
    private static let progress = """
        {"type":"report_progress","report":{"progress":{"state":"downloading","percent":"5","result_code":"0",\
        "result_msg":""},"version":"2.0.0"}}
        """
    private static let key = DeviceKey("tencent/P/d")

    @Test func `only links that devices leave are looked through`() throws {
        let before = try Scene.plan(Self.configuration(deviceBroker: "a"))
        #expect(try before.linksLeft(for: Scene.plan(Self.configuration(deviceBroker: "b"))) == [0])
        #expect(before.linksLeft(for: before) == [])
    }

    @Test(arguments: [0, 7_200_000, -7_200_000] as [Int64])
    func `the rest of a timer is the same on the other clock`(ahead: Int64) throws {
        var scene = try Scene(Self.configuration(deviceBroker: "a"))
        let start = scene.now.wall
        scene.now.timers = [start, start + ahead, start + 99]
        _ = try scene.hear("$ota/report/P/d", Self.progress, onLink: "a")
        scene.now.timers = scene.now.timers.map { $0 + 12_000 }
        try scene.pipeline.replan(Scene.plan(Self.configuration(deviceBroker: "b")))
        let stored = scene.stored
        let old = scene.now.timers[0]
        func load(_ key: DeviceKey) -> StoredState? {
            stored[key].map { StoredState(bytes: $0, link: "a", reading: old) }
        }
        try scene.pipeline.adopt([Self.key, DeviceKey("tencent/R/d")], fromLink: 0, at: scene.now, load: load)
        #expect(scene.pipeline.batch.appended.isEmpty)
        scene.pipeline.seal()
        #expect(scene.pipeline.wakes == [nil, start + ahead + 20_000, nil])
        scene.pipeline.committed()

        scene.now.timers[0] += 3_600_000  // the link it left goes on for itself
        scene.now.timers[1] += 7_999
        try scene.pipeline.fire([Self.key], onLink: 1, at: scene.now, load: load)
        #expect(scene.pipeline.batch.appended.isEmpty)
        scene.now.timers[1] += 1
        try scene.pipeline.fire([Self.key], onLink: 1, at: scene.now, load: load)
        #expect(scene.pipeline.batch.appended.map(\.kind) == [.terminal])
    }
}
