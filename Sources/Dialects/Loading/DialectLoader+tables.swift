internal import Diagnostics
internal import Upgrades
internal import YAMLSource

extension DialectLoader {
    mutating func loadTables(_ node: YAMLNode) {
        guard var fields = YAMLFields(node, what: "'conversions'", file: file, into: &findings) else { return }
        for member in fields.takeRest() {
            if ["text", "integer", "json"].contains(member.key) {
                report(
                    .badTable, "\(quoted(member.key)) is built in", at: member.keyLocation, length: member.key.unicodeScalars.count,
                    suggestion: "give the table another name")
            }
            tables[member.key] = loadTable(member)
        }
    }

    private mutating func loadTable(_ member: YAMLMember) -> Table {
        var table = Table(name: member.key)
        guard var rows = YAMLFields(member.value, what: "the table \(quoted(member.key))", file: file, into: &findings) else {
            return table
        }
        for row in rows.takeRest() { loadRow(row, into: &table) }
        return table
    }

    /// `word: code`, `word: [code, code]` or `word: { print: code, read: code }`.
    private mutating func loadRow(_ row: YAMLMember, into table: inout Table) {
        switch row.value.content {
        case .scalar:
            loadCode(row.value, of: row.key, prints: true, reads: true, into: &table)
        case .sequence(let codes):
            if codes.isEmpty { report(.badTable, "a row needs a code", at: row.value.location) }
            for (place, code) in codes.enumerated() { loadCode(code, of: row.key, prints: place == 0, reads: true, into: &table) }
        case .mapping:
            guard var sides = YAMLFields(row.value, what: "the row \(quoted(row.key))", file: file, into: &findings) else { return }
            if let code = sides.take("print") { loadCode(code, of: row.key, prints: true, reads: false, into: &table) }
            for code in sides.takeItems("read") { loadCode(code, of: row.key, prints: false, reads: true, into: &table) }
            sides.finish(into: &findings)
        }
    }

    private mutating func loadCode(_ node: YAMLNode, of word: String, prints: Bool, reads: Bool, into table: inout Table) {
        guard let (text, location) = node.readText("a code", in: file, into: &findings), let literal = literal(node) else { return }
        if literal.kind != .scalar {
            report(.badTable, "a code must be text or a number", at: location, length: node.length)
            return
        }
        let pattern: Table.Pattern = text == "*" ? .any : text == "-*" ? .anyNegative : .text(Text(text))
        if prints {
            if case .text = pattern {
                table.addPrinting(Table.Code(text: Text(text), token: literal.token), of: word)
            } else {
                report(
                    .badTable, "\(quoted(text)) cannot be printed", at: location, length: node.length,
                    suggestion: "write the code to print first, as [\"-1\", \"-*\"], or { read: \"*\" }")
            }
        }
        guard reads else { return }
        if let other = table.reads.first(where: { $0.pattern == pattern }) {
            report(
                .ambiguousCode, "\(quoted(text)) reads as \(quoted(other.word)) already", at: location, length: node.length)
            return
        }
        table.addReading(pattern, of: word)
    }

    /// A scalar as JSON: quoted text is a string, plain text a number, `true`, `false` or `null` where it looks like one.
    mutating func literal(_ node: YAMLNode) -> Template.Literal? {
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
