import Diagnostics
import Foundation
import GatewayFile
import Testing
import YAMLSource

/// The schemas that editors use, held against files that are right and files that are wrong.
struct SchemaFilesTests {
    static let shipped = [
        ("dialect", "Mappings/tencent.yaml"), ("dialect", "Mappings/aliyun.yaml"), ("dialect", "Mappings/huawei.yaml"),
        ("examples", "Mappings/tencent.examples.yaml"), ("examples", "Mappings/aliyun.examples.yaml"),
        ("examples", "Mappings/huawei.examples.yaml"), ("examples", "Mappings/aliyun-messages.examples.yaml"),
        ("examples", "Mappings/aliyun-packages.examples.yaml"), ("examples", "Mappings/aliyun-offers.examples.yaml"),
        ("examples", "Mappings/tencent-messages.examples.yaml"),
        ("examples", "Mappings/tencent-offers.examples.yaml"),
        ("gateway", "deploy/gateway.yaml"),
    ]
    private static let repository = URL(filePath: ShippedMappings.path).deletingLastPathComponent()

    static func node(_ text: String) throws -> YAMLNode {
        var findings = Findings()
        return try #require(YAMLReader.read(SourceText(name: "x.yaml", text: text), into: &findings))
    }

    @Test(arguments: shipped) func `a shipped file fits its schema`(schema: String, path: String) throws {
        let text = try String(contentsOf: Self.repository.appending(path: path), encoding: .utf8)
        let problems = try JSONSchema(schema).problems(of: Self.node(text))
        #expect(problems.isEmpty, "\(problems)")
    }

    @Test func `every file of the mappings names its schema in its first line`() throws {
        let names = try FileManager.default.contentsOfDirectory(atPath: ShippedMappings.path)
        for name in names where name.hasSuffix(".yaml") {
            let schema = name.hasSuffix(".examples.yaml") ? "examples" : "dialect"
            try Self.expectModeline("Mappings/\(name)", "schema/\(schema).schema.json")
        }
        try Self.expectModeline("deploy/gateway.yaml", "../Mappings/schema/gateway.schema.json")
    }

    private static func expectModeline(_ path: String, _ schema: String) throws {
        let text = try String(contentsOf: repository.appending(path: path), encoding: .utf8)
        #expect(text.hasPrefix("# yaml-language-server: $schema=\(schema)\n"), "\(path)")
        let folder = repository.appending(path: path).deletingLastPathComponent()
        #expect(FileManager.default.fileExists(atPath: folder.appending(path: schema).path), "\(path)")
    }

    /// The dialect that the guide builds.
    @Test func `the guide's dialect fits`() throws {
        let guide = try String(contentsOfFile: "\(ShippedMappings.path)/GUIDE.md", encoding: .utf8)
        let blocks = guide.components(separatedBy: "```yaml acme.yaml\n").dropFirst()
            .compactMap { $0.components(separatedBy: "```").first }
        try #require(!blocks.isEmpty)
        #expect(try JSONSchema("dialect").problems(of: Self.node(blocks.joined())) == [])
    }

    @Test(arguments: [
        "a/${product}/${device}", "${device}/x/${product}", "/a//${product}/${device}/",
        "$a/b$c/${product}/${device}/$",
    ]) func `a topic that the reader takes fits`(topic: String) throws {
        let text = "{ from: backend, topic: '\(topic)', payload: {} }"
        let frame = "dialect: a\nmessages: { offer: \(text), version-report: {}, progress: {} }"
        let problems = try JSONSchema("dialect").problems(of: Self.node(frame))
        #expect(!problems.contains { $0.contains("does not fit") }, "\(problems)")
    }

    @Test(arguments: [
        ("dialect", "dialect: a\nmesages: {}\n", " has the key mesages"),
        (
            "dialect", "dialect: a\nbehaviour: { success: never }\nmessages: {}\n",
            "/behaviour/success is not in the list: never"
        ),
        ("dialect", "dialect: a\nlacks: { md5: drop }\nmessages: {}\n", "/lacks/md5 is not in the list: drop"),
        (
            "dialect", "dialect: a\nlimits: { offer.target: { bytes: many } }\nmessages: {}\n",
            "/limits/offer.target/bytes is no integer"
        ),
        ("dialect", "dialect: a\nconversions: { t: { none: {} } }\nmessages: {}\n", "/conversions/t/none fits no form"),
        (
            "dialect",
            "dialect: a\nmessages: { offer: { from: device, topic: 'a/${product}/${device}', payload: {} } }\n",
            "/messages/offer/from is not in the list: device"
        ),
        (
            "dialect", "dialect: a\nmessages: { offer: { from: backend, topic: 'a/${product}', payload: {} } }\n",
            "/messages/offer/topic does not fit: a/${product}"
        ),
        (
            "dialect",
            "dialect: a\nmessages: { query-reply: { from: backend, topic: 'a/${product}/${device}', payload: {} } }\n",
            "/messages/query-reply needs answers"
        ),
        (
            "dialect",
            "dialect: a\nmessages: { progress: { from: device, variants: { x: { is: { phase: done }, payload: {} } } } }\n",
            "/messages/progress/variants/x/is/phase fits no form"
        ),
        (
            "gateway", "mappings: m\njournal: j\nbrokers: { site: { url: 'http://a' } }\nbackends: {}\nfleets: {}\n",
            "/brokers/site/url does not fit: http://a"
        ),
        (
            "gateway",
            "mappings: m\njournal: j\nbrokers: { site: { url: 'mqtt://a', password: x } }\nbackends: {}\nfleets: {}\n",
            "/brokers/site needs username"
        ),
        (
            "gateway", "mappings: m\njournal: j\nevents: { keep: 7 days }\nbrokers: {}\nbackends: {}\nfleets: {}\n",
            "/events/keep does not fit: 7 days"
        ),
        (
            "gateway",
            "mappings: m\njournal: j\nbrokers: {}\nbackends: {}\nfleets: { f: { devices: tencent/P, broker: a, backend: b } }\n",
            "/fleets/f/devices does not fit: tencent/P"
        ),
        ("gateway", "mappings: m\nbrokers: {}\nbackends: {}\nfleets: {}\n", " needs journal"),
        (
            "examples",
            "examples: [{ name: n, devices: a, backend: b, conversation: [{ topic: t, out: [{ to: cloud }] }] }]\n",
            "/examples fits no form"
        ),
        ("examples", "exampels: []\n", " has the key exampels"),
    ]) func `a wrong file does not fit`(schema: String, text: String, problem: String) throws {
        let problems = try JSONSchema(schema).problems(of: Self.node(text))
        #expect(problems.contains(problem), "\(problems)")
    }
}
