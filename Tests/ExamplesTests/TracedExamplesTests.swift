import Diagnostics
import Dialects
import Examples
import Foundation
import GatewayFile
import Testing
import Translation
import Upgrades
import YAMLSource

/// The shipped conversations, traced: each output has a rule and a line that made it.
struct TracedExamplesTests {
    private static let mappings = ShippedMappings.path

    private static func root(_ name: String) throws -> YAMLNode {
        var findings = Findings()
        let source = try #require(SourceFile.read("\(mappings)/\(name)", into: &findings))
        return try #require(YAMLReader.read(source, into: &findings))
    }

    @Test func `every output of every shipped conversation is explained`() throws {
        var findings = Findings()
        var dialects: [String: Dialect] = [:]
        for vendor in ["tencent", "aliyun"] {
            let file = "\(vendor).yaml"
            dialects[vendor] = DialectLoader.load(try Self.root(file), file: file, into: &findings)
        }
        var use = DialectUse()
        for vendor in ["tencent", "aliyun"] {
            let name = "\(vendor).examples.yaml"
            let file = try #require(ExampleReader.read(try Self.root(name), file: name, into: &findings))
            for example in file.examples {
                guard let device = dialects[example.devices], let backend = dialects[example.backend] else { continue }
                let route = Route(
                    device: device, backend: backend, backendName: backend.name, options: example.options)
                Self.run(example, route, &use)
            }
        }
        #expect(findings.isEmpty)
        for dialect in dialects.values {
            #expect(use.missing(of: dialect).count < dialect.exercises.count, "\(dialect.name)")
        }
    }

    private static func run(_ example: Example, _ route: Route, _ use: inout DialectUse) {
        var conversation = Conversation(route: route, names: example.identities)
        conversation.isTraced = true
        for (place, step) in example.steps.enumerated() {
            var outputs: [Output] = []
            conversation.advance(to: step.at ?? (place == 0 ? 0 : conversation.now + 1000)) { output, _ in
                outputs.append(output)
            }
            if let topic = step.topic {
                conversation.receive(topic: topic, payload: step.payload) { output, _ in outputs.append(output) }
            }
            var told: [Output] = []
            for trace in conversation.takeTraces() {
                use.add(trace)
                switch trace {
                case .turn(let turn):
                    told += turn.outputs
                    let explained = turn.steps.flatMap(\.outputs).sorted()
                    #expect(explained == Array(turn.outputs.indices), "\(example.name)")
                case .hearing(let hearing):
                    guard case .failure(let failure) = hearing.outcome else { continue }
                    told.append(.setAside(failure.code, reason: failure.reason))
                    if let reading = hearing.attempts.compactMap(\.reading).first, failure.code != .notJSON {
                        #expect(reading.nearest.first?.obstacles.isEmpty == false, "\(example.name): \(failure)")
                    }
                }
            }
            #expect(told == outputs, "\(example.name), step \(place + 1)")
        }
    }
}
