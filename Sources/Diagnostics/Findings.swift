/// The findings of a run over any number of files; nothing stops at the first.
package struct Findings: Sendable {
    private var reported: Set<Finding> = []

    package init() {}

    package mutating func report(_ finding: Finding) {
        reported.insert(finding)
    }

    package mutating func report(_ findings: Findings) {
        reported.formUnion(findings.reported)
    }

    /// Sorted by file, line and column; each once.
    package var all: [Finding] { reported.sorted() }

    package var isEmpty: Bool { reported.isEmpty }

    /// Whether a file cannot be used; warnings alone leave it usable.
    package var hasErrors: Bool { reported.contains { $0.severity == .error } }
}
