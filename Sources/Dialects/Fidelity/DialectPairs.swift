package import Diagnostics
internal import Upgrades

/// What is wrong with dialects only beside each other.
package enum DialectPairs {
    /// - Parameter dialects: all that are loaded together.
    package static func check(_ dialects: [Dialect], into findings: inout Findings) {
        for from in dialects {
            for to in dialects where from.name != to.name {
                checkLosses(from: from, to: to, into: &findings)
                checkReplies(from: from, to: to, into: &findings)
                checkTopics(of: from, beside: to, into: &findings)
            }
        }
    }

    /// What of an offer must be known to be lost: without it the package is another one, or none (part A).
    private static let essential: [Field] = FieldSet.essential + [.md5, .sha256, .extraData]

    /// A field that one's offers read, and that the other's neither print nor state to lack.
    private static func checkLosses(from: Dialect, to: Dialect, into findings: inout Findings) {
        let printing = to.forms(printing: .offer)
        guard let place = printing.first else { return }
        for field in essential {
            let reading = from.variants.filter { $0.kind == .offer && $0.reads }
            guard to.losses[field] == nil, !printing.contains(where: { $0.fields.contains(FieldSet(field)) }),
                let hole = reading.flatMap(\.holes).first(where: { $0.field == field })
            else { continue }
            findings.report(
                Finding(
                    .unstatedLoss,
                    "offers of \(quoted(from.name)) say the \(field.rawValue), which those of \(quoted(to.name)) have no place for",
                    in: to.file, at: place.location, length: place.length,
                    // an offer whose download wants a token is refused, said or not
                    severity: field == .token ? .warning : .error,
                    suggestion: "add a hole ${\(field.rawValue)}"
                        + (DialectLoader.statable.contains(field) ? ", or \(field.rawValue): refuse under lacks:" : ""),
                    notes: [Finding.Note("the \(field.rawValue) is read here", at: hole.location, in: from.file)]))
        }
        checkNeeds(from: from, to: to, into: &findings)
    }

    /// A field that every form of the one's offers needs, and that the other's never say.
    private static func checkNeeds(from: Dialect, to: Dialect, into findings: inout Findings) {
        let reading = from.variants.filter { $0.kind == .offer && $0.reads }
        let printing = to.forms(printing: .offer).filter { !$0.isStream }
        guard let source = reading.first, let first = printing.first else { return }
        let said = reading.reduce(FieldSet()) { $0.union($1.fields) }.union([FieldSet(.id)])
        let missing = printing.map { $0.required.subtracting(said) }
        guard missing.allSatisfy({ !$0.isEmpty }),
            let field = missing.reduce(missing[0], { $0.intersection($1) }).fields.first,
            !(field == .md5 && to.losses[.sha256] != nil), !(field == .sha256 && to.losses[.md5] != nil),
            let hole = first.holes.first(where: { $0.field == field && !$0.mayBeAbsent })
        else { return }
        findings.report(
            Finding(
                .unfillable,
                "every form of offer of \(quoted(to.name)) needs the \(field.rawValue), which no offer of \(quoted(from.name)) says",
                in: to.file, at: hole.location, length: field.rawValue.count, severity: .warning,
                suggestion: "add a form without it, or make the member optional, if devices can do without",
                notes: [Finding.Note("offers of \(from.name) are read here", at: source.location, in: from.file)]))
    }

    /// A reply goes to the form that answers the query of that name: two dialects must name their queries alike.
    private static func checkReplies(from: Dialect, to: Dialect, into findings: inout Findings) {
        guard from.behaviour.answersQueries, to.behaviour.answersQueries else { return }
        let answered = Set(to.forms(printing: .queryReply).compactMap(\.answers))
        guard !answered.isEmpty else { return }
        var told: Set<String> = []
        for form in from.variants where form.kind == .queryReply && form.reads {
            guard let query = form.answers, !answered.contains(query), told.insert(query).inserted,
                let place = to.forms(printing: .queryReply).first
            else { continue }
            findings.report(
                Finding(
                    .badAnswer,
                    "\(quoted(from.name)) answers the query \(quoted(query)), which \(quoted(to.name)) has not: such a reply reaches no device",
                    in: from.file, at: form.location, length: form.length, severity: .warning,
                    suggestion: "name queries alike: \(answered.sorted().joined(separator: ", "))",
                    notes: [Finding.Note("\(quoted(to.name)) answers here", at: place.location, in: to.file)]))
        }
    }

    /// What the gateway writes to the backends of one is what devices of the other are heard on, or the reverse: on one
    /// broker it would hear itself.
    private static func checkTopics(of dialect: Dialect, beside other: Dialect, into findings: inout Findings) {
        for down in dialect.groups where down.sender == .backend {
            for up in other.groups where up.sender == .device && up.topic.overlaps(down.topic) {
                guard let variant = down.variants.first.map({ dialect.variants[$0] }),
                    let heard = up.variants.first.map({ other.variants[$0] })
                else { continue }
                findings.report(
                    Finding(
                        .crossedTopics,
                        "the topic of \(variant.label) to devices may be one on which devices of \(quoted(other.name)) are heard",
                        in: dialect.file, at: variant.location, length: variant.length, severity: .warning,
                        suggestion: "keep the two on different brokers, or the gateway hears itself",
                        notes: [Finding.Note("\(heard.label) is heard here", at: heard.location, in: other.file)]))
            }
        }
    }
}
