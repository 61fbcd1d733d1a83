import Diagnostics

extension YAMLProblem {
    /// The finding for what libyaml reports, in our words where its own do not say what to do.
    func finding(in source: SourceText) -> Finding {
        switch place {
        case .byte(let offset): encodingFinding(in: source, offset: source.textStart + offset)
        case .scalar(let index): syntaxFinding(in: source, offset: source.byteOffset(ofScalar: index))
        }
    }

    private func encodingFinding(in source: SourceText, offset: Int) -> Finding {
        let location = source.location(ofByte: offset)
        if source.looksLikeUTF16 {
            return Finding(
                .invalidUTF8, "the file is UTF-16", in: source.name, at: .start, suggestion: "save it as UTF-8")
        }
        if text == "control characters are not allowed" {
            return Finding(
                .controlCharacter, "a control character", in: source.name, at: location,
                suggestion: "write it as an escape in double quotes")
        }
        return Finding(
            .invalidUTF8, "bytes that are not UTF-8", in: source.name, at: location,
            suggestion: "save the file as UTF-8")
    }

    private func syntaxFinding(in source: SourceText, offset: Int) -> Finding {
        let location = source.location(ofByte: offset)
        let notes = contextNotes(in: source, problem: location)
        let byte = offset < source.bytes.count ? source.bytes[offset] : nil
        if byte == UInt8(ascii: "\t"), text.contains("cannot start any token") || text.contains("tab") {
            return Finding(
                .tabIndentation, "a tab cannot indent", in: source.name, at: location, suggestion: "use spaces",
                notes: notes)
        }
        let previous = offset > 0 && offset <= source.bytes.count ? source.bytes[offset - 1] : nil
        if byte == UInt8(ascii: "{"), previous == UInt8(ascii: "$") {
            return Finding(
                .yamlSyntax, "a hole inside { } or [ ] must stand in quotes", in: source.name,
                at: source.location(ofByte: offset - 1), length: 2, suggestion: "write \"${...}\"", notes: notes)
        }
        if let pasted = pastedCharacter(in: source, problem: location) { return pasted }
        let lesson = lesson(for: byte, behind: previous)
        return Finding(
            .yamlSyntax, lesson?.message ?? text, in: source.name, at: location, suggestion: lesson?.suggestion,
            notes: notes)
    }

    /// A character that only looks like one of YAML's own, near the place or where libyaml began to read what it could not.
    private func pastedCharacter(in source: SourceText, problem: SourceLocation) -> Finding? {
        let begun = context.map { source.location(ofByte: source.byteOffset(ofScalar: $0.start)).line }
        let lines = [begun].compactMap(\.self) + (max(problem.line - 2, 1)...problem.line)
        for number in lines {
            guard let line = source.line(number), let found = PastedCharacter.first(inLine: line) else { continue }
            let column = line.utf8.prefix(found.offset).count { $0 & 0xC0 != 0x80 } + 1
            return found.finding(at: SourceLocation(line: number, column: column), in: source.name)
        }
        return nil
    }

    /// What libyaml was in the middle of: the bracket that was never closed, the quote that runs on.
    private func contextNotes(in source: SourceText, problem: SourceLocation) -> [Finding.Note] {
        guard let context else { return [] }
        let location = source.location(ofByte: source.byteOffset(ofScalar: context.start))
        guard location != problem else { return [] }
        return [.init(context.text, at: location)]
    }

    /// What libyaml says in its own words, by them (`scanner.c`, `parser.c`).
    private static let lessons: [String: (message: String, suggestion: String)] = [
        "could not find expected ':'": ("a key without ':'", "write ': ' behind it, or quote a text of several lines"),
        "did not find expected ',' or ']'": ("a list in [ ] goes wrong here", "a ',' or ']' is missing, or quotes"),
        "did not find expected ',' or '}'": ("a mapping in { } goes wrong here", "a ',' or '}' is missing, or quotes"),
        "did not find expected '-' indicator": (
            "expected an item of the list here", "begin it with '- ', or check the indentation"
        ),
        "block sequence entries are not allowed in this context": (
            "a list item '- ' where none can stand", "put it on a line of its own, or quote text that begins with '- '"
        ),
        "did not find expected node content": ("expected a value here", "write it, or quote what stands here"),
        "did not find expected <document start>": (
            "text behind the end of the file's value", "check the indentation above"
        ),
        "found unknown escape character": (
            "no escape that double quotes know", "write two backslashes for one, or use single quotes"
        ),
    ]

    /// The mistakes that integrators make, told so that they can be put right.
    private func lesson(for byte: UInt8?, behind previous: UInt8?) -> (message: String, suggestion: String)? {
        if text == "mapping values are not allowed in this context" {
            return ("a ':' where no key can stand", "quote text that holds ': ', or check the indentation")
        }
        if text == "did not find expected key" {
            return ("expected a key here", "check quotes, brackets and indentation above")
        }
        if let lesson = Self.lessons[text] { return lesson }
        if text == "found unexpected end of stream", context?.text == "while scanning a quoted scalar" {
            return ("a quoted text never ends", "close the quote")
        }
        if text.contains("cannot start any token"), let byte {
            let character = quoted(String(Character(Unicode.Scalar(byte))))
            return ("text cannot begin with \(character)", "quote it")
        }
        if context?.text == "while scanning an alias", previous == UInt8(ascii: "*") {
            return ("text cannot begin with '*'", "quote it")
        }
        return nil
    }
}

extension SourceText {
    /// Begins with a byte-order mark of UTF-16, or with every other byte 0, as ASCII in UTF-16 does.
    fileprivate var looksLikeUTF16: Bool {
        let zeros = bytes.prefix(4).map { $0 == 0 }
        return bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF])
            || [[true, false, true, false], [false, true, false, true]].contains(zeros)
    }
}
