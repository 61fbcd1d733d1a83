internal import Diagnostics
internal import Upgrades
internal import YAMLSource

/// What can be wrong with a dialect although each piece of its file can be read.
extension DialectLoader {
    /// The fields without which a message of a kind says nothing.
    private static let needed: [MessageKind: Field] = [.versionReport: .version, .offer: .target, .progress: .phase]

    mutating func check(_ loaded: LoadedVariant) {
        let variant = loaded.variant
        if let field = Self.needed[variant.kind], !variant.fields.contains(FieldSet(field)) {
            report(
                .missingField, "\(loaded.label) does not say the \(field.rawValue)", at: loaded.location,
                length: loaded.length,
                suggestion: field == .phase
                    ? "add is: { phase: ... } or a hole ${phase:table}" : "add a hole ${\(field.rawValue)}")
        }
        for hole in variant.holes
        where hole.field == Self.needed[variant.kind] && hole.mayBeAbsent
            && !variant.required.contains(FieldSet(hole.field))
        {
            report(
                .missingField, "\(loaded.label) may come without the \(hole.field.rawValue), and would say nothing",
                at: hole.location, length: hole.field.rawValue.count,
                suggestion: "write the hole without '|', and the member without '?'")
        }
        checkFallbacks(of: loaded)
        checkTwinFallbacks(of: loaded)
        if variant.holes.count(where: { $0.field == .id }) > 1,
            let second = variant.holes.last(where: { $0.field == .id })
        {
            report(
                .badHole, "the id stands twice in \(loaded.label), but a message has one", at: second.location,
                length: 2, suggestion: "write ${_|0} for a number of another meaning")
        }
        for hole in variant.holes where hole.field == .opaque && !hole.mayBeAbsent && variant.prints {
            report(
                .badHole, "${_} has nothing to print for a message of another dialect", at: hole.location, length: 1,
                suggestion: "write what to print behind '|', as ${_|0} or ${_|@utc}")
        }
        for hole in variant.holes where !Self.fits(hole.field, in: variant.kind) {
            report(
                .unfitField, "the \(hole.field.rawValue) has no meaning in \(quoted(variant.kind.rawValue))",
                at: hole.location, length: hole.field.rawValue.count,
                suggestion: "write it as a literal, or leave the member out: it is kept as it came")
        }
        for claim in variant.claims where !Self.fits(claim.field, in: variant.kind) {
            report(
                .unfitField,
                "'is' says the \(claim.field.rawValue), which has no meaning in \(quoted(variant.kind.rawValue))",
                at: loaded.location, length: loaded.length, suggestion: "remove it")
        }
    }

    static func fits(_ field: Field, in kind: MessageKind) -> Bool {
        switch field {
        case .id, .note, .module, .product, .device, .opaque: true
        case .version: kind == .versionReport || kind == .versionReceipt || kind == .query || kind == .progress
        case .receiptCode: kind == .versionReceipt
        case .target: kind == .offer || kind == .progress || kind == .queryReply
        case .phase, .percent, .failure: kind == .progress
        case .size, .url, .md5, .sha256, .diff, .signature, .files, .stream, .streamFile, .transport, .method,
            .extraData, .token:
            kind == .offer || kind == .queryReply
        }
    }

    /// Kinds that must be there, in both directions, and queries with their answers.
    mutating func checkKinds(of variants: [LoadedVariant], in messages: YAMLNode, _ behaviour: LoadedBehaviour) {
        let keys = messages.mapping ?? []
        // a misspelt kind has its own finding
        for kind in [MessageKind.versionReport, .offer, .progress]
        where messages[kind.rawValue] == nil && !incomplete.contains(kind) {
            report(
                .missingKind, "the dialect has no message \(quoted(kind.rawValue))", at: messages.location,
                suggestion: "every dialect needs version-report, offer and progress")
        }
        if behaviour.behaviour.requiresReceipts, messages["version-receipt"] == nil,
            !incomplete.contains(.versionReceipt), let place = behaviour.receipts
        {
            report(
                .missingKind, "receipts are required, but there is no message 'version-receipt'", at: place,
                length: "required".count, suggestion: "add the message, or write receipts: none")
        }
        if behaviour.behaviour.answersQueries, messages["query"] == nil, !incomplete.contains(.query),
            let place = behaviour.queries
        {
            report(
                .missingKind, "queries are answered, but there is no message 'query'", at: place,
                length: "answered".count,
                suggestion: "add the message, or write queries: none")
        }
        for member in keys {
            guard let kind = MessageKind(rawValue: member.key), !incomplete.contains(kind) else { continue }
            let forms = variants.map(\.variant).filter { $0.kind == kind }
            for (lacks, verb) in [
                (!forms.contains(where: \.reads), "read"), (!forms.contains(where: \.prints), "printed"),
            ]
            where lacks && !forms.isEmpty {
                report(
                    .oneSided, "no form of \(quoted(kind.rawValue)) is \(verb)", at: member,
                    suggestion: "remove only: from one of them, or add a form without it")
            }
        }
        checkAnswers(of: variants, behaviour)
    }

    private mutating func checkAnswers(of variants: [LoadedVariant], _ behaviour: LoadedBehaviour) {
        guard !incomplete.contains(.query) else { return }
        let queries = variants.filter { $0.variant.kind == .query }
        let names = queries.map(\.variant.name)
        for loaded in variants {
            guard let answers = loaded.variant.answers, !names.contains(answers) else { continue }
            report(
                .badAnswer, "no query is named \(quoted(answers))", at: loaded.answers ?? loaded.location,
                length: answers.unicodeScalars.count,
                suggestion: didYouMean(answers, among: names) ?? "expected one of \(names.joined(separator: ", "))")
        }
        guard !incomplete.contains(.queryReply), behaviour.behaviour.answersQueries else { return }
        for query in queries where !variants.contains(where: { $0.variant.answers == query.variant.name }) {
            report(
                .badAnswer, "nothing answers \(query.label)", at: query.location, length: query.length,
                suggestion: "add a 'query-reply' with answers: \(query.variant.name)")
        }
    }

    /// A field of an offer that the dialect has no place for must be named, with what becomes of it.
    mutating func checkLosses(
        of dialect: Dialect, stated: [String], at location: SourceLocation
    ) {
        let offers = dialect.variants.filter { $0.kind == .offer && $0.prints }
        guard !incomplete.contains(.offer), !offers.isEmpty else { return }
        let printed = offers.reduce(FieldSet()) { $0.union($1.fields) }
        // a misspelt name has its own finding
        let names = Self.losable.map(\.rawValue)
        let meant = Set(stated.map { names.contains($0) ? $0 : nearName(to: $0, among: names) ?? $0 })
        let unstated = Self.losable.filter { !printed.contains(FieldSet($0)) && !meant.contains($0.rawValue) }
        if !unstated.isEmpty {
            let names = unstated.map(\.rawValue)
            report(
                .unstatedLoss,
                "offers have no place for the \(names.joined(separator: ", ")), and 'lacks' does not say what becomes of it",
                at: location, length: "offer".count,
                suggestion: "add \(names.map { "\($0): refuse" }.joined(separator: ", ")) under lacks:")
        }
        for (field, loss) in dialect.losses.sorted(by: { $0.key.rawValue < $1.key.rawValue })
        where printed.contains(FieldSet(field)) {
            report(
                .unneededLoss, "offers have a place for the \(field.rawValue)", at: loss.location,
                length: field.rawValue.count, suggestion: "remove it from lacks:")
        }
    }

    /// What the gateway must be able to say of any upgrade.
    private static let phases: [Phase] = [.downloading, .downloaded, .installing, .installed, .succeeded, .failed]

    /// Every phase and every failure has a form that prints it.
    mutating func checkPhases(of variants: [LoadedVariant]) {
        let progress = variants.filter { $0.variant.kind == .progress }
        guard !incomplete.contains(.progress), !hasBadClaims,
            !progress.contains(where: { $0.variant.tables.contains(where: findingTables.contains) }),
            let first = progress.first,
            progress.contains(where: { $0.variant.prints })
        else {
            return
        }
        let missing = Self.phases.filter { phase in !progress.contains { $0.variant.prints && $0.variant.says(phase) } }
        if !missing.isEmpty {
            report(
                .unprintable,
                "no form of 'progress' prints \(missing.map { quoted($0.rawValue) }.joined(separator: ", "))",
                at: first.location, length: first.length,
                suggestion: "add the phase to an is: list or to a table, as \(missing[0].rawValue): { print: code }")
        }
        for loaded in progress where loaded.variant.prints {
            for hole in loaded.variant.holes where hole.field == .failure {
                guard case .table(let table) = hole.conversion, table.print(FailureClass.upgrade.rawValue) == nil else {
                    continue
                }
                report(
                    .unprintable, "the table \(quoted(table.name)) prints no code for some failures",
                    at: table.rows.first?.location ?? hole.location,
                    length: table.rows.first?.word.unicodeScalars.count ?? 1,
                    suggestion: "add a row upgrade: every failure without a row of its own falls back to it")
            }
        }
    }
}

extension Variant {
    /// The names of the tables that its holes use.
    fileprivate var tables: [String] {
        holes.compactMap { if case .table(let table) = $0.conversion { table.name } else { nil } }
    }

    /// Whether it has a way to say the phase.
    fileprivate func says(_ phase: Phase) -> Bool {
        claims.allSatisfy { $0.field != .phase || $0.words.contains(phase.rawValue) }
            && holes.allSatisfy { hole in
                guard hole.field == .phase, case .table(let table) = hole.conversion else { return true }
                return table.print(phase.rawValue) != nil
            }
    }
}
