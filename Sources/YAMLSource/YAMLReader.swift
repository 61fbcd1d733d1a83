package import Diagnostics

/// Reads the one document of a YAML file into a located tree, within limits on size, depth and aliases.
package enum YAMLReader {
    /// Nil after a finding that prevents reading.
    ///
    /// A tree may come with findings too, such as a duplicate key, whose
    /// second value is left out.
    package static func read(_ source: SourceText, into findings: inout Findings) -> YAMLNode? {
        read(source, limits: YAMLLimits(), into: &findings)
    }

    static func read(_ source: SourceText, limits: YAMLLimits, into findings: inout Findings) -> YAMLNode? {
        do {
            return try build(source, limits: limits, into: &findings)
        } catch {
            findings.report(error)
            return nil
        }
    }

    private static func build(
        _ source: SourceText, limits: YAMLLimits, into findings: inout Findings
    ) throws(Finding) -> YAMLNode? {
        guard source.bytes.count <= limits.size else {
            throw Finding(
                .fileTooLarge, "\(source.bytes.count) bytes are more than the \(limits.size) that a file may have",
                in: source.name, at: .start)
        }
        var builder = TreeBuilder(source: source, limits: limits)
        var parser = EventParser(source.bytes[source.textStart...])
        while true {
            let event: YAMLEvent
            do {
                event = try parser.next()
            } catch {
                throw error.finding(in: source)
            }
            switch event.kind {
            case .streamEnd:
                guard let root = builder.root else {
                    throw Finding(
                        .emptyFile, "the file holds nothing but blanks and comments", in: source.name, at: .start)
                }
                return builder.hasPastedCharacters ? nil : root
            case .documentStart:
                guard let root = builder.root else { continue }
                // The first document is still read, so that all of its findings show.
                findings.report(
                    Finding(
                        .severalDocuments, "a file holds one document", in: source.name,
                        at: builder.location(event.start), length: 3, suggestion: "put it into a file of its own"))
                return builder.hasPastedCharacters ? nil : root
            default: try builder.add(event, into: &findings)
            }
        }
    }
}
