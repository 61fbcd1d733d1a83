internal import Upgrades

/// What a device's progress is to a backend (B1, B4, B8, B11).
extension DialectPair {
    var progressRows: [Row] {
        phaseRows + failureRows
            + [
                targetRow, versionRow, percentRow, progressNoteRow, moduleRow(.progress), idRow(.progress),
                extrasRow(.progress),
            ]
            .compactMap { $0 }
    }

    // MARK: what is heard

    /// The phases that a form tells.
    func phases(readBy variant: Variant) -> [Phase] {
        if let claim = variant.claims.first(where: { $0.field == .phase }) {
            let phase = claim.words.first.flatMap { Phase(rawValue: $0) }
            // 100 percent of downloading is downloaded
            let isClamped = phase == .downloading && variant.fields.contains(FieldSet(.percent))
            return (phase.map { [$0] } ?? []) + (isClamped ? [.downloaded] : [])
        }
        return variant.holes.filter { $0.field == .phase }.flatMap { hole -> [Phase] in
            guard case .table(let table) = hole.conversion else { return [] }
            let phases = table.reads.compactMap { Phase(rawValue: $0.word) }
            let isClamped = phases.contains(.downloading) && variant.fields.contains(FieldSet(.percent))
            return phases + (isClamped ? [.downloaded] : [])
        }
    }

    private func forms(telling phase: Phase) -> [Variant] {
        reading(.progress).filter { phases(readBy: $0).contains(phase) }
    }

    // MARK: what is printed

    /// A form that prints, and all that may be read from what it prints.
    struct Image {
        let variant: Variant
        let reads: [ReadBack]
    }

    /// What the backend's forms make of progress, for every set of fields that it may come with.
    func images(of phase: Phase, failure: Failure? = nil) -> [Image] {
        var known: FieldSet = [FieldSet(.target)]
        // what the record may not know, or the device not say
        var open: [Field] = [.note]
        if phase != .downloaded { open.append(.percent) }
        if !to.traits.requiresTargetInProgress {
            known = []
            open.append(.target)
        }
        if to.traits.namesModules { open.append(.module) }
        if isSameDialect { open.append(.id) }
        let printed = phase.settled(in: to.behaviour)
        var images: [Image] = []
        for filled in MessageSort.subsets(of: open) {
            let sort = MessageSort.progress(printed, failure: failure, filling: known.union(filled))
            guard let variant = to.variant(printing: sort.specimen) else { continue }
            images.append(Image(variant: variant, reads: to.readBack(sort, printedBy: variant)))
        }
        return images
    }

    // MARK: rows

    private var phaseRows: [Row] {
        let heard = Set(reading(.progress).flatMap { phases(readBy: $0) })
        return Phase.allCases.compactMap { phase -> Row? in
            switch phase {
            case .offered, .superseded: return nil
            case .timedOut: return endRow(phase, .timedOut)
            case .refused: return endRow(phase, .refused)
            case .succeeded where !heard.contains(phase):
                let note =
                    to.behaviour.success == .progress
                    ? "printed before the version report" : "the version report says it"
                return Row(kind: .progress, subject: .phase, name: phase.rawValue, verdict: .synthesised, note: note)
            default: return heard.contains(phase) ? phaseRow(phase) : nil
            }
        }
    }

    private func phaseRow(_ phase: Phase) -> Row {
        let images = images(of: phase, failure: phase == .failed ? Failure(.upgrade) : nil)
        let read = Set(images.flatMap(\.reads).compactMap { $0.phase?.settled(in: to.behaviour) })
        let others = read.subtracting([phase.settled(in: to.behaviour)]).map(\.rawValue).sorted()
        if read.isEmpty {
            let note = images.isEmpty ? "\(to.name) has no form for it" : "no form reads what is printed"
            return Row(kind: .progress, subject: .phase, name: phase.rawValue, verdict: .dropped, note: note)
        }
        let forms = images.map(\.variant).reduce(into: [String]()) { names, variant in
            if !names.contains(variant.name) { names.append(variant.name) }
        }
        return Row(
            kind: .progress, subject: .phase, name: phase.rawValue, verdict: others.isEmpty ? .exact : .collapsed,
            onto: others.isEmpty ? nil : others.joined(separator: ", "),
            note: forms == [""] ? "" : "printed by \(forms.map { "'\($0)'" }.joined(separator: ", "))")
    }

    /// An end that the gateway decides: a failure of that name on every wire.
    private func endRow(_ phase: Phase, _ kind: FailureClass) -> Row {
        let images = images(of: .failed, failure: Failure(kind))
        let read = Set(images.flatMap(\.reads).compactMap(\.failure)).map(\.rawValue).sorted()
        let code = images.lazy.compactMap { $0.variant.failureCode(of: kind) }.first
        return Row(
            kind: .progress, subject: .phase, name: phase.rawValue, verdict: .synthesised,
            note: "a failure\(code.map { ", \($0)" } ?? ""), read as \(read.joined(separator: " or "))")
    }

    /// The classes that device's codes are read as; `upgrade` also for a code that no row names, and for none.
    private var failureRows: [Row] {
        let forms = forms(telling: .failed)
        var listed: Set<FailureClass> = []
        var isOpen = false
        var isCodeless = false
        for variant in forms {
            let tables = variant.holes.filter { $0.field == .failure }
            if tables.isEmpty { isCodeless = true }
            for hole in tables {
                guard case .table(let table) = hole.conversion else { continue }
                if hole.mayBeAbsent { isCodeless = true }
                for row in table.reads {
                    guard let kind = FailureClass(rawValue: row.word) else {
                        isCodeless = true  // a code for success on a failure
                        continue
                    }
                    if case .text = row.pattern { listed.insert(kind) } else { isOpen = true }
                    listed.insert(kind)
                }
            }
        }
        if isCodeless { listed.insert(.upgrade) }
        return FailureClass.allCases.filter(listed.contains).compactMap { kind in
            var row = failureRow(kind)
            guard isSameDialect, kind == .upgrade, row.verdict == .collapsed, isOpen else { return row }
            // the raw token goes back where no row names the code
            row = Row(
                kind: .progress, subject: .failure, name: kind.rawValue, verdict: .exact,
                note: isCodeless ? "its code as it came; without one, \(row.onto ?? "")" : "its code as it came")
            return row
        }
    }

    private func failureRow(_ kind: FailureClass) -> Row {
        let images = images(of: .failed, failure: Failure(kind))
        let read = Set(images.flatMap(\.reads).compactMap(\.failure))
        guard !read.isEmpty else {
            return Row(
                kind: .progress, subject: .failure, name: kind.rawValue, verdict: .dropped,
                note: "\(to.name) has no form for it")
        }
        let others = read.subtracting([kind]).map(\.rawValue).sorted()
        let code = images.lazy.compactMap { $0.variant.failureCode(of: kind) }.first
        return Row(
            kind: .progress, subject: .failure, name: kind.rawValue, verdict: others.isEmpty ? .exact : .collapsed,
            onto: others.isEmpty ? nil : others.joined(separator: ", "),
            note: code.map { "printed as \($0)" } ?? "printed without a code")
    }

    /// The record knows the target of an upgrade (B4).
    private var targetRow: Row? {
        let (isRead, isPrinted) = (isRead(.target, in: .progress), isPrinted(.target, in: .progress))
        guard isRead || isPrinted else { return nil }
        return Row(
            kind: .progress, subject: .field, name: Field.target.rawValue,
            verdict: isRead && isPrinted ? .exact : .byRecord,
            note: isRead && isPrinted ? "" : "\(isRead ? to.name : from.name) does not write it")
    }

    /// The version that runs, beside the progress: the record has it, too.
    private var versionRow: Row? {
        let (isRead, isPrinted) = (isRead(.version, in: .progress), isPrinted(.version, in: .progress))
        guard isRead || isPrinted else { return nil }
        return Row(
            kind: .progress, subject: .field, name: Field.version.rawValue,
            verdict: isRead && isPrinted ? .exact : .byRecord,
            note: isRead && isPrinted ? "" : "\(isRead ? to.name : from.name) does not write it")
    }

    /// Where the device says it: in the phases whose forms have a place for it.
    private var percentRow: Row? {
        let field = FieldSet(.percent)
        let telling = reading(.progress).filter { $0.fields.contains(field) }
        func row(_ verdict: FidelityMatrix.Verdict, _ note: String = "") -> Row {
            Row(kind: .progress, subject: .field, name: Field.percent.rawValue, verdict: verdict, note: note)
        }
        guard !telling.isEmpty else {
            return isPrinted(.percent, in: .progress) ? row(.synthesised, "nobody knows it") : nil
        }
        let phases = Phase.allCases.filter { phase in
            phase != .downloaded && telling.contains { self.phases(readBy: $0).contains(phase) }
        }
        let lost = phases.filter { phase in
            let failure = phase == .failed ? Failure(.upgrade) : nil
            let images = images(of: phase, failure: failure).filter { $0.variant.fields.contains(field) }
            return !images.contains { image in image.reads.contains { $0.fields.contains(field) } }
        }
        if lost.isEmpty { return row(.exact) }
        let names = lost.map(\.rawValue).joined(separator: ", ")
        return row(
            lost == phases ? .dropped : .exact, "\(lost == phases ? "" : "but ")not in \(names); the event has it")
    }

    private var progressNoteRow: Row? {
        guard var row = noteRow(.progress) else { return nil }
        if row.verdict == .exact, !isSameDialect, isRead(.failure, in: .progress) {
            row.note = "a failure's begins with its code"
        }
        return row
    }
}

extension Variant {
    /// The code that it prints for a failure, as JSON; nil if it has no place for one.
    fileprivate func failureCode(of kind: FailureClass) -> String? {
        for hole in holes where hole.field == .failure {
            guard case .table(let table) = hole.conversion, let code = table.print(kind.rawValue) else { continue }
            return String(decoding: code.token, as: UTF8.self)
        }
        return nil
    }
}
