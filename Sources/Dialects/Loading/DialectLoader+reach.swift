internal import Diagnostics
internal import Upgrades

/// Forms that nothing ever reaches, since one before them takes all that they could.
extension DialectLoader {
    mutating func checkReach(of variants: [LoadedVariant]) {
        guard !hasBadClaims else { return }
        let variants = variants.filter { !incomplete.contains($0.variant.kind) }
        for (place, later) in variants.enumerated() {
            for earlier in variants[..<place] {
                if later.variant.reads, earlier.variant.reads, earlier.variant.readsAll(of: later.variant) {
                    let isOneKind = later.variant.kind == earlier.variant.kind
                    reportUnreachable(
                        later, behind: earlier, "\(later.label) is never read: \(earlier.label) fits whatever it fits",
                        suggestion: !isOneKind
                            ? "a literal must tell them apart, or the topic"
                            : later.variant.prints ? "put it first, or add only: print" : "put it first, or remove it")
                    break
                }
            }
            for earlier in variants[..<place] {
                if later.variant.prints, earlier.variant.prints, earlier.variant.printsAll(of: later.variant) {
                    reportUnreachable(
                        later, behind: earlier,
                        "\(later.label) is never printed: \(earlier.label) prints whatever it prints",
                        suggestion: later.variant.reads ? "add only: read, or is: to tell them apart" : "remove it")
                    break
                }
            }
        }
        for (place, later) in variants.enumerated() {
            for earlier in variants[..<place] where earlier.variant.sender == later.variant.sender {
                guard earlier.variant.topic != later.variant.topic, earlier.variant.topic.overlaps(later.variant.topic)
                else {
                    continue
                }
                report(
                    .badTopic, "the topic of \(later.label) may also be one of \(earlier.label)", at: later.location,
                    length: later.length, suggestion: "two topics of one sender are one, or differ in fixed text")
                break
            }
        }
    }

    private mutating func reportUnreachable(
        _ later: LoadedVariant, behind earlier: LoadedVariant, _ message: String, suggestion: String
    ) {
        let note = Finding.Note("\(earlier.label) stands here", at: earlier.location)
        report(
            .unreachable, message, at: later.location, length: later.length, suggestion: suggestion,
            notes: earlier.location == later.location ? [] : [note])
    }
}

extension Variant {
    /// Whether it reads every payload that the other, tried after it, could read.
    fileprivate func readsAll(of other: Variant) -> Bool {
        topic == other.topic && sender == other.sender
            && payload.covers(other.payload, holes: holes, otherHoles: other.holes)
    }

    /// Whether it prints every message that the other, tried after it, could print, and as much of it.
    fileprivate func printsAll(of other: Variant) -> Bool {
        guard kind == other.kind, answers == other.answers, other.fields.isSubset(of: fields),
            required.isSubset(of: other.required)
        else { return false }
        let claimsHold = claims.allSatisfy { claim in
            other.claims.contains { $0.field == claim.field && Set($0.words).isSubset(of: claim.words) }
        }
        guard claimsHold else { return false }
        return holes.allSatisfy { hole in
            guard !hole.mayBeAbsent, case .table(let table) = hole.conversion else { return true }
            return other.printable(hole.field).map { $0.allSatisfy { table.print($0) != nil } } ?? false
        }
    }

    /// The words of a field that it prints; nil if there is no saying.
    private func printable(_ field: Field) -> [String]? {
        if let claim = claims.first(where: { $0.field == field }) { return claim.words }
        for hole in holes where hole.field == field {
            if case .table(let table) = hole.conversion { return Array(table.prints.keys) }
        }
        return nil
    }
}

extension Template {
    /// Whether this template, tried first, takes every payload that the other fits.
    ///
    /// A value that a built-in conversion cannot read counts as taken: it is refused at once (part A, "What matches").
    fileprivate func covers(_ other: Template, holes: [Hole], otherHoles: [Hole]) -> Bool {
        switch (self, other) {
        case (.object(let members, _), .object(let others, _)):
            if members.isEmpty { return others.isEmpty }
            return members.allSatisfy { member in
                guard let match = others.first(where: { $0.name == member.name }) else {
                    return member.mayBeAbsent(holes)
                }
                if match.mayBeAbsent(otherHoles), !member.mayBeAbsent(holes) { return false }
                return member.value.covers(match.value, holes: holes, otherHoles: otherHoles)
            }
        case (.array(let elements), .array(let others)):
            return elements.count == others.count
                && zip(elements, others).allSatisfy { $0.covers($1, holes: holes, otherHoles: otherHoles) }
        case (.literal(let literals), .literal(let others)):
            return others.allSatisfy { other in literals.contains { $0.kind == other.kind && $0.text == other.text } }
        case (.hole(let place), .literal(let others)):
            return others.allSatisfy { holes[place].takes($0) }
        case (.hole(let place), .hole(let otherPlace)):
            return holes[place].takes(allOf: otherHoles[otherPlace])
        case (.hole(let place), .object), (.hole(let place), .array):
            return holes[place].takesAnyJSON
        case (.object, _), (.array, _), (.literal, _):
            return false
        }
    }
}

extension Template.Member {
    func mayBeAbsent(_ holes: [Hole]) -> Bool {
        if case .hole(let place) = value { return holes[place].mayBeAbsent }
        return isOptional
    }
}

extension Hole {
    var takesAnyJSON: Bool {
        if field == .opaque { return true }
        return if case .json = conversion { field.valueType == .json } else { false }
    }

    func takes(_ literal: Template.Literal) -> Bool {
        if field.isIdentity { return false }  // it may be another device's
        switch literal.kind {
        case .null: return mayBeAbsent
        case .true, .false: return takesAnyJSON
        case .scalar:
            if literal.text.isEmpty, mayBeAbsent { return true }
            if case .table(let table) = conversion { return table.read(literal.text) != nil }
            return true
        }
    }

    fileprivate func takes(allOf other: Hole) -> Bool {
        if other.mayBeAbsent, !mayBeAbsent { return false }
        if takesAnyJSON { return true }
        if field.isIdentity { return other.field == field }
        if other.takesAnyJSON { return false }
        guard case .table(let table) = conversion else { return true }
        let patterns = table.reads.map(\.pattern)
        if patterns.contains(.any) { return true }
        guard case .table(let otherTable) = other.conversion else { return false }
        return otherTable.reads.allSatisfy { row in
            switch row.pattern {
            case .text(let text): table.read(text) != nil
            case .any: false
            case .anyNegative: patterns.contains(.anyNegative)
            }
        }
    }
}
