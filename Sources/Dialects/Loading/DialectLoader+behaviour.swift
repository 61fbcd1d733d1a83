internal import Diagnostics
internal import Upgrades
internal import YAMLSource

/// What a dialect file says apart from its messages: behaviour, limits, losses, and where a URL carries its expiry.
extension DialectLoader {
    /// The behaviour, and where the file says that something must be there.
    struct LoadedBehaviour {
        var behaviour = Behaviour()
        var receipts: SourceLocation?
        var queries: SourceLocation?
    }

    mutating func loadBehaviour(_ node: YAMLNode) -> LoadedBehaviour {
        enum Receipts: String, CaseIterable { case required, none }
        enum Queries: String, CaseIterable { case answered, none }
        var loaded = LoadedBehaviour()
        guard var fields = YAMLFields(node, what: "'behaviour'", file: file, into: &findings) else { return loaded }
        loaded.receipts = node["receipts"]?.location
        loaded.queries = node["queries"]?.location
        let success = fields.takeChoice("success", of: Behaviour.Success.self, into: &findings)
        loaded.behaviour.success = success ?? .versionReport
        let receipts = fields.takeChoice("receipts", of: Receipts.self, into: &findings)
        loaded.behaviour.requiresReceipts = receipts == .required
        loaded.behaviour.reoffersOnReport = fields.takeBoolean("reoffer-on-report", into: &findings) ?? false
        let queries = fields.takeChoice("queries", of: Queries.self, into: &findings)
        loaded.behaviour.answersQueries = queries == .answered
        for (key, standard) in Self.standards where !fields.holds(key) && !fields.holdsMisspelt(key) {
            findings.report(
                Finding(
                    .unstatedBehaviour, "'behaviour' does not say \(quoted(key)): \(standard.meaning)", in: file,
                    at: node.location, length: 1, severity: .warning, suggestion: "add \(key): \(standard.value)"))
        }
        fields.finish(into: &findings)
        return loaded
    }

    /// What holds of a key that is not there.
    ///
    /// Whether queries are answered needs no word: most vendors have none.
    private static let standards: [(key: String, standard: (value: String, meaning: String))] = [
        ("success", ("version-report", "only the report of the new version counts as success")),
        ("receipts", ("none", "devices are taken not to wait for an answer to their reports")),
        ("reoffer-on-report", ("false", "the backend is taken not to offer again by itself")),
    ]

    mutating func loadLimits(_ node: YAMLNode) -> [Dialect.Limit] {
        guard var fields = YAMLFields(node, what: "'limits'", file: file, into: &findings) else { return [] }
        var limits: [Dialect.Limit] = []
        for member in fields.takeRest() {
            let name = member.key.hasPrefix("offer.") ? String(member.key.dropFirst("offer.".count)) : nil
            let field = name.flatMap { Field(rawValue: $0) }
            guard let field, field.valueType == .text, Self.fits(field, in: .offer), field != .product, field != .device
            else {
                report(
                    .unknownField, "no limit can be set on \(quoted(member.key))", at: member,
                    suggestion: didYouMean(member.key, among: ["offer.target", "offer.url"])
                        ?? "write offer.target or offer.url")
                continue
            }
            guard var limit = YAMLFields(member.value, what: quoted(member.key), file: file, into: &findings) else {
                continue
            }
            let bytes = takeCount("bytes", from: &limit)
            let not = limit.takeText("not", into: &findings)?.0 ?? ""
            if !limit.holds("bytes"), not.isEmpty {
                reportEmpty(
                    "the limit \(quoted(member.key))", at: member.keyLocation,
                    suggestion: "write bytes: or not: below it")
            }
            limit.finish(into: &findings)
            limits.append(Dialect.Limit(field: field, bytes: bytes, not: Array(not.utf8), location: member.keyLocation))
        }
        return limits
    }

    private mutating func takeCount(_ key: String, from fields: inout YAMLFields) -> Int? {
        guard let node = fields.take(key), let (text, location) = node.readText(quoted(key), in: file, into: &findings)
        else {
            return nil
        }
        if let count = Int(text), count > 0 { return count }
        report(
            .badNumber, "\(quoted(key)) must be a whole number above 0, not \(quoted(text))", at: location,
            length: node.length)
        return nil
    }

    mutating func loadLosses(_ node: YAMLNode) -> [Field: Dialect.StatedLoss] {
        guard var fields = YAMLFields(node, what: "'lacks'", file: file, into: &findings) else { return [:] }
        var losses: [Field: Dialect.StatedLoss] = [:]
        for member in fields.takeRest() {
            let names = Self.statable.map(\.rawValue)
            guard let field = Field(rawValue: member.key), Self.statable.contains(field) else {
                let isField = Field(rawValue: member.key) != nil
                report(
                    .unknownField,
                    isField ? "no offer can do without the \(member.key)" : "no field named \(quoted(member.key))",
                    at: member,
                    suggestion: didYouMean(member.key, among: names)
                        ?? "expected one of \(names.joined(separator: ", "))")
                continue
            }
            guard
                let loss = member.value.readChoice(quoted(member.key), of: Dialect.Loss.self, in: file, into: &findings)
            else {
                continue
            }
            if loss == .drop, !Self.droppable.contains(field) {
                report(
                    .unfitField, "a package is another one without its \(field.rawValue)", at: member.value.location,
                    length: member.value.length, suggestion: "write refuse")
            }
            losses[field] = Dialect.StatedLoss(loss: loss, location: member.keyLocation)
        }
        return losses
    }

    /// What a wire may have no place for.
    static let losable: [Field] = [.module, .diff, .signature, .stream, .files, .md5, .sha256, .extraData]
    /// What `lacks` may name; a token is refused also where nothing is said of it.
    static let statable = losable + [.token]
    /// What an offer may be carried without.
    private static let droppable: [Field] = [.diff, .signature, .sha256, .extraData]

    mutating func loadPattern(_ node: YAMLNode) -> URLExpiry? {
        guard let (text, location) = node.readText("a pattern of 'url-expiry'", in: file, into: &findings) else {
            return nil
        }
        var pieces: [URLExpiry.Piece] = []
        for piece in TemplateText.pieces(of: text) {
            switch piece {
            case .literal(let literal): pieces.append(.literal(Array(literal.utf8)))
            case .hole("unix", _): pieces.append(.unix)
            case .hole("_", _): pieces.append(.anything)
            case .hole(let name, let offset):
                report(
                    .unknownField, "no hole ${\(name)} in a pattern of 'url-expiry'",
                    at: node.scalar?.location(ofUTF8Offset: offset) ?? location, length: name.unicodeScalars.count,
                    suggestion: "write ${unix} or ${_}")
                return nil
            case .unclosed(let offset):
                report(
                    .badHole, "'${' is not closed", at: node.scalar?.location(ofUTF8Offset: offset) ?? location,
                    length: 2,
                    suggestion: "add '}'")
                return nil
            }
        }
        if pieces.filter({ $0 == .unix }).count != 1 {
            report(
                .badPattern, "a pattern of 'url-expiry' needs ${unix} once", at: location, length: node.length,
                suggestion: "write ${unix} where the URL has the seconds since 1970")
        }
        if case .anything? = pieces.last {
            report(
                .badPattern, "${_} at the end of a pattern has no end", at: location, length: node.length,
                suggestion: "leave it out, or add the text behind it")
        }
        for (piece, next) in zip(pieces, pieces.dropFirst())
        where piece == .anything && (next == .unix || next == .anything) {
            report(
                .badPattern, "${_} ends where its next text begins, but a hole follows it", at: location,
                length: node.length,
                suggestion: "put the text between the two into the pattern")
        }
        return URLExpiry(pieces: pieces, location: location)
    }
}
