internal import Diagnostics
internal import Upgrades
internal import YAMLSource

extension DialectLoader {
    /// No tables: 'conversions' is absent, or reported because it is no mapping.
    mutating func loadWrongTables(_ fields: inout YAMLFields) -> [YAMLMember] {
        if let node = fields.take("conversions") {
            hasUnknownTables = true
            findings.report(.wrongType(node, expected: "a mapping", for: "'conversions'", in: file))
        }
        return []
    }

    mutating func loadTable(_ member: YAMLMember) {
        if Self.builtIn.contains(member.key) {
            report(
                .badTable, "\(quoted(member.key)) is built in", at: member, suggestion: "give the table another name")
        }
        var table = Table(name: member.key)
        if var rows = YAMLFields(member.value, what: "the table \(quoted(member.key))", file: file, into: &findings) {
            let members = rows.takeRest()
            if members.isEmpty {
                reportEmpty(
                    "the table \(quoted(member.key))", at: member.value.location,
                    suggestion: "write rows as none: \"0\"")
            }
            for row in members { loadRow(row, into: &table) }
        }
        tables[member.key] = table
    }

    static let builtIn = ["text", "integer", "json"]

    /// `word: code`, `word: [code, code]` or `word: { print: code, read: code }`.
    private mutating func loadRow(_ row: YAMLMember, into table: inout Table) {
        table.rows.append(Table.Row(word: row.key, location: row.keyLocation))
        switch row.value.content {
        case .scalar:
            loadCode(row.value, of: row.key, prints: true, reads: true, into: &table)
        case .sequence(let codes):
            guard row.value.reportTag(in: file, into: &findings) else { return }
            if codes.isEmpty {
                reportEmpty(
                    "the row \(quoted(row.key))", at: row.value.location, suggestion: "write the code to print first")
            }
            for (place, code) in codes.enumerated() {
                loadCode(code, of: row.key, prints: place == 0, reads: true, into: &table)
            }
        case .mapping(let members):
            guard var sides = YAMLFields(row.value, what: "the row \(quoted(row.key))", file: file, into: &findings)
            else { return }
            if let code = sides.take("print") { loadCode(code, of: row.key, prints: true, reads: false, into: &table) }
            let reads = sides.takeItems("read")
            if members.isEmpty || sides.holds("read") && reads.isEmpty {
                reportEmpty(
                    "the row \(quoted(row.key))", at: row.value.location,
                    suggestion: "write { print: code } or { read: code }")
            }
            for code in reads { loadCode(code, of: row.key, prints: false, reads: true, into: &table) }
            if !sides.finish(into: &findings) { findingTables.insert(table.name) }
        }
    }

    private mutating func loadCode(
        _ node: YAMLNode, of word: String, prints: Bool, reads: Bool, into table: inout Table
    ) {
        guard let (text, location) = node.readText("a code", in: file, into: &findings), let literal = literal(node)
        else {
            findingTables.insert(table.name)
            return
        }
        node.warnOfLookalike(in: file, into: &findings)
        if literal.kind != .scalar {
            findingTables.insert(table.name)
            report(
                .badTable, "a code is text or a number, \(quoted(text)) is neither", at: location, length: node.length,
                suggestion: "write \"\(text)\" if the wire has it in quotes")
            return
        }
        let pattern: Table.Pattern = text == "*" ? .any : text == "-*" ? .anyNegative : .text(Text(text))
        if prints {
            if case .text = pattern {
                table.addPrinting(Table.Code(text: Text(text), token: literal.token, location: location), of: word)
            } else {
                findingTables.insert(table.name)
                report(
                    .badTable, "\(quoted(text)) can be read, but not printed", at: location, length: node.length,
                    suggestion: "write the code to print before it, as [\"-1\", \"\(text)\"], or { read: \"\(text)\" }")
            }
        }
        guard reads else { return }
        if let other = table.reads.first(where: { $0.pattern == pattern }) {
            report(
                .ambiguousCode, "\(quoted(text)) reads as \(quoted(other.word)) already", at: location,
                length: node.length,
                suggestion: prints && other.word != word
                    ? "write { print: \(node.spelling) } where it is only printed" : "remove it")
            return
        }
        table.add(Table.Reading(pattern: pattern, word: word, location: location))
    }

    /// A scalar as JSON: quoted text is a string, plain text a number, `true`, `false` or `null` where it looks like one.
    func literal(_ node: YAMLNode) -> Template.Literal? {
        guard let scalar = node.scalar else { return nil }
        if scalar.isPlain {
            switch scalar.text {
            case "true": return Template.Literal(kind: .true, text: "", token: Array("true".utf8))
            case "false": return Template.Literal(kind: .false, text: "", token: Array("false".utf8))
            case "null", "~", "": return Template.Literal(kind: .null, text: "", token: Array("null".utf8))
            default: break
            }
            if JSONNumber(Text(scalar.text)) != nil {
                return Template.Literal(kind: .scalar, text: Text(scalar.text), token: Array(scalar.text.utf8))
            }
        }
        let text = TemplateText.pieces(of: scalar.text).map { piece in
            if case .literal(let literal) = piece { literal } else { "" }
        }.joined()
        var token: [UInt8] = []
        JSONWriter.append(Text(text), to: &token)
        return Template.Literal(kind: .scalar, text: Text(text), token: token)
    }
}

extension YAMLNode {
    /// A scalar as the file may spell it.
    fileprivate var spelling: String { scalar?.isPlain == true ? text ?? "" : "\"\(text ?? "")\"" }
}
