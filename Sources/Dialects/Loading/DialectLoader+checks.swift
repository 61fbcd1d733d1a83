internal import Diagnostics
internal import Upgrades

/// What can be wrong with a dialect although each piece of its file can be read.
extension DialectLoader {
    /// The fields without which a message of a kind says nothing.
    private static let needed: [MessageKind: [Field]] = [
        .versionReport: [.version], .versionReceipt: [], .offer: [.target], .progress: [.phase], .query: [], .queryReply: [],
    ]

    mutating func check(_ variant: Variant, at location: SourceLocation) {
        for field in Self.needed[variant.kind] ?? [] where !variant.fields.contains(FieldSet(field)) {
            report(
                .missingField, "\(quoted(variant.kind.rawValue)) does not say the \(field.rawValue)", at: location,
                suggestion: field == .phase ? "add is: { phase: ... } or a hole ${phase:table}" : "add a hole ${\(field.rawValue)}")
        }
        for hole in variant.holes where !Self.fits(hole.field, in: variant.kind) {
            report(
                .unfitField, "the field \(quoted(hole.field.rawValue)) has no meaning in \(quoted(variant.kind.rawValue))",
                at: hole.location, length: hole.field.rawValue.count)
        }
    }

    private static func fits(_ field: Field, in kind: MessageKind) -> Bool {
        switch field {
        case .id, .note, .module, .product, .device: true
        case .version: kind == .versionReport || kind == .versionReceipt || kind == .query
        case .receiptCode: kind == .versionReceipt
        case .target: kind == .offer || kind == .progress || kind == .queryReply
        case .phase, .percent, .failure: kind == .progress
        case .size, .url, .md5, .sha256, .diff, .signature, .files, .stream, .streamFile, .transport, .method, .extraData:
            kind == .offer || kind == .queryReply
        }
    }

    /// Kinds that must be there, answers to queries that are not, and losses that nobody stated.
    mutating func checkWhole(
        _ dialect: Dialect, losses: [Field: (loss: Dialect.Loss, location: SourceLocation)], at location: SourceLocation
    ) {
        guard !findings.hasErrors else { return }
        for kind in [MessageKind.versionReport, .offer, .progress] where !dialect.variants.contains(where: { $0.kind == kind }) {
            report(.missingKind, "the dialect has no message \(quoted(kind.rawValue))", at: location)
        }
        let queries = dialect.variants.filter { $0.kind == .query }.map(\.name)
        for variant in dialect.variants {
            guard let answers = variant.answers, !queries.contains(answers) else { continue }
            report(
                .badAnswer, "no query is named \(quoted(answers))", at: location, suggestion: didYouMean(answers, among: queries))
        }
        if dialect.behaviour.requiresReceipts, !dialect.variants.contains(where: { $0.kind == .versionReceipt }) {
            report(.missingKind, "receipts are required, but there is no message 'version-receipt'", at: location)
        }
        let printed = dialect.variants.filter { $0.kind == .offer && $0.prints }.reduce(FieldSet()) { $0.union($1.fields) }
        let carried: [Field] = [.module, .diff, .signature, .stream, .files, .sha256, .md5, .extraData]
        for field in carried where !printed.contains(FieldSet(field)) && losses[field] == nil {
            report(
                .unstatedLoss, "offers have no place for the \(field.rawValue), and 'lacks' does not say what becomes of it",
                at: location, suggestion: "add \(field.rawValue): refuse or \(field.rawValue): drop under lacks:")
        }
        for (field, stated) in losses.sorted(by: { $0.key.rawValue < $1.key.rawValue }) where printed.contains(FieldSet(field)) {
            report(
                .unneededLoss, "offers have a place for the \(field.rawValue)", at: stated.location,
                length: field.rawValue.count, suggestion: "remove it from lacks:")
        }
    }
}
