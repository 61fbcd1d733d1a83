import Diagnostics
import Dialects
import Examples
import Foundation
import TestMaterial
import Testing
import YAMLSource

/// The conversations of the integrators' guide go as it says, beside the shipped dialects.
struct GuideExamplesTests {
    @Test func `the guide's conversation goes as written`() throws {
        let url = URL(filePath: ShippedMappings.path).appending(path: "GUIDE.md")
        let blocks = FencedBlock.all(in: String(decoding: try Data(contentsOf: url), as: UTF8.self))
        func text(_ name: String) -> String {
            blocks.filter { $0.mark == "yaml \(name)" }.map(\.text).joined(separator: "\n")
        }
        var findings = Findings()
        var dialects = try ShippedMappings().dialects
        dialects["acme"] = DialectLoader.load(SourceText(name: "acme.yaml", text: text("acme.yaml")), into: &findings)
        let name = "acme.examples.yaml"
        let root = try #require(YAMLReader.read(SourceText(name: name, text: text(name)), into: &findings))
        let file = try #require(ExampleReader.read(root, file: name, into: &findings))
        #expect(!file.examples.isEmpty)
        for example in file.examples {
            let differences = example.run(dialects: dialects, file: name, into: &findings)
            #expect(differences?.map(\.headline) == [], "\(example.name)")
        }
        #expect(findings.isEmpty, "\(findings.all.map(\.line))")
    }
}
