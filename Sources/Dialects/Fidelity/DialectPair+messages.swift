internal import Upgrades

/// Version reports, their receipts, and queries with their replies (B2, B3, B9).
extension DialectPair {
    private func message(_ kind: MessageKind, _ name: String, _ verdict: FidelityMatrix.Verdict, _ note: String = "")
        -> Row
    {
        Row(kind: kind, subject: .message, name: name, verdict: verdict, note: note)
    }

    // MARK: version reports

    var versionReportRows: [Row] {
        let kind = MessageKind.versionReport
        let version = passes(.version, kind)
        var rows = [message(kind, "report", isPrinted(.version, in: kind) ? .exact : .dropped)]
        if to.behaviour.success == .versionReport, tellsInstalled {
            rows.append(message(kind, "of the target", .synthesised, "at installed, with done-is-success"))
        }
        let asks = to.behaviour.answersQueries ? "" : ", or its URL has expired"
        rows.append(message(kind, "of current", .synthesised, "if an offer's target runs\(asks)"))
        rows.append(
            Row(kind: kind, subject: .field, name: Field.version.rawValue, verdict: version ? .exact : .dropped))
        return rows + [noteRow(kind), moduleRow(kind), idRow(kind), extrasRow(kind)].compactMap { $0 }
    }

    private var tellsInstalled: Bool {
        reading(.progress).contains { variant in
            if let claim = variant.claims.first(where: { $0.field == .phase }) {
                return claim.words.first == Phase.installed.rawValue
            }
            return variant.holes.contains { hole in
                guard hole.field == .phase, case .table(let table) = hole.conversion else { return false }
                return table.reads.contains { $0.word == Phase.installed.rawValue }
            }
        }
    }

    /// Whether what the one reads the other prints and reads back, in the form that prints the sort.
    private func passes(_ field: Field, _ kind: MessageKind) -> Bool {
        reading(kind).contains { form in
            guard form.fields.contains(FieldSet(field)) else { return false }
            var fields = form.required.union(FieldSet(field))
            if !isSameDialect { fields.remove(FieldSet(.id)) }
            var sort = MessageSort(kind, filling: fields)
            sort.speak(form)
            guard let variant = to.variant(printing: sort.specimen) else { return false }
            let reads = to.readBack(sort, printedBy: variant)
            return !reads.isEmpty && reads.allSatisfy { $0.variant.kind == kind && $0.fields.contains(FieldSet(field)) }
        }
    }

    // MARK: the backend asks for the version

    var versionQueryRows: [Row] {
        let kind = MessageKind.versionQuery
        guard !reading(kind).isEmpty else { return [] }
        guard to.traits.asksVersions else {
            return [message(kind, "question", .byRecord, "answered by the gateway")]
        }
        return [message(kind, "question", .exact), moduleRow(kind), idRow(kind), extrasRow(kind)].compactMap { $0 }
    }

    // MARK: receipts

    var receiptRows: [Row] {
        let kind = MessageKind.versionReceipt
        let isHeard = !reading(kind).isEmpty
        if isSameDialect {
            guard isHeard else { return [] }
            let fields = [Field.receiptCode, .version, .note].filter { isRead($0, in: kind) }.map { field in
                Row(
                    kind: kind, subject: .field, name: field.rawValue,
                    verdict: isPrinted(field, in: kind) ? .exact : .dropped)
            }
            return [message(kind, "receipt", printing(kind).isEmpty ? .dropped : .exact)] + fields
                + [moduleRow(kind), idRow(kind), extrasRow(kind)].compactMap { $0 }
        }
        var rows: [Row] = []
        if isHeard { rows.append(message(kind, "receipt", .dropped, "the log names one that is not 0")) }
        if to.behaviour.requiresReceipts {
            rows.append(message(kind, "of the gateway", .synthesised, "at once, with code 0"))
        }
        return rows
    }

    // MARK: queries

    var queryRows: [Row] {
        let kind = MessageKind.query
        var rows: [Row] = []
        for form in reading(kind) {
            guard to.behaviour.answersQueries else {
                rows.append(message(kind, form.name, .byRecord, "answered by the gateway"))
                continue
            }
            var sort = MessageSort(kind, filling: form.required)
            sort.speak(form)
            let image = to.variant(printing: sort.specimen)
            let isSame = image.map { form.required.isSubset(of: $0.fields) } ?? false
            rows.append(
                message(
                    kind, form.name, isSame ? .exact : image == nil ? .dropped : .collapsed,
                    image == nil ? "\(to.name) has no form for it" : isSame ? "printed by '\(image?.name ?? "")'" : ""))
            if !isSame, let image { rows[rows.count - 1].onto = image.name }
        }
        if to.behaviour.answersQueries {
            let isPrinted = to.variant(printing: MessageSort(kind, filling: FieldSet(.id)).specimen) != nil
            rows.append(
                message(
                    kind, "of the gateway", isPrinted ? .synthesised : .dropped,
                    isPrinted ? "when an offer's URL has expired" : "every form of it needs more than an id"))
        }
        guard !reading(kind).isEmpty, to.behaviour.answersQueries else { return rows }
        // the id of a query goes with it into any dialect, for its reply has to find the asker (B9)
        if isRead(.id, in: kind) {
            rows.append(
                Row(
                    kind: kind, subject: .field, name: Field.id.rawValue,
                    verdict: isPrinted(.id, in: kind) ? .exact : .dropped))
        }
        if isRead(.version, in: kind) {
            rows.append(
                Row(
                    kind: kind, subject: .field, name: Field.version.rawValue,
                    verdict: passes(.version, kind) ? .exact : .dropped))
        }
        return rows + [moduleRow(kind), extrasRow(kind)].compactMap { $0 }
    }

    // MARK: replies

    var replyRows: [Row] {
        let kind = MessageKind.queryReply
        if from.behaviour.answersQueries {
            guard to.behaviour.answersQueries else {
                guard !reading(kind).isEmpty else { return [] }
                return [
                    message(kind, "to the gateway", .byRecord, "read as an offer"), message(kind, "others", .dropped),
                ]
            }
            return reading(kind).map { form in
                var sort = MessageSort(kind, filling: form.required)
                sort.specimen.asking = form.answers
                sort.say(form.claims)
                sort.speak(form)
                if form.isStream { return message(kind, form.replyName, .refused, OfferCarriage.streamReason) }
                let image = to.variant(printing: sort.specimen)
                return message(
                    kind, form.replyName, image == nil ? .dropped : .exact,
                    image == nil ? "no reply of \(to.name) fits it" : "")
            }
        }
        guard to.behaviour.answersQueries else { return [] }
        return to.variants.filter { $0.kind == .query && $0.reads }.map { query in
            var empty = MessageSort(kind, filling: FieldSet(.id))
            empty.specimen.asking = query.name
            let says = to.variant(printing: empty.specimen) != nil
            return message(
                kind, "to \(query.name)", .synthesised,
                says ? "the open offer, or none" : "the open offer, else nothing")
        }
    }
}

extension Variant {
    /// `get: md5`, where a shared piece tells the forms of a reply apart.
    fileprivate var replyName: String {
        // 'md5' in 'get' of 'query-reply'
        let words = label.split(separator: "'")
        return words.count == 5 ? "\(name), \(words[0])" : name
    }

    /// Whether it says that the package comes in blocks through the broker.
    var isStream: Bool {
        claims.contains { $0.field == .transport && $0.words.first == UpgradePackage.Transport.stream.rawValue }
    }
}

extension MessageSort {
    /// Fills what a form's `is:` says when it is read.
    mutating func say(_ claims: [Variant.Claim]) {
        for claim in claims {
            if let word = claim.read { specimen.fill(claim.field, .word(word)) }
        }
    }
}
