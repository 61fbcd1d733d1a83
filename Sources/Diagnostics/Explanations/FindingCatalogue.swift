/// All finding codes with their meanings, for people to leaf through.
package enum FindingCatalogue {
    /// The codes of one kind of file, in alphabetical order.
    package static func codes(of kind: Explanation.Kind) -> [FindingCode] {
        FindingCode.allCases.filter { $0.explanation.kind == kind }.sorted { $0.rawValue < $1.rawValue }
    }

    /// A line for each code, grouped by kind of file; for a terminal.
    package static var text: String {
        let width = FindingCode.allCases.map(\.rawValue.count).max() ?? 0
        return Explanation.Kind.allCases.map { kind in
            let lines = codes(of: kind).map { code in
                "  \(code.rawValue)\(String(repeating: " ", count: width - code.rawValue.count))  \(code.explanation.meaning)\n"
            }
            return "\(kind.rawValue)\n\n" + lines.joined()
        }.joined(separator: "\n")
    }

    /// The page `Mappings/FINDINGS.md`.
    package static var markdown: String {
        let tables = Explanation.Kind.allCases.map { kind in
            let title = kind.rawValue.prefix(1).uppercased() + kind.rawValue.dropFirst()
            let rows = codes(of: kind).map { "| `\($0.rawValue)` | \(cell($0.explanation.meaning)) |\n" }
            return "\n## \(kind == .configuration ? "`gateway.yaml`" : title)\n\n| code | meaning |\n| --- | --- |\n"
                + rows.joined()
        }
        return """
            # Findings

            What `ota-gateway check` can find, by its code. `ota-gateway explain CODE` says why it matters and shows it wrong
            and right. This page is written by `ota-gateway explain --markdown`. A code is listed with the files it is mostly
            about; many come up in others too.

            """ + tables.joined()
    }

    private static func cell(_ text: String) -> String {
        text.split(separator: "|", omittingEmptySubsequences: false).joined(separator: "\\|")
            .split(separator: "<", omittingEmptySubsequences: false).joined(separator: "&lt;")
    }
}
