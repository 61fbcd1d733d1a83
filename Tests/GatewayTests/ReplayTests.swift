import Journal
import Testing

@testable import Gateway

/// Messages of the quarantine, taken again: each in its place of the device's history, or not at all.
struct ReplayTests {
    private static let configuration = """
        brokers: { site: { url: "mqtt://a" }, cloud: { url: "mqtt://b" } }
        backends: { ali: { dialect: aliyun, broker: cloud } }
        fleets: { f: { devices: "tencent/P/*", broker: site, backend: ali, identity: { product: Q } } }
        """
    private static let topic = "$ota/report/P/d"

    private static func report(_ version: String) -> String {
        #"{"type":"report_version","report":{"version":"\#(version)"}}"#
    }

    private static func stored(_ payload: String, at time: Int64, link: String = "site") -> SetAsideMessage {
        SetAsideMessage(
            link: link, topic: topic, payload: Array(payload.utf8), qos: 1, code: "unknown-shape", reason: "",
            time: time)
    }

    private static func replay(_ message: SetAsideMessage, in scene: inout Scene) throws -> Replay {
        let stored = scene.stored
        let (links, timers) = (scene.pipeline.plan.links, scene.now.timers)
        return try scene.pipeline.replay(message, id: 1, at: scene.now) { key in
            stored[key].map { StoredState(bytes: $0, link: links[0], reading: timers[0]) }
        }
    }

    @Test func `a message that can be read now is taken`() throws {
        var scene = try Scene(Self.configuration)
        #expect(try Self.replay(Self.stored(Self.report("1.0"), at: 5), in: &scene) == .taken)
        #expect(scene.pipeline.batch.appended.map(\.kind) == [.receipt, .versionReport])
    }

    @Test func `what the device has said since stands`() throws {
        var scene = try Scene(Self.configuration)
        _ = try scene.hear(Self.topic, Self.report("2.0"), onLink: "site")
        let late = Self.stored(Self.report("1.0"), at: scene.now.wall - 1)
        #expect(try Self.replay(late, in: &scene) == .outdated("the device has reported 2.0 since"))
        #expect(scene.pipeline.batch.appended.isEmpty)
        let later = Self.stored(Self.report("3.0"), at: scene.now.wall + 1)
        #expect(try Self.replay(later, in: &scene) == .taken)
    }

    @Test func `what still cannot be read stays where it is`() throws {
        var scene = try Scene(Self.configuration)
        guard case .stillSetAside(let code, _) = try Self.replay(Self.stored("{}", at: 5), in: &scene) else {
            Issue.record("it was taken")
            return
        }
        #expect(code == "unknown-shape")
        #expect(scene.pipeline.batch.appended.isEmpty)
        #expect(try Self.replay(Self.stored("{}", at: 5, link: "gone"), in: &scene) == .withoutLink)
    }
}
