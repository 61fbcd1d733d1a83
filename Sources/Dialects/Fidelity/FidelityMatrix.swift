package import Upgrades

/// What of one dialect's messages arrives in another dialect, and comes back from it.
///
/// It is worked out from the compiled templates, the tables, `lacks`, `limits` and `behaviour` of both sides, and from
/// the rules of an upgrade; no message is translated for it. Device kinds go from a device of the first dialect to a
/// backend of the second, backend kinds from a backend of the first to a device of the second.
package struct FidelityMatrix: Sendable {
    /// What becomes of a piece of news.
    package enum Verdict: String, CaseIterable, Sendable {
        /// It arrives, and what was printed reads back as the same.
        case exact
        /// It is not on the one wire or the other; the upgrade record keeps it and fills it in.
        case byRecord = "by record"
        /// It arrives as something less special, named beside it.
        case collapsed = "collapsed onto"
        /// The message that has it is not passed on, and the sender is told.
        case refused
        /// The message goes on without it, or nobody is sent it.
        case dropped
        /// Nobody says it; the gateway makes it.
        case synthesised
    }

    /// What a row is about.
    package enum Subject: String, CaseIterable, Sendable { case message, phase, failure, field }

    package struct Row: Hashable, Sendable {
        package let kind: MessageKind
        package let subject: Subject
        /// The phase, failure class or field, or which message of the kind.
        package let name: String
        package let verdict: Verdict
        /// What it collapses onto; nil for other verdicts.
        package var onto: String?
        /// What people should know beside it, "" if nothing.
        package var note = ""
    }

    package let from: String
    package let to: String
    package let rows: [Row]

    /// The matrix of an ordered pair; both may be one dialect.
    package init(from: Dialect, to: Dialect) {
        self.from = from.name
        self.to = to.name
        let pair = DialectPair(from: from, to: to)
        rows =
            pair.versionReportRows + pair.versionQueryRows + pair.progressRows + pair.queryRows + pair.offerRows
            + pair.receiptRows
            + pair.replyRows
    }

    /// The matrices of all ordered pairs, in the order of the names.
    package static func all(_ dialects: [Dialect]) -> [FidelityMatrix] {
        let sorted = dialects.sorted { $0.name < $1.name }
        return sorted.flatMap { from in sorted.map { FidelityMatrix(from: from, to: $0) } }
    }
}

/// A dialect that is read and one that is printed, as they meet in a route.
struct DialectPair {
    typealias Row = FidelityMatrix.Row
    let from: Dialect
    let to: Dialect

    var isSameDialect: Bool { from.name == to.name }

    /// The forms of a kind that are read, and those that are printed.
    func reading(_ kind: MessageKind) -> [Variant] { from.variants.filter { $0.kind == kind && $0.reads } }
    func printing(_ kind: MessageKind) -> [Variant] { to.forms(printing: kind) }

    func isRead(_ field: Field, in kind: MessageKind) -> Bool {
        reading(kind).contains { $0.fields.contains(FieldSet(field)) }
    }
    func isPrinted(_ field: Field, in kind: MessageKind) -> Bool {
        printing(kind).contains { $0.fields.contains(FieldSet(field)) }
    }

    /// Members that no template names: kept within a dialect, else dropped (part A, "Extras").
    func extrasRow(_ kind: MessageKind) -> Row {
        Row(
            kind: kind, subject: .field, name: "other members", verdict: isSameDialect ? .exact : .dropped,
            note: !isSameDialect && (kind == .offer || kind == .progress) ? "named in the event" : "")
    }

    /// Ids pass within a dialect and are made anew between two (B12).
    func idRow(_ kind: MessageKind) -> Row? {
        let (isRead, isPrinted) = (isRead(.id, in: kind), isPrinted(.id, in: kind))
        guard isRead || isPrinted else { return nil }
        let verdict: FidelityMatrix.Verdict =
            isSameDialect && isRead && isPrinted ? .exact : isPrinted ? .synthesised : .dropped
        return Row(
            kind: kind, subject: .field, name: Field.id.rawValue, verdict: verdict,
            note: verdict == .synthesised ? kind.sender == .device ? "counts up for each device" : "the clock" : "")
    }

    /// A module that the other side cannot name (B8).
    func moduleRow(_ kind: MessageKind) -> Row? {
        let (names, canName) = (from.traits.namesModules, to.traits.namesModules)
        func row(_ verdict: FidelityMatrix.Verdict, _ note: String = "") -> Row {
            Row(kind: kind, subject: .field, name: Field.module.rawValue, verdict: verdict, note: note)
        }
        if !names {
            guard canName, isPrinted(.module, in: kind) else { return nil }
            return row(.byRecord, "the fleet option 'module'")
        }
        guard isRead(.module, in: kind) else { return nil }
        if canName { return isPrinted(.module, in: kind) ? row(.exact) : row(.dropped, "\(to.name) has no place here") }
        return kind.sender == .device
            ? row(.dropped, "another module's are not passed on")
            : row(.refused, "but that of the fleet option 'module'")
    }

    /// Free text beside a message that is passed on as it is.
    func noteRow(_ kind: MessageKind) -> Row? {
        guard isRead(.note, in: kind) else { return nil }
        return Row(
            kind: kind, subject: .field, name: Field.note.rawValue,
            verdict: isPrinted(.note, in: kind) ? .exact : .dropped)
    }
}

extension Phase {
    /// Where progress itself is success, `installed` is `succeeded` at once (B1).
    func settled(in behaviour: Behaviour) -> Phase {
        self == .installed && behaviour.success == .progress ? .succeeded : self
    }
}
