import Diagnostics
import Dialects
import Examples
import Foundation

/// Runs files of examples and prints a line for each, with a diff below those that fail.
struct ExampleReport {
    /// Only examples with this in their names run.
    let filter: String?
    private(set) var passed = 0
    private(set) var failed = 0

    init(filter: String?) { self.filter = filter }

    mutating func run(
        _ file: ExampleFile, _ dialects: [String: Dialect], into findings: inout Findings
    ) throws {
        for example in file.examples where isWanted(example.name) {
            try show(example.name, example.run(dialects: dialects, file: file.name, into: &findings), in: file)
        }
        for example in file.messages where isWanted(example.name) {
            try show(example.name, example.run(dialects: dialects, file: file.name, into: &findings), in: file)
        }
    }

    private func isWanted(_ name: String) -> Bool { filter.map { name.contains($0) } ?? true }

    private mutating func show(_ name: String, _ differences: [ExampleDifference]?, in file: ExampleFile) throws {
        guard let differences, differences.isEmpty else {
            failed += 1
            var text = "FAIL \(harmless(name))\n"
            for difference in differences ?? [] {
                text += difference.finding(in: file.name).line + "\n"
                text += difference.lines.text(hasColours: Streams.isTerminal)
            }
            return try Streams.print(Array(text.utf8))
        }
        passed += 1
        try Streams.print(Array("ok   \(harmless(name))\n".utf8))
    }
}
