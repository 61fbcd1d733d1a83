extension Finding {
    /// The one-line form, for logs and tools: `file:line:column: error: text [code]`.
    package var line: String {
        "\(place(of: location, in: file)): \(severity.rawValue): \(harmless(message)) [\(code.rawValue)]"
    }

    /// The form for people: the line, the numbered source line with carets and suggestion, and each note.
    ///
    /// Without a source, or where it has no such line, the suggestion stands on a line of its own. No newline at the end.
    package func text(in source: SourceText?) -> String {
        text { $0 == file ? source : nil }
    }

    fileprivate func text(in source: (_ file: String) -> SourceText?) -> String {
        let gutter = ([location] + notes.map(\.location)).reduce(0) { max($0, String($1.line).count) }
        var parts = [line]
        if let excerpt = source(file).flatMap({ SourceExcerpt($0, at: location, length: length) }) {
            parts.append(excerpt.text(gutter: gutter, remark: suggestion))
        } else if let suggestion {
            parts.append("  = \(harmless(suggestion))")
        }
        for note in notes {
            let noted = note.file ?? file
            parts.append("\(place(of: note.location, in: noted)): note: \(harmless(note.message))")
            if let excerpt = source(noted).flatMap({ SourceExcerpt($0, at: note.location, length: 1) }) {
                parts.append(excerpt.text(gutter: gutter, remark: nil))
            }
        }
        return parts.joined(separator: "\n")
    }

    private func place(of location: SourceLocation, in file: String) -> String {
        "\(harmless(file)):\(location.line):\(location.column)"
    }
}

extension Findings {
    /// All findings in the form for people, one under the other, a newline behind each; empty without findings.
    ///
    /// - Parameter sources: the files read; findings about others are shown without their source line.
    package func text(in sources: [SourceText]) -> String {
        let sources = Dictionary(sources.map { ($0.name, $0) }) { first, _ in first }
        return all.map { $0.text { sources[$0] } + "\n" }.joined()
    }
}
