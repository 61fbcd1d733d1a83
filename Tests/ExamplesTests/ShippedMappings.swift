import Diagnostics
import Dialects
import Examples
import Foundation
import GatewayFile
import Testing
import YAMLSource

/// The dialect files that ship, with all their examples.
struct ShippedMappings {
    static let path = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../Mappings").standardizedFileURL.path

    let dialects: [String: Dialect]
    /// The dialect files' texts, by the dialect's name.
    let sources: [String: SourceText]
    let files: [ExampleFile]

    init() throws {
        var findings = Findings()
        let folder = DialectFolder(path: Self.path, into: &findings)
        dialects = folder.dialects
        sources = Dictionary(
            uniqueKeysWithValues: folder.dialects.values.compactMap { dialect in
                folder.sources.first { $0.name == dialect.file }.map { (dialect.name, $0) }
            })
        files = try Self.exampleNames().map { name in
            let source = try #require(SourceFile.read("\(Self.path)/\(name)", into: &findings))
            let root = try #require(YAMLReader.read(source, into: &findings))
            return try #require(ExampleReader.read(root, file: name, into: &findings))
        }
        #expect(findings.isEmpty, "\(findings.all.map(\.line))")
    }

    static func exampleNames() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: path).filter { $0.hasSuffix(".examples.yaml") }.sorted()
    }

    func tree(_ dialect: String) throws -> YAMLTree {
        var findings = Findings()
        let source = try #require(sources[dialect])
        return YAMLTree(try #require(YAMLReader.read(source, into: &findings)))
    }
}
