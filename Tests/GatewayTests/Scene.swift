import Diagnostics
import Dialects
import Foundation
import GatewayFile
import Journal
import MosquittoClient
import Upgrades

@testable import Gateway

/// A pipeline without links: a configuration, and a store of device states in memory.
struct Scene {
    var pipeline: Pipeline
    var stored: [DeviceKey: [UInt8]] = [:]
    var now = Pipeline.Moments(wall: 1_700_000_000_000, timers: [])

    struct Failure: Error {
        let text: String
    }

    static func mapping(_ name: String) throws -> String {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../Mappings")
        return try String(contentsOf: folder.appending(path: name), encoding: .utf8)
    }

    static func plan(_ configuration: String, further: [String] = []) throws -> RoutingPlan {
        var findings = Findings()
        var dialects: [String: Dialect] = [:]
        var sources: [SourceText] = []
        for text in try [mapping("tencent.yaml"), mapping("aliyun.yaml")] + further {
            let source = SourceText(name: "dialect.yaml", bytes: Array(text.utf8))
            sources.append(source)
            guard let dialect = DialectLoader.load(source, into: &findings) else {
                throw Failure(text: findings.text(in: [source]))
            }
            dialects[dialect.name] = dialect
        }
        let source = SourceText(name: "gateway.yaml", bytes: Array(("mappings: m\njournal: j\n" + configuration).utf8))
        guard let configuration = GatewayConfiguration.read(source, into: &findings),
            let plan = RoutingPlan(configuration, dialects: dialects, version: ContentVersion(of: sources))
        else { throw Failure(text: findings.text(in: [source])) }
        return plan
    }

    init(_ configuration: String, further: [String] = []) throws {
        let plan = try Self.plan(configuration, further: further)
        pipeline = Pipeline(plan: plan, known: 0)
        now.timers = plan.links.map { _ in 0 }
    }

    /// What the gateway makes of one message: the rows of its commit.
    mutating func hear(_ topic: String, _ payload: String, onLink link: String) throws -> [OutboxMessage] {
        let message = MQTTMessage(topic: topic, payload: Array(payload.utf8), qos: 1, packetIdentifier: 1)
        let stored = stored
        guard let place = pipeline.plan.links.firstIndex(of: link) else { throw Failure(text: "no link \(link)") }
        let (links, timers) = (pipeline.plan.links, now.timers)
        try pipeline.receive(message, onLink: place, at: now) { key in
            stored[key].map { StoredState(bytes: $0, link: links[place], reading: timers[place]) }
        }
        return commit()
    }

    private mutating func commit() -> [OutboxMessage] {
        var states: [DeviceKey: [UInt8]] = [:]
        pipeline.devices.takeChanges { states[$0.key] = $0.state.encoded() }
        stored.merge(states) { $1 }
        let rows = pipeline.batch.appended
        pipeline.seal()
        pipeline.committed()
        return rows
    }
}

extension OutboxMessage {
    var text: String { String(decoding: payload, as: UTF8.self) }
}
