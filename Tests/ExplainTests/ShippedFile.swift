import Diagnostics
import Dialects
import Examples
import Foundation
import GatewayFile
import Testing
import YAMLSource

/// A file of the repository, and how it is read.
struct ShippedFile: Sendable, CustomTestStringConvertible {
    let path: String
    let text: String
    var testDescription: String { path }

    init(_ path: String) throws {
        self.path = path
        let repository = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        text = try String(contentsOf: repository.appending(path: path), encoding: .utf8)
    }

    var lines: [Substring] { text.split(separator: "\n", omittingEmptySubsequences: false) }

    /// The file with other bytes in it.
    func findings(of bytes: [UInt8]) -> (findings: Findings, source: SourceText) {
        let source = SourceText(name: path, bytes: bytes)
        var findings = Findings()
        if path.hasSuffix(".examples.yaml") {
            let root = YAMLReader.read(source, into: &findings)
            if let root { _ = ExampleReader.read(root, file: path, into: &findings) }
        } else if path.hasPrefix("Mappings/") {
            _ = DialectLoader.load(source, into: &findings)
        } else {
            let configuration = GatewayConfiguration.readAsFarAsPossible(
                source, environment: ExplainedEnvironment(), into: &findings)
            configuration?.check(dialects: ["aliyun", "tencent"], into: &findings)
        }
        return (findings, source)
    }

    func findings(of text: String) -> (findings: Findings, source: SourceText) { findings(of: Array(text.utf8)) }
}

/// Every finding stands inside its file and can be shown.
func expectShowable(_ findings: Findings, in source: SourceText, _ what: @autoclosure () -> String) {
    for finding in findings.all {
        for location in [finding.location] + finding.notes.map(\.location) {
            let columns = source.line(location.line)?.unicodeScalars.count ?? -1
            #expect(location.column >= 1 && location.column <= columns + 1, "\(what()): \(finding.line)")
        }
        #expect(!finding.message.isEmpty && !finding.message.hasSuffix("."), "\(what()): \(finding.line)")
        let text = finding.text(in: source)
        #expect(text.contains("^"), "\(what()): \(text)")
        #expect(!text.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" }, "\(what()): \(text)")
    }
}
