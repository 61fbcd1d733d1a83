internal import Diagnostics
internal import Upgrades

/// What one form reads and no form of the same dialect can print: it would be lost between a device and its own cloud.
extension DialectLoader {
    mutating func checkOneWay(of dialect: Dialect) {
        let pair = DialectPair(from: dialect, to: dialect)
        for form in dialect.variants where form.reads && !(form.isStream && !form.prints) {
            guard let lost = pair.lost(of: form) else { continue }
            findings.report(
                Finding(
                    .oneWay, "\(form.label) reads \(lost), which no form prints", in: file, at: form.location,
                    length: form.length, severity: .warning,
                    suggestion: "add a form that prints it, or a member to the one that prints the rest"))
        }
        for table in Set(dialect.variants.flatMap(\.holes).compactMap(\.diffTable)).sorted(by: { $0.name < $1.name }) {
            report(
                .unprintable, "the table \(quoted(table.name)) prints no code for a difference package",
                at: table.location, length: table.length, suggestion: "add a row \"true\": and its code")
        }
    }

    fileprivate struct PoorTable: Hashable {
        let name: String
        let location: SourceLocation
        let length: Int
    }
}

extension Hole {
    /// Its table, if that has no word for a package that is a difference: it would pass for a whole one.
    fileprivate var diffTable: DialectLoader.PoorTable? {
        guard field == .diff, case .table(let table) = conversion, table.print("true") == nil else { return nil }
        let row = table.rows.first
        return DialectLoader.PoorTable(
            name: table.name, location: row?.location ?? location,
            length: row?.word.unicodeScalars.count ?? field.rawValue.count)
    }
}

extension DialectPair {
    /// What a form reads and the dialect cannot print, in words; nil if it can say it all.
    fileprivate func lost(of form: Variant) -> String? {
        let apart: FieldSet = [.identity, FieldSet(.phase), FieldSet(.failure), FieldSet(.transport), FieldSet(.id)]
        let open = form.fields.subtracting(form.required).subtracting(apart)
        for added in [FieldSet()] + open.fields.map({ FieldSet($0) }) {
            for sort in sorts(readBy: form, with: added) {
                let what = sort.specimen.phase.map { quoted($0.rawValue) } ?? "a \(form.kind.rawValue)"
                guard let variant = to.variant(printing: sort.specimen) else {
                    return added.fields.first.map { "\(what) with a \($0.rawValue)" } ?? what
                }
                if sort.specimen.phase == .failed, form.fields.subtracting(variant.fields).contains(FieldSet(.failure))
                {
                    return "\(what) with a code"
                }
                let lost = form.required.union(added).subtracting(apart).subtracting(variant.fields)
                if let field = lost.fields.first(where: { !($0 == .percent && sort.specimen.phase != .downloading) }) {
                    return "\(what) with a \(field.rawValue)"
                }
            }
        }
        return nil
    }

    private func sorts(readBy form: Variant, with added: FieldSet) -> [MessageSort] {
        let fields = form.required.union(added)
        guard form.kind == .progress else {
            var sort = MessageSort(form.kind, filling: fields)
            sort.say(form.claims)
            sort.speak(form)
            sort.specimen.asking = form.kind == .queryReply ? form.answers : nil
            return [sort]
        }
        return phases(readBy: form).map { phase in
            var sort = MessageSort.progress(
                phase, failure: phase == .failed ? Failure(.upgrade) : nil, filling: fields)
            sort.speak(form)
            return sort
        }
    }
}
