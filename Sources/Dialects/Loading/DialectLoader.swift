package import Diagnostics
internal import Upgrades
package import YAMLSource

/// Compiles a dialect file; whatever is wrong with it becomes a finding, all of them at once.
package struct DialectLoader {
    let file: String
    var findings = Findings()
    var tables: [String: Table] = [:]
    /// The shared pieces: `${=name}` stands for any of their variants.
    var parts: [String: [PartVariant]] = [:]

    /// One form of a shared piece.
    struct PartVariant {
        let node: YAMLNode
        let only: Variant.Direction?
        let claims: [Variant.Claim]
    }

    private init(file: String) { self.file = file }

    /// - Returns: the dialect, nil if a finding keeps it from being used.
    package static func load(_ source: SourceText, into findings: inout Findings) -> Dialect? {
        guard let root = YAMLReader.read(source, into: &findings) else { return nil }
        return load(root, file: source.name, into: &findings)
    }

    /// The same for a tree that has been read already.
    package static func load(_ root: YAMLNode, file: String, into findings: inout Findings) -> Dialect? {
        var loader = DialectLoader(file: file)
        let dialect = loader.load(root)
        findings.report(loader.findings)
        return loader.findings.hasErrors ? nil : dialect
    }

    private mutating func load(_ root: YAMLNode) -> Dialect? {
        guard var fields = YAMLFields(root, what: "the dialect file", file: file, into: &findings) else { return nil }
        let name = fields.requireText("dialect", into: &findings)
        let behaviour = fields.take("behaviour").map { loadBehaviour($0) } ?? Behaviour()
        if let node = fields.take("conversions") { loadTables(node) }
        let limits = fields.take("limits").map { loadLimits($0) } ?? []
        let losses = fields.take("lacks").map { loadLosses($0) } ?? [:]
        let patterns = fields.takeItems("url-expiry").compactMap { loadPattern($0) }
        if let node = fields.take("parts") { loadParts(node) }
        let messages = fields.require("messages", into: &findings)
        let variants = messages.map { loadMessages($0) } ?? []
        fields.finish(into: &findings)
        guard let name, let messages else { return nil }
        let dialect = Dialect(
            name: name.0, behaviour: behaviour.checked(variants), variants: variants, limits: limits,
            losses: losses.mapValues(\.loss), urlExpiry: patterns)
        checkWhole(dialect, losses: losses, at: messages.location)
        return dialect
    }

    mutating func report(
        _ code: FindingCode, _ message: String, at location: SourceLocation, length: Int = 1, suggestion: String? = nil
    ) {
        findings.report(Finding(code, message, in: file, at: location, length: length, suggestion: suggestion))
    }

    private mutating func loadBehaviour(_ node: YAMLNode) -> Behaviour {
        enum Receipts: String, CaseIterable { case required, none }
        enum Queries: String, CaseIterable { case answered, none }
        var behaviour = Behaviour()
        guard var fields = YAMLFields(node, what: "'behaviour'", file: file, into: &findings) else { return behaviour }
        if let success = fields.takeChoice("success", of: Behaviour.Success.self, into: &findings) { behaviour.success = success }
        behaviour.requiresReceipts = fields.takeChoice("receipts", of: Receipts.self, into: &findings) == .required
        behaviour.reoffersOnReport = fields.takeBoolean("reoffer-on-report", into: &findings) ?? false
        behaviour.answersQueries = fields.takeChoice("queries", of: Queries.self, into: &findings) == .answered
        fields.finish(into: &findings)
        return behaviour
    }

    private mutating func loadLimits(_ node: YAMLNode) -> [Dialect.Limit] {
        guard var fields = YAMLFields(node, what: "'limits'", file: file, into: &findings) else { return [] }
        var limits: [Dialect.Limit] = []
        for member in fields.takeRest() {
            let name = member.key.hasPrefix("offer.") ? String(member.key.dropFirst("offer.".count)) : nil
            guard let name, let field = Field(rawValue: name), field.valueType == .text else {
                report(
                    .unknownField, "no limit can be set on \(quoted(member.key))", at: member.keyLocation,
                    length: member.key.unicodeScalars.count, suggestion: "write offer.target or offer.url")
                continue
            }
            guard var limit = YAMLFields(member.value, what: quoted(member.key), file: file, into: &findings) else { continue }
            var bytes: Int?
            if let (text, location) = limit.takeText("bytes", into: &findings) {
                bytes = Int(text).flatMap { $0 > 0 ? $0 : nil }
                if bytes == nil { report(.badNumber, "'bytes' must be a whole number above 0", at: location) }
            }
            let not = limit.takeText("not", into: &findings)?.0 ?? ""
            limit.finish(into: &findings)
            limits.append(Dialect.Limit(field: field, bytes: bytes, not: Array(not.utf8)))
        }
        return limits
    }

    private mutating func loadLosses(_ node: YAMLNode) -> [Field: (loss: Dialect.Loss, location: SourceLocation)] {
        guard var fields = YAMLFields(node, what: "'lacks'", file: file, into: &findings) else { return [:] }
        var losses: [Field: (loss: Dialect.Loss, location: SourceLocation)] = [:]
        for member in fields.takeRest() {
            guard let field = Field(rawValue: member.key) else {
                report(
                    .unknownField, "no field named \(quoted(member.key))", at: member.keyLocation,
                    length: member.key.unicodeScalars.count, suggestion: didYouMean(member.key, among: Field.allCases.map(\.rawValue)))
                continue
            }
            guard let loss = member.value.readChoice(quoted(member.key), of: Dialect.Loss.self, in: file, into: &findings) else {
                continue
            }
            losses[field] = (loss, member.keyLocation)
        }
        return losses
    }

    private mutating func loadPattern(_ node: YAMLNode) -> URLExpiry? {
        guard let (text, location) = node.readText("a pattern of 'url-expiry'", in: file, into: &findings) else { return nil }
        var pieces: [URLExpiry.Piece] = []
        for piece in TemplateText.pieces(of: text) {
            switch piece {
            case .literal(let literal): pieces.append(.literal(Array(literal.utf8)))
            case .hole("unix", _): pieces.append(.unix)
            case .hole("_", _): pieces.append(.anything)
            case .hole(let name, let offset):
                report(
                    .unknownField, "no hole ${\(name)} in a pattern of 'url-expiry'",
                    at: node.scalar?.location(ofUTF8Offset: offset) ?? location, suggestion: "write ${unix} or ${_}")
            case .unclosed(let offset):
                report(.badHole, "'${' is not closed", at: node.scalar?.location(ofUTF8Offset: offset) ?? location)
            }
        }
        if pieces.filter({ $0 == .unix }).count != 1 {
            report(.badPattern, "a pattern of 'url-expiry' needs ${unix} once", at: location, length: node.length)
        }
        if case .anything? = pieces.last {
            report(.badPattern, "${_} at the end of a pattern has no end", at: location, length: node.length)
        }
        for (piece, next) in zip(pieces, pieces.dropFirst()) where piece == .anything && next == .unix {
            report(.badPattern, "text is needed between ${_} and ${unix}", at: location, length: node.length)
        }
        return URLExpiry(pieces: pieces)
    }
}

extension Behaviour {
    /// Queries are answered only where the file has queries to ask with.
    fileprivate func checked(_ variants: [Variant]) -> Behaviour {
        var behaviour = self
        if !variants.contains(where: { $0.kind == .query }) { behaviour.answersQueries = false }
        return behaviour
    }
}
