import Diagnostics
import Foundation
import Testing

@testable import Dialects

/// The files that ship, as they stand in the repository.
enum Repository {
    private static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    static func text(_ path: String) throws -> String {
        String(decoding: try Data(contentsOf: root.appendingPathComponent(path)), as: UTF8.self)
    }

    /// A shipped dialect; any finding is a failure.
    static func dialect(_ name: String) throws -> Dialect {
        try load(text("Mappings/\(name).yaml"), name: "\(name).yaml")
    }

    static func load(_ text: String, name: String = "trial.yaml") throws -> Dialect {
        let source = SourceText(name: name, text: text)
        var findings = Findings()
        let dialect = DialectLoader.load(source, into: &findings)
        #expect(findings.isEmpty, "\(findings.text(in: [source]))")
        return try #require(dialect)
    }
}
