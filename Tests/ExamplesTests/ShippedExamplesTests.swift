import Diagnostics
import Dialects
import Examples
import Foundation
import GatewayFile
import Testing
import YAMLSource

/// The conversations that ship with the dialect files, and how a difference shows.
struct ShippedExamplesTests {
    static let mappings = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../Mappings").standardizedFileURL.path

    private static func root(_ name: String) throws -> YAMLNode {
        var findings = Findings()
        let source = try #require(SourceFile.read("\(mappings)/\(name)", into: &findings))
        return try #require(YAMLReader.read(source, into: &findings))
    }

    static func dialects() throws -> [String: Dialect] {
        var findings = Findings()
        var dialects: [String: Dialect] = [:]
        for vendor in ["tencent", "aliyun", "huawei"] {
            dialects[vendor] = DialectLoader.load(try root("\(vendor).yaml"), file: "\(vendor).yaml", into: &findings)
        }
        return dialects
    }

    @Test(arguments: ["tencent.examples.yaml", "aliyun.examples.yaml", "huawei.examples.yaml"])
    func `every shipped conversation goes as written`(name: String) throws {
        var findings = Findings()
        let file = try #require(ExampleReader.read(try Self.root(name), file: name, into: &findings))
        #expect(file.examples.count >= 15)
        for example in file.examples { _ = example.run(dialects: try Self.dialects(), file: name, into: &findings) }
        #expect(findings.isEmpty, "\(findings.all.map(\.line))")
    }

    @Test func `a difference is shown where it was expected`() throws {
        let text = """
            examples:
              - name: a report
                devices: tencent
                backend: aliyun
                conversation:
                  - topic: $ota/report/P/d
                    payload: '{"type":"report_version","report":{"version":"1.0"}}'
                    out:
                      - { to: device, qos: 1 }
                      - { to: backend, topic: /ota/device/inform/P/d }
            """
        var findings = Findings()
        let root = try #require(YAMLReader.read(SourceText(name: "x.yaml", text: text), into: &findings))
        let file = try #require(ExampleReader.read(root, file: "x.yaml", into: &findings))
        let example = try #require(file.examples.first)
        #expect(example.run(dialects: try Self.dialects(), file: "x.yaml", into: &findings) == false)
        #expect(findings.all.map(\.line) == ["x.yaml:9:13: error: 'qos' is 0, not 1 [example-failed]"])
    }

    @Test func `what nobody expected is shown too`() throws {
        let text = """
            examples:
              - name: a report
                devices: tencent
                backend: nobody
                conversation: []
              - name: a report
                devices: tencent
                backend: aliyun
                conversation:
                  - topic: foo/bar
                    payload: {}
            """
        var findings = Findings()
        let root = try #require(YAMLReader.read(SourceText(name: "x.yaml", text: text), into: &findings))
        let file = try #require(ExampleReader.read(root, file: "x.yaml", into: &findings))
        for example in file.examples { _ = example.run(dialects: try Self.dialects(), file: "x.yaml", into: &findings) }
        #expect(
            findings.all.map(\.line) == [
                "x.yaml:2:5: error: no dialect named 'nobody' [unknown-dialect]",
                "x.yaml:10:9: error: this came out too: "
                    + "{\"in\":1,\"to\":\"set-aside\",\"code\":\"unknown-topic\",\"reason\":\"foo/bar\"} [example-failed]",
            ])
    }
}
