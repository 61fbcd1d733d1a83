import Diagnostics
import Examples
import Foundation
import Testing
import Translation
import Upgrades
import YAMLSource

/// The guide to testing says what is true: its examples run, its capture can be recorded, its difference looks so.
struct TestingGuideTests {
    private static func blocks(_ mark: String) throws -> [String] {
        let guide = try String(contentsOfFile: ShippedMappings.path + "/TESTING.md", encoding: .utf8)
        return guide.components(separatedBy: "```\(mark)\n").dropFirst().map { block in
            block.components(separatedBy: "```")[0]
        }
    }

    private static func read(_ text: String) throws -> ExampleFile {
        var findings = Findings()
        let source = SourceText(name: "acme.examples.yaml", text: text)
        let root = try #require(YAMLReader.read(source, into: &findings))
        let file = try #require(ExampleReader.read(root, file: source.name, into: &findings))
        #expect(findings.isEmpty, "\(findings.all.map(\.line))")
        return file
    }

    @Test func `its examples pass`() throws {
        let blocks = try Self.blocks("yaml examples")
        #expect(blocks.count == 2)
        let dialects = try ShippedMappings().dialects
        var findings = Findings()
        for block in blocks {
            let file = try Self.read(block)
            #expect(file.examples.count + file.messages.count == 1)
            for example in file.examples {
                #expect(example.run(dialects: dialects, file: file.name, into: &findings)?.map(\.headline) == [])
            }
            for example in file.messages {
                #expect(example.run(dialects: dialects, file: file.name, into: &findings)?.map(\.headline) == [])
            }
        }
    }

    @Test func `its capture is recorded as an example that passes`() throws {
        let capture = Capture(Array(try #require(Self.blocks("json capture").first).utf8))
        let dialects = try ShippedMappings().dialects
        let device = try #require(dialects["tencent"])
        let backend = try #require(dialects["aliyun"])
        let route = Route(device: device, backend: backend, backendName: "aliyun", options: FleetOptions())
        let file = try Self.read(Recording(capture, over: route, names: [], name: "recorded").text)
        var findings = Findings()
        let example = try #require(file.examples.first)
        #expect(example.steps.count == 2)
        #expect(example.run(dialects: dialects, file: file.name, into: &findings)?.map(\.headline) == [])
    }

    @Test func `a difference looks as it says`() throws {
        let file = try Self.read(
            """
            examples:
              - name: a report
                devices: tencent
                backend: aliyun
                conversation:
                  - topic: $ota/report/P/d
                    payload: { type: report_version, report: { version: "1.0" } }
                    out: [{ to: device, payload: { result_code: 0, result_msg: success, type: report_version_rsp, version: "1.1" } }, { to: backend }]
            """)
        let example = try #require(file.examples.first)
        var findings = Findings()
        let differences = example.run(dialects: try ShippedMappings().dialects, file: file.name, into: &findings)
        let shown = (differences ?? []).map { $0.finding(in: file.name).line + "\n" + $0.lines.text(hasColours: false) }
        #expect(shown == (try Self.blocks("text difference")))
    }
}
