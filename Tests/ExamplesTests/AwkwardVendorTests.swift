import Diagnostics
import Dialects
import Examples
import Foundation
import GatewayFile
import Testing
import YAMLSource

/// A vendor whose wire needs nearly every construct of the language, beside the shipped dialects.
struct AwkwardVendorTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../DialectsTests/Fixtures/vendors").standardizedFileURL.path

    @Test func `its conversations with the shipped dialects go as written`() throws {
        var findings = Findings()
        let source = try #require(SourceFile.read("\(Self.folder)/cedar.yaml", into: &findings))
        var dialects = try ShippedMappings().dialects
        dialects["cedar"] = DialectLoader.load(source, into: &findings)
        let examples = try #require(SourceFile.read("\(Self.folder)/cedar.examples.yaml", into: &findings))
        let root = try #require(YAMLReader.read(examples, into: &findings))
        let file = try #require(ExampleReader.read(root, file: examples.name, into: &findings))
        #expect(file.examples.count >= 10)
        for example in file.examples {
            let differences = example.run(dialects: dialects, file: file.name, into: &findings)
            #expect(differences?.map(\.headline) == [], "\(example.name)")
        }
        #expect(findings.isEmpty, "\(findings.all.map(\.line))")
    }
}
