internal import Upgrades

/// What a backend's offer is to a device (part A "Essential fields", B6 "Refused", B8).
extension DialectPair {
    private typealias Verdict = FidelityMatrix.Verdict

    var offerRows: [Row] {
        let others: [Field] = [.product, .device, .module, .id, .opaque]  // with rows of their own, or none
        let fields = Field.allCases.filter { DialectLoader.fits($0, in: .offer) && !others.contains($0) }
        return fields.flatMap { offerRows($0) }
            + [moduleRow(.offer), idRow(.offer), extrasRow(.offer)].compactMap { $0 }
    }

    private func offerRows(_ field: Field) -> [Row] {
        let telling = reading(.offer).filter { $0.fields.contains(FieldSet(field)) }
        guard !telling.isEmpty else { return [] }
        if field.isDigest {
            let other = field == .sha256 ? Field.md5 : .sha256
            let beside = telling.filter { $0.fields.contains(FieldSet(other)) }
            let alone = telling.filter { !$0.required.contains(FieldSet(other)) }
            let name = field.rawValue
            return
                (beside.isEmpty
                ? [] : [row(field, "\(name) beside \(other.rawValue)", of: beside, with: [FieldSet(other)])])
                + (alone.isEmpty ? [] : [row(field, beside.isEmpty ? name : "\(name) alone", of: alone, with: [])])
        }
        return [row(field, field.rawValue, of: telling, with: [])]
    }

    private func row(_ field: Field, _ name: String, of forms: [Variant], with others: FieldSet) -> Row {
        let images = forms.map { carry(field, with: others, of: $0) }
        let best = images.min { ($0.rank, $0.note.count) < ($1.rank, $1.note.count) } ?? .refused("")
        var row = Row(kind: .offer, subject: .field, name: name, verdict: best.verdict, note: best.note)
        let limits = to.limits.filter { $0.field == field }.map(\.words)
        if best.verdict == .exact, !limits.isEmpty { row.note = limits.joined(separator: "; ") }
        if FleetOptions.Allowance(rawValue: field.rawValue) != nil, best.verdict == .refused {
            row.note = "unless the fleet allows it"
        }
        return row
    }

    /// What becomes of a field in the plainest offer of a form that has it.
    private enum Carried {
        case carried, dropped(String), refused(String)

        var rank: Int {
            switch self {
            case .carried: 0
            case .dropped: 1
            case .refused: 2
            }
        }
        var verdict: Verdict {
            switch self {
            case .carried: .exact
            case .dropped: .dropped
            case .refused: .refused
            }
        }
        var note: String {
            switch self {
            case .carried: ""
            case .dropped(let note), .refused(let note): note
            }
        }
    }

    private func carry(_ field: Field, with others: FieldSet, of form: Variant) -> Carried {
        let sort = offer(of: form, with: others.union(FieldSet(field)))
        let carriage = OfferCarriage(device: to, backend: from, options: FleetOptions())
        if let reason = carriage.refusal(of: sort.specimen) { return .refused(reason) }
        let stripped = carriage.strip(sort.specimen)
        let carried = MessageSort(offer: stripped.offer)
        guard let variant = to.variant(printing: carried.specimen) else { return .refused("no form of offer fits") }
        let reads = to.readBack(carried, printedBy: variant)
        if !reads.isEmpty, reads.allSatisfy({ $0.tells(field) }) { return .carried }
        return .dropped(stripped.dropped.isEmpty ? "" : "named in the event")
    }

    /// The plainest offer that a form reads, with some fields beside.
    func offer(of form: Variant, with fields: FieldSet = []) -> MessageSort {
        var fields = form.required.union(fields)
        if !isSameDialect { fields.remove(FieldSet(.id)) }
        var sort = MessageSort(.offer, filling: fields)
        sort.say(form.claims)
        sort.speak(form)
        return sort
    }
}

extension MessageSort {
    init(offer: CanonicalMessage) { specimen = offer }
}

extension ReadBack {
    fileprivate func tells(_ field: Field) -> Bool {
        fields.contains(FieldSet(field)) || variant.claims.contains { $0.field == field }
    }
}

extension Dialect.Limit {
    /// `at most 32 bytes, without "\`.
    var words: String {
        let size = bytes.map { "at most \($0) bytes" }
        let without = not.isEmpty ? nil : "without \(String(decoding: not, as: UTF8.self))"
        return [size, without].compactMap { $0 }.joined(separator: ", ")
    }
}
