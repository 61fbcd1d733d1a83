package import Diagnostics
package import Foundation
internal import Testing

/// A file that a reader finds fault with: the input, a line `# ----`, and the exact text of the findings.
package struct GoldenFile: Sendable, CustomTestStringConvertible {
    /// The finding's code, which names the file.
    package let code: FindingCode
    private let url: URL

    package var testDescription: String { code.rawValue }

    /// One for each code; a code without a file fails when it is read.
    ///
    /// - Parameter bundle: the resources of the test target, with `Fixtures/diagnostics` in them.
    package static func all(_ codes: [FindingCode], in bundle: Bundle) -> [GoldenFile] {
        codes.map { code in
            let folder = bundle.bundleURL.appendingPathComponent("Fixtures/diagnostics")
            return GoldenFile(code: code, url: folder.appendingPathComponent("\(code.rawValue).yaml"))
        }
    }

    /// Checks that reading the input finds the expected text, and the code among it.
    package func check(_ read: (SourceText, inout Findings) -> Void) throws {
        let bytes = try Array(Data(contentsOf: url))
        let rule = Array("# ----\n".utf8)
        let start = try #require(bytes.indices.last { bytes[$0...].starts(with: rule) }, "no line '# ----'")
        let source = SourceText(name: url.lastPathComponent, bytes: Array(bytes[..<start]))
        var findings = Findings()
        read(source, &findings)
        let actual = findings.text(in: [source])
        let expected = String(decoding: bytes[(start + rule.count)...], as: UTF8.self)
        if actual != expected { Attachment.record(actual, named: "\(code.rawValue).txt") }
        #expect(actual == expected, "actual:\n\(actual)")
        #expect(findings.all.contains { $0.code == code })
    }
}
