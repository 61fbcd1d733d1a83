package import Diagnostics

/// Laws of reading a file that somebody wrote.
package enum FileLaws {
    /// Every finding is at a place of the file, and is shown without what would move a terminal's cursor.
    package static func check(_ findings: Findings, in source: SourceText) throws(BrokenLaw) {
        for finding in findings.all where finding.file == source.name {
            try check(finding.location, in: source, "finding \(finding.line)")
            for note in finding.notes where (note.file ?? finding.file) == source.name {
                try check(note.location, in: source, "note of \(finding.line)")
            }
        }
        let text = findings.text(in: [source]) + findings.json
        let isHarmless = !text.unicodeScalars.contains { $0.properties.generalCategory == .control && $0 != "\n" }
        try hold(isHarmless, "a control character is shown: \(text.debugDescription)")
    }

    static func check(
        _ location: Diagnostics.SourceLocation, in source: SourceText, _ what: @autoclosure () -> String
    ) throws(BrokenLaw) {
        let columns = source.line(location.line)?.unicodeScalars.count ?? -1
        try hold(location.column >= 1 && location.column <= columns + 1, "\(what()) is at \(location)")
    }
}
