extension FindingCode {
    /// The explanation as `ota-gateway explain` prints it, with a newline at the end.
    ///
    /// - Parameter width: where lines of prose are broken; examples keep their lines.
    package func explanationText(width: Int) -> String {
        let explanation = explanation
        return """
            \(rawValue): \(explanation.meaning)

            \(folded(explanation.reason, to: width))

            Wrong:

            \(indented(explanation.wrong))

            Right:

            \(indented(explanation.right))

            """
    }
}

/// Prose broken at blanks into lines of at most `width` code points, longer words apart.
package func folded(_ text: String, to width: Int) -> String {
    var lines: [String] = []
    var line = ""
    for word in text.split(separator: " ") {
        if !line.isEmpty, line.unicodeScalars.count + 1 + word.unicodeScalars.count > width {
            lines.append(line)
            line = ""
        }
        line += (line.isEmpty ? "" : " ") + word
    }
    return (lines + [line]).joined(separator: "\n")
}

private func indented(_ example: String) -> String {
    example.split(separator: "\n", omittingEmptySubsequences: false)
        .map { $0.isEmpty ? "" : "    " + visible($0) }.joined(separator: "\n")
}

/// Control characters as escapes, but tabs as they are: an example is copied.
private func visible(_ line: Substring) -> String {
    line.split(separator: "\t", omittingEmptySubsequences: false).map { harmless(String($0)) }.joined(separator: "\t")
}
