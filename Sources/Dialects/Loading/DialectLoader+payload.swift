internal import Diagnostics
internal import Upgrades
internal import YAMLSource

/// What gathers while one payload is compiled.
struct PayloadCompiler {
    /// Which variant stands for each part.
    let choice: [String: DialectLoader.PartVariant]
    var holes: [Hole] = []
}

extension DialectLoader {
    /// Compiles a node of a payload.
    /// - Parameters:
    ///   - pointer: where the node stands, as a JSON Pointer.
    ///   - key: the member that holds it.
    ///   - isOptional: the member may be absent.
    mutating func compile(
        _ node: YAMLNode, pointer: String, key: String, isOptional: Bool, with compiler: inout PayloadCompiler
    ) -> Template? {
        if node.tag == "!any" { return compileAny(node) }
        guard node.reportTag(in: file, into: &findings) else { return nil }
        switch node.content {
        case .scalar:
            return compileScalar(node, pointer: pointer, key: key, isOptional: isOptional, with: &compiler)
        case .sequence(let elements):
            var templates: [Template] = []
            for (place, element) in elements.enumerated() {
                guard
                    let template = compile(element, pointer: "\(pointer)/\(place)", key: key, isOptional: false, with: &compiler)
                else { return nil }
                templates.append(template)
            }
            return .array(templates)
        case .mapping(let members):
            var compiled: [Template.Member] = []
            for member in members {
                let isOptional = member.key.hasSuffix("?")
                let name = isOptional ? String(member.key.dropLast()) : member.key
                let inner = Template.pointer(pointer, name)
                guard let value = compile(member.value, pointer: inner, key: name, isOptional: isOptional, with: &compiler) else {
                    return nil
                }
                compiled.append(
                    Template.Member(name: Array(name.utf8), pointer: inner, isOptional: isOptional, value: value))
            }
            return .object(compiled, pointer: pointer)
        }
    }

    private mutating func compileAny(_ node: YAMLNode) -> Template? {
        guard let nodes = node.sequence, !nodes.isEmpty else {
            report(.badLiteral, "!any needs a list of literals", at: node.location, suggestion: "write !any [\"1000\", 200]")
            return nil
        }
        return .literal(nodes.compactMap { literal($0) })
    }

    private mutating func compileScalar(
        _ node: YAMLNode, pointer: String, key: String, isOptional: Bool, with compiler: inout PayloadCompiler
    ) -> Template? {
        guard let scalar = node.scalar else { return nil }
        let pieces = TemplateText.pieces(of: scalar.text)
        for piece in pieces {
            if case .unclosed(let offset) = piece {
                report(
                    .badHole, "'${' is not closed", at: scalar.location(ofUTF8Offset: offset), length: 2,
                    suggestion: "add '}', or write '$${' for the text '${'")
                return nil
            }
        }
        guard case .hole(let text, let offset)? = pieces.first(where: { if case .hole = $0 { true } else { false } }) else {
            return literal(node).map { .literal([$0]) }
        }
        guard pieces.count == 1 else {
            report(
                .mixedText, "a hole must be the whole value", at: scalar.location(ofUTF8Offset: max(offset - 2, 0)),
                length: text.unicodeScalars.count + 3, suggestion: "split the text, or keep it as one field")
            return nil
        }
        if text.hasPrefix("=") {
            let name = String(text.dropFirst())
            guard let part = compiler.choice[name] else {
                report(
                    .unknownPart, "no part named \(quoted(name))", at: scalar.location(ofUTF8Offset: offset),
                    length: text.unicodeScalars.count, suggestion: didYouMean(name, among: parts.keys.sorted()))
                return nil
            }
            return compile(part.node, pointer: pointer, key: key, isOptional: isOptional, with: &compiler)
        }
        guard let hole = compileHole(text, scalar.location(ofUTF8Offset: offset), key: key, isOptional: isOptional) else {
            return nil
        }
        compiler.holes.append(hole)
        return .hole(compiler.holes.count - 1)
    }

    /// `name`, `name:conversion`, `name|fallback` or `name:conversion|fallback`.
    private mutating func compileHole(_ text: String, _ location: SourceLocation, key: String, isOptional: Bool) -> Hole? {
        let bar = text.firstIndex(of: "|")
        let head = bar.map { text[..<$0] } ?? text[...]
        let fallback = bar.map { String(text[text.index(after: $0)...]) }
        let colon = head.firstIndex(of: ":")
        let name = String(colon.map { head[..<$0] } ?? head)
        let conversionName = colon.map { String(head[head.index(after: $0)...]) }
        guard let field = Field(rawValue: name), !FieldSet.identity.contains(FieldSet(field)) else {
            let isIdentity = Field(rawValue: name) != nil
            report(
                isIdentity ? .identityInPayload : .unknownField,
                isIdentity ? "the topic tells the \(name), a payload does not" : "no field named \(quoted(name))", at: location,
                length: name.unicodeScalars.count, suggestion: didYouMean(name, among: Field.allCases.map(\.rawValue)))
            return nil
        }
        guard let conversion = conversion(conversionName, of: field, at: location) else { return nil }
        var token: Hole.Fallback?
        if let fallback {
            guard let compiled = compileFallback(fallback, conversion, field, at: location) else { return nil }
            token = compiled
        }
        return Hole(
            field: field, conversion: conversion, fallback: token, mayBeAbsent: isOptional || token != nil, key: Text(key),
            location: location)
    }

    private mutating func conversion(_ name: String?, of field: Field, at location: SourceLocation) -> Hole.Conversion? {
        let standard: Hole.Conversion? =
            switch field.valueType {
            case .text, .token: .text
            case .integer, .percent: .integer
            case .json: .json
            case .word: nil
            }
        guard let name else {
            if standard == nil {
                report(
                    .missingConversion, "the field \(quoted(field.rawValue)) needs a table", at: location,
                    length: field.rawValue.count, suggestion: "write ${\(field.rawValue):table} and the table under conversions:")
            }
            return standard
        }
        let conversion: Hole.Conversion? =
            switch name {
            case "text": .text
            case "integer": .integer
            case "json": .json
            default: tables[name].map { .table($0) }
            }
        guard let conversion else {
            report(
                .unknownConversion, "no conversion named \(quoted(name))", at: location, length: name.unicodeScalars.count,
                suggestion: didYouMean(name, among: ["text", "integer", "json"] + tables.keys.sorted()))
            return nil
        }
        let fits =
            switch (field.valueType, conversion) {
            case (.text, .text), (.text, .integer), (.text, .table), (.integer, .text), (.integer, .integer), (.percent, .text),
                (.percent, .integer), (.json, .json), (.token, .text), (.token, .json), (.word, .table):
                true
            default: false
            }
        if !fits {
            report(
                .unfitConversion, "\(quoted(name)) cannot convert the field \(quoted(field.rawValue))", at: location,
                length: field.rawValue.count)
            return nil
        }
        if case .table(let table) = conversion { checkWords(table, of: field, at: location) }
        return conversion
    }

    private mutating func checkWords(_ table: Table, of field: Field, at location: SourceLocation) {
        guard let words = field.words else { return }
        for word in Set(table.reads.map(\.word)).union(table.prints.keys).sorted() where !words.contains(word) {
            report(
                .unknownWord, "the table \(quoted(table.name)) has a row \(quoted(word)), which \(field.rawValue) cannot be",
                at: location, suggestion: didYouMean(word, among: words) ?? "expected one of \(words.joined(separator: ", "))")
        }
    }

    private mutating func compileFallback(
        _ text: String, _ conversion: Hole.Conversion, _ field: Field, at location: SourceLocation
    ) -> Hole.Fallback? {
        if text == "@serial" || text == "@time" {
            guard field == .id else {
                report(.badFallback, "only an id can be generated", at: location, suggestion: "write a fixed text after '|'")
                return nil
            }
            return text == "@serial" ? .serial : .time
        }
        var token: [UInt8] = []
        switch conversion {
        case .text:
            JSONWriter.append(Text(text), to: &token)
        case .integer, .json:
            guard let document = try? JSONReader.read(Array(text.utf8), isStrict: true) else {
                report(.badFallback, "\(quoted(text)) is no number", at: location)
                return nil
            }
            JSONWriter.append(document.root, of: document, to: &token)
        case .table(let table):
            if let code = table.prints.values.first(where: { $0.text == Text(text) }) {
                token = code.token
            } else {
                report(.badFallback, "the table \(quoted(table.name)) prints no code \(quoted(text))", at: location)
                return nil
            }
        }
        return .token(token)
    }
}
