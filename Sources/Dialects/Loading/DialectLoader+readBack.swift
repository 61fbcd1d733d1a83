internal import Diagnostics
internal import Upgrades

/// What a form prints and another form reads: the message would change its meaning on the way.
extension DialectLoader {
    mutating func checkReadBack(of dialect: Dialect) {
        for variant in dialect.variants where variant.prints && variant.reads {
            if let change = dialect.changes(of: variant).first { report(change, of: variant) }
        }
        for variant in dialect.variants where variant.reads { checkOrder(of: variant, dialect.behaviour) }
    }

    private mutating func report(_ change: Change, of variant: Variant) {
        let note = Finding.Note("\(change.reader.label) stands here", at: change.reader.location)
        report(
            .readsAsAnother,
            "what \(variant.label) prints for \(change.printed) is read by \(change.reader.label), as \(change.read)",
            at: variant.location, length: variant.length,
            suggestion: "let a literal tell them apart, put it first, or add only: to say that it goes one way",
            notes: change.reader.location == variant.location ? [] : [note])
    }

    /// A list of `is:` is read as its first word, which must not claim more than the others.
    private mutating func checkOrder(of variant: Variant, _ behaviour: Behaviour) {
        guard variant.prints, let claim = variant.claims.first(where: { $0.field == .phase }),
            let first = claim.words.first.flatMap({ Phase(rawValue: $0) }),
            let earlier = claim.words.compactMap({ Phase(rawValue: $0) }).min(by: { $0.rank < $1.rank }),
            earlier.settled(in: behaviour).rank < first.settled(in: behaviour).rank
        else { return }
        report(
            .readsAsAnother,
            "\(variant.label) prints \(quoted(earlier.rawValue)), but is read as \(quoted(first.rawValue))",
            at: variant.location, length: variant.length,
            suggestion: "put \(earlier.rawValue) first in its is: list, which is what is read")
    }

    /// A message that one form prints and another reads.
    struct Change {
        let reader: Variant
        let printed: String
        let read: String
    }
}

extension Dialect {
    /// The sorts of messages that a form prints and another form of its topic reads as something else.
    fileprivate func changes(of variant: Variant) -> [DialectLoader.Change] {
        sorts(printedBy: variant).flatMap { sort -> [DialectLoader.Change] in
            let own = ReadBack(Printout(of: sort, by: variant), by: variant)
            return readBack(sort, printedBy: variant).filter { $0.variant !== variant }.compactMap { read in
                guard let change = read.difference(from: own) else { return nil }
                let printed = sort.specimen.phase?.rawValue ?? "a message"
                return DialectLoader.Change(reader: read.variant, printed: printed, read: change)
            }
        }
    }

    /// What the form is chosen to print: with and without each field that may be absent.
    private func sorts(printedBy variant: Variant) -> [MessageSort] {
        let words: FieldSet = [FieldSet(.phase), FieldSet(.failure), .identity]
        let open = variant.fields.subtracting(variant.required).subtracting(words).fields
        // the optional fields of a package are tried one by one, beside none and all of them
        let isPackage = variant.kind == .offer || variant.kind == .queryReply
        let subsets: [FieldSet] =
            !isPackage && open.count <= 6
            ? MessageSort.subsets(of: open)
            : [[], open.reduce(into: FieldSet()) { $0.insert(FieldSet($1)) }] + open.map { FieldSet($0) }
        return subsets.flatMap { filled -> [MessageSort] in
            let fields = variant.required.union(filled)
            guard variant.kind == .progress else {
                var sort = MessageSort(variant.kind, filling: fields)
                sort.say(variant.claims)
                sort.speak(variant)
                sort.specimen.asking = variant.kind == .queryReply ? variant.answers : nil
                return [sort]
            }
            return Phase.allCases.map { phase in
                var sort = MessageSort.progress(
                    phase, failure: phase == .failed ? Failure(.upgrade) : nil, filling: fields)
                sort.speak(variant)
                return sort
            }
        }.filter { self.variant(printing: $0.specimen) === variant }
    }
}

extension ReadBack {
    /// What is read where the form itself would read something else; nil if both say the same.
    fileprivate func difference(from own: ReadBack) -> String? {
        if isUnknownValue { return "an unknown value" }
        if variant.kind != own.variant.kind { return "a \(variant.kind.rawValue)" }
        switch variant.kind {
        case .progress: return phase == own.phase || own.fit == .never ? nil : phase.map { quoted($0.rawValue) }
        case .query: return variant.name == own.variant.name ? nil : "the query \(quoted(variant.name))"
        case .queryReply:
            return variant.answers == own.variant.answers ? nil : "the answer to \(quoted(variant.answers ?? ""))"
        case .offer: return variant.isStream == own.variant.isStream ? nil : "another way to fetch the package"
        case .versionReport, .versionReceipt, .versionQuery: return nil
        }
    }
}
