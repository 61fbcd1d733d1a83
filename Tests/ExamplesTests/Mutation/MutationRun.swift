import Diagnostics
import Dialects
import Examples
import Foundation

/// Runs every example with a mutant in the place of its dialect, until one fails.
struct MutationRun {
    /// Every eighth mutant is tried; with `MUTANTS=all` in the environment every one.
    static let stride = ProcessInfo.processInfo.environment["MUTANTS"] == "all" ? 1 : 8

    private let shipped: ShippedMappings
    private let dialect: String
    /// What runs, the last to fail first: neighbouring mutants fail the same examples.
    private var order: [(name: String, passes: ([String: Dialect]) -> Bool)] = []

    init(_ shipped: ShippedMappings, dialect: String) {
        self.shipped = shipped
        self.dialect = dialect
        for file in shipped.files {
            order += file.messages.filter { $0.dialect == dialect }.map { example in
                (example.name, { example.passes($0) })
            }
            order += file.examples.filter { [$0.devices, $0.backend].contains(dialect) }.map { example in
                (example.name, { example.passes($0) })
            }
        }
    }

    /// The name of the example that fails, or `check`; nil if the mutant survives.
    mutating func killer(of text: String) -> String? {
        var findings = Findings()
        guard let mutant = DialectLoader.load(SourceText(name: "mutant.yaml", text: text), into: &findings) else {
            return "check"
        }
        if !findings.isEmpty { return "check" }
        if mutant.name != dialect { return "the name" }
        var dialects = shipped.dialects
        dialects[dialect] = mutant
        guard let place = order.firstIndex(where: { !$0.passes(dialects) }) else { return nil }
        let example = order.remove(at: place)
        order.insert(example, at: 0)
        return example.name
    }
}
