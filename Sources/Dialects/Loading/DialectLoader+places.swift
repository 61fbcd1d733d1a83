internal import Diagnostics
internal import Upgrades

/// Fields that a message must have and cannot: no message of its kind fills them, or no form has a place for them.
extension DialectLoader {
    mutating func checkPlaces(of dialect: Dialect) {
        for kind in MessageKind.allCases { checkFilled(kind, of: dialect) }
        checkNews(of: dialect)
        checkPackage(of: dialect)
        checkModules(of: dialect)
    }

    /// What nobody can fill in a message of that kind that comes from another dialect, or from the gateway itself.
    private static func unknown(_ kind: MessageKind, among fields: FieldSet) -> FieldSet {
        switch kind {
        case .progress: fields.intersection(FieldSet(.id))
        case .query: fields.subtracting([.identity, FieldSet(.id), FieldSet(.module)])
        default: fields.intersection([FieldSet(.id), FieldSet(.note)])
        }
    }

    /// A kind of which every form requires what no message of another dialect brings.
    private mutating func checkFilled(_ kind: MessageKind, of dialect: Dialect) {
        let forms = dialect.forms(printing: kind).filter { !$0.isStream }
        guard !forms.isEmpty, kind != .queryReply else { return }
        if kind == .query, !dialect.behaviour.answersQueries { return }
        if kind == .versionReceipt, !dialect.behaviour.requiresReceipts { return }
        let wanting = forms.map { (form: $0, fields: Self.unknown(kind, among: $0.required).fields) }
        guard let (best, fields) = wanting.min(by: { $0.fields.count < $1.fields.count }), let field = fields.first,
            let hole = best.holes.first(where: { $0.field == field && !$0.mayBeAbsent })
        else { return }
        let makes = kind == .query ? "asks with an id alone" : "has no \(field.rawValue) for it"
        report(
            .unfillable, "\(best.label) needs the \(field.rawValue), but the gateway \(makes)", at: hole.location,
            length: field.rawValue.count,
            suggestion: field == .id
                ? "write ${id|@serial} or ${id|@time}, which makes one"
                : "write ${\(field.rawValue)|...} with what is printed without it, or make the member optional")
    }

    /// Progress must be printable whatever the device leaves unsaid.
    private mutating func checkNews(of dialect: Dialect) {
        let all: FieldSet = [FieldSet(.target), FieldSet(.percent), FieldSet(.note)]
        var wanting: [(hole: Hole, phases: [Phase])] = []
        for phase in [Phase.downloading, .downloaded, .installing, .installed, .succeeded, .failed] {
            func form(_ fields: FieldSet) -> Variant? {
                let failure = phase == .failed ? Failure(.upgrade) : nil
                return dialect.variant(
                    printing: MessageSort.progress(phase, failure: failure, filling: fields).specimen)
            }
            for field in [Field.note, .percent] {
                guard form(all.subtracting(FieldSet(field))) == nil,
                    let hole = form(all)?.holes.first(where: { $0.field == field && !$0.mayBeAbsent })
                else { continue }
                if let place = wanting.firstIndex(where: { $0.hole === hole }) {
                    wanting[place].phases.append(phase)
                } else {
                    wanting.append((hole, [phase]))
                }
            }
        }
        for (hole, phases) in wanting {
            let names = phases.map { quoted($0.rawValue) }.joined(separator: ", ")
            let name = hole.field.rawValue
            findings.report(
                Finding(
                    .unfillable, "\(names) cannot be printed without a \(name), and not every device says one",
                    in: file, at: hole.location, length: name.count,
                    // a device that downloads mostly says how far
                    severity: hole.field == .percent && phases == [.downloading] ? .warning : .error,
                    suggestion: "write ${\(name)|...} with what is printed without it, or make the member optional"))
        }
    }

    /// An offer says where the package is, and by which digest it is known.
    private mutating func checkPackage(of dialect: Dialect) {
        let forms = dialect.forms(printing: .offer)
        guard let first = forms.first else { return }
        let printed = forms.reduce(FieldSet()) { $0.union($1.fields) }
        if printed.isDisjoint(with: [FieldSet(.url), FieldSet(.files)]) {
            report(
                .missingField, "no form of 'offer' says where the package is", at: first.location, length: first.length,
                suggestion: "add a hole ${url}")
        }
        if printed.isDisjoint(with: [.digests, FieldSet(.files)]) {
            report(
                .missingField, "no form of 'offer' has a digest, without which nothing is offered", at: first.location,
                length: first.length, suggestion: "add a hole ${md5} or ${sha256}")
        }
    }

    /// Where some messages name the module, one that does not is taken for the whole device's (B8).
    private mutating func checkModules(of dialect: Dialect) {
        guard dialect.traits.namesModules else { return }
        for kind in [MessageKind.versionReport, .progress, .offer] {
            let forms = dialect.variants.filter { $0.kind == kind && $0.prints }
            for form in forms where !form.fields.contains(FieldSet(.module)) {
                findings.report(
                    Finding(
                        .missingModule,
                        "\(form.label) has no place for the module, so that a module's would be the whole device's",
                        in: file, at: form.location, length: form.length, severity: .warning,
                        suggestion: "add a member as module?: \"${module}\", or only: read"))
            }
        }
    }
}
