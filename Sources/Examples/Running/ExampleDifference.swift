package import Diagnostics

/// Where something else came out than an example says, shown like a unified diff.
package struct ExampleDifference: Sendable {
    package enum Mark: String, Sendable { case expected = "-", actual = "+" }
    package struct Line: Sendable, Hashable {
        package let mark: Mark
        package let text: String
    }

    /// The expectation's place, or the step's where nothing was expected.
    package let location: SourceLocation
    package let headline: String
    package let lines: [Line]

    package func finding(in file: String) -> Finding {
        Finding(.exampleFailed, headline, in: file, at: location)
    }
}

extension [ExampleDifference.Line] {
    /// The lines with their marks in front, as `-` and `+`; colours are for terminals.
    package func text(hasColours: Bool) -> String {
        map { line in
            let text = "\(line.mark.rawValue) \(harmless(line.text))"
            guard hasColours else { return text + "\n" }
            return "\u{1B}[\(line.mark == .expected ? 31 : 32)m\(text)\u{1B}[0m\n"
        }.joined()
    }
}
