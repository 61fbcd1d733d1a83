internal import Diagnostics
internal import Upgrades
internal import YAMLSource

/// What gathers while one payload is compiled.
struct PayloadCompiler {
    /// Which variant stands for each part.
    let choice: [String: DialectLoader.PartVariant]
    var holes: [Hole] = []
    /// Inside an optional object: what stands there may be absent with it.
    var isInOptional = false
}

extension DialectLoader {
    /// Compiles a node of a payload; nil after a finding, but the rest of the payload is looked at all the same.
    ///
    /// - Parameters:
    ///   - pointer: where the node stands, as a JSON Pointer.
    ///   - key: the member that holds it.
    ///   - isOptional: the member may be absent.
    mutating func compile(
        _ node: YAMLNode, pointer: String, key: String, isOptional: Bool, with compiler: inout PayloadCompiler
    ) -> Template? {
        if node.tag == "!any" { return compileAny(node) }
        guard node.reportTag(in: file, known: ["!any"], into: &findings) else { return nil }
        switch node.content {
        case .scalar:
            return compileScalar(node, pointer: pointer, key: key, isOptional: isOptional, with: &compiler)
        case .sequence(let elements):
            let outer = compiler.isInOptional
            if isOptional { compiler.isInOptional = true }
            defer { compiler.isInOptional = outer }
            var templates: [Template] = []
            for (place, element) in elements.enumerated() {
                let inner = "\(pointer)/\(place)"
                if let template = compile(element, pointer: inner, key: key, isOptional: false, with: &compiler) {
                    templates.append(template)
                }
            }
            return templates.count == elements.count ? .array(templates) : nil
        case .mapping(let members):
            let outer = compiler.isInOptional
            if isOptional { compiler.isInOptional = true }
            defer { compiler.isInOptional = outer }
            return compileObject(members, pointer: pointer, with: &compiler)
        }
    }

    private mutating func compileObject(
        _ members: [YAMLMember], pointer: String, with compiler: inout PayloadCompiler
    ) -> Template? {
        var compiled: [Template.Member] = []
        for member in members {
            let isOptional = member.key.hasSuffix("?")
            let name = isOptional ? String(member.key.dropLast()) : member.key
            let inner = Template.pointer(pointer, name)
            if compiled.contains(where: { $0.pointer == inner }) {
                report(
                    .duplicateKey, "the member \(quoted(name)) stands here twice", at: member,
                    suggestion: "keep \(quoted(name + "?")) if it may be absent")
            }
            guard let value = compile(member.value, pointer: inner, key: name, isOptional: isOptional, with: &compiler)
            else {
                continue
            }
            compiled.append(
                Template.Member(
                    name: Array(name.utf8), pointer: inner, isOptional: isOptional, value: value,
                    location: member.keyLocation))
        }
        return compiled.count == members.count ? .object(compiled, pointer: pointer) : nil
    }

    private mutating func compileAny(_ node: YAMLNode) -> Template? {
        guard let nodes = node.sequence, !nodes.isEmpty else {
            report(
                .badLiteral, "!any needs a list of literals", at: node.location, length: 4,
                suggestion: "write !any [\"1000\", 200], the one to print first")
            return nil
        }
        let literals = nodes.compactMap { node -> Template.Literal? in
            let hasHole = TemplateText.pieces(of: node.text ?? "").contains {
                if case .literal = $0 { false } else { true }
            }
            if !hasHole, node.tag == nil, let literal = literal(node) {
                node.warnOfLookalike(in: file, into: &findings)
                return literal
            }
            report(
                .badLiteral, "!any lists literals, not \(hasHole ? "holes" : node.kind)", at: node.location,
                length: node.length,
                suggestion: hasHole
                    ? "write the hole alone, or a variant for each form" : "write text, numbers, true, false or null")
            return nil
        }
        return literals.count == nodes.count ? .literal(literals) : nil
    }

    private mutating func compileScalar(
        _ node: YAMLNode, pointer: String, key: String, isOptional: Bool, with compiler: inout PayloadCompiler
    ) -> Template? {
        guard let scalar = node.scalar else { return nil }
        if scalar.isPlain, scalar.text.isEmpty {
            report(
                .badLiteral, "the member \(quoted(key)) has no value", at: node.location,
                suggestion: "write a hole, \"\" for an empty text, or null")
            return nil
        }
        let pieces = TemplateText.pieces(of: scalar.text)
        for piece in pieces {
            if case .unclosed(let offset) = piece {
                report(
                    .badHole, "'${' is not closed", at: scalar.location(ofUTF8Offset: offset), length: 2,
                    suggestion: "add '}', or write '$${' for the text '${'")
                return nil
            }
        }
        guard case .hole(let text, let offset)? = pieces.first(where: { if case .hole = $0 { true } else { false } })
        else {
            node.warnOfLookalike(isVersion: key.lowercased().contains("ver"), in: file, into: &findings)
            reportLookalike(of: scalar, at: node.location, length: node.length)
            return literal(node).map { .literal([$0]) }
        }
        guard pieces.count == 1 else {
            report(
                .mixedText, "a hole must be the whole value", at: scalar.location(ofUTF8Offset: max(offset - 2, 0)),
                length: text.unicodeScalars.count + 3,
                suggestion: "what stands beside it belongs into the field, or '$${' was meant")
            return nil
        }
        let hole = HoleText(text: text, offset: offset, scalar: scalar)
        if text.hasPrefix("=") {
            return compilePart(hole, pointer: pointer, key: key, isOptional: isOptional, with: &compiler)
        }
        let mayBeAbsent = isOptional || compiler.isInOptional
        guard let compiled = compileHole(hole, key: key, pointer: pointer, mayBeAbsent: mayBeAbsent) else {
            return nil
        }
        if compiler.isInOptional, !isOptional, compiled.fallback == nil, !compiled.field.isIdentity {
            report(
                .badHole, "what stands in an optional object must be optional too", at: hole.location,
                length: hole.length,
                suggestion: "write \(quoted(key + "?")), or a fallback behind '|'")
        }
        if isOptional { warnOfUnusedFallback(compiled, at: hole) }
        compiler.holes.append(compiled)
        return .hole(compiler.holes.count - 1)
    }

    /// A text that another language would take for a hole: `{note}`, `$note`, `{{ note }}`, `%{note}`, `$(note)`, `<note>`.
    private mutating func reportLookalike(of scalar: YAMLScalar, at location: SourceLocation, length: Int) {
        let text = scalar.text.filter { $0 != " " }
        let frames = [("{{", "}}"), ("{", "}"), ("%{", "}"), ("$(", ")"), ("<", ">"), ("$", ""), ("#{", "}")]
        for (opening, closing) in frames where text.hasPrefix(opening) && text.hasSuffix(closing) {
            let name = text.dropFirst(opening.count).dropLast(closing.count)
            guard let field = name.split(separator: ":").first, Field(rawValue: String(field)) != nil, field != "_"
            else {
                continue
            }
            return report(
                .badHole, "\(quoted(scalar.text)) is text, not a hole", at: location, length: length,
                suggestion: "write \"${\(name)}\", or !any [\(quoted(scalar.text))] for the text")
        }
    }

    private mutating func compilePart(
        _ hole: HoleText, pointer: String, key: String, isOptional: Bool, with compiler: inout PayloadCompiler
    ) -> Template? {
        let name = String(hole.text.dropFirst())
        used.insert(hole.text)
        if let part = compiler.choice[name] {
            return compile(part.node, pointer: pointer, key: key, isOptional: isOptional, with: &compiler)
        }
        guard parts[name] == nil, !hasUnknownParts else { return nil }  // their own findings tell
        report(
            .unknownPart, "no part named \(quoted(name))", at: hole.place(from: 1), length: name.unicodeScalars.count,
            suggestion: didYouMean(name, among: parts.keys.sorted()) ?? "write it under parts:")
        return nil
    }
}
