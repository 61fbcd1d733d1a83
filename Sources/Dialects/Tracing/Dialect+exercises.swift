internal import Diagnostics
internal import Upgrades

extension Dialect {
    /// All that messages can put to use, each once, in the order of the file; a piece that several variants share stands once.
    package var exercises: [Exercisable] {
        var list = ExerciseList()
        for variant in variants { list.add(variant, neverFilled: neverFilled(of: variant)) }
        for limit in limits {
            list.add(
                .limit, at: limit.location, "the limit on the \(limit.field.rawValue)",
                "offer.\(limit.field.rawValue)".count)
        }
        for (field, loss) in losses {
            list.add(.loss, at: loss.location, "the loss of the \(field.rawValue)", field.rawValue.count)
        }
        for pattern in urlExpiry { list.add(.urlExpiry, at: pattern.location, "the pattern", 1) }
        return list.sorted
    }

    /// The fields that no message which a variant prints can fill: a failure where it has not failed, and where only other
    /// dialects say its phases an id, for ids do not cross (B12), nor what the template only keeps.
    private func neverFilled(of variant: Variant) -> FieldSet {
        guard let claim = variant.claims.first(where: { $0.field == .phase }) else { return [] }
        var fields: FieldSet = []
        if !claim.words.contains(Phase.failed.rawValue) { fields.insert(FieldSet(.failure)) }
        let isHeard = variants.contains { other in
            other.kind == variant.kind && other.reads && !other.phasesRead.isDisjoint(with: claim.words)
                && other.required.isSubset(of: variant.fields)
        }
        if !isHeard { fields.formUnion([.identity, FieldSet(.id), FieldSet(.opaque)]) }
        return fields
    }
}

extension Variant {
    /// The phases that it may read; a download of 100 percent has ended (B1).
    fileprivate var phasesRead: Set<String> {
        var words = claims.filter { $0.field == .phase }.compactMap(\.words.first)
        for hole in holes where hole.field == .phase {
            if case .table(let table) = hole.conversion { words += table.reads.map(\.word) }
        }
        if words.contains(Phase.downloading.rawValue) { words.append(Phase.downloaded.rawValue) }
        return Set(words)
    }
}

/// Gathers exercises, each once.
private struct ExerciseList {
    private var labels: [Exercise: Exercisable] = [:]

    mutating func add(
        _ sort: Exercise.Sort, at location: SourceLocation, name: String = "", _ label: String, _ length: Int
    ) {
        let exercise = Exercise(sort, at: location, name)
        if labels[exercise] == nil {
            labels[exercise] = Exercisable(exercise: exercise, label: label, length: max(length, 1))
        }
    }

    mutating func add(_ variant: Variant, neverFilled: FieldSet) {
        if variant.reads {
            add(.variantRead, at: variant.location, name: variant.label, variant.label, variant.length)
        }
        if variant.prints {
            add(.variantPrinted, at: variant.location, name: variant.label, variant.label, variant.length)
        }
        add(variant.payload, of: variant, neverFilled, at: variant.location, variant.length)
        for hole in variant.holes {
            // a name that the topic tells is printed wherever its member must be there
            let isTold = hole.field.isIdentity && !hole.mayBeAbsent
            add(hole, of: variant, isFilled: isTold || !neverFilled.contains(FieldSet(hole.field)))
        }
    }

    private mutating func add(_ hole: Hole, of variant: Variant, isFilled: Bool) {
        let name = hole.field.rawValue
        let label = "the \(name)"
        if variant.reads { add(.holeRead, at: hole.location, label, name.count) }
        if variant.prints {
            if isFilled { add(.holePrinted, at: hole.location, label, name.count) }
            if hole.fallback != nil {
                add(.fallbackPrinted, at: hole.location, "the text in place of \(label)", name.count)
            }
        }
        guard case .table(let table) = hole.conversion else { return }
        for reading in table.reads where variant.reads {
            let code = reading.pattern.spelled
            add(.codeRead, at: reading.location, "\(quoted(code)) of the table \(quoted(table.name))", code.count)
        }
        for (word, code) in table.prints where variant.prints {
            let label = "\(quoted(code.text.string)) for \(quoted(word)) of the table \(quoted(table.name))"
            add(.codePrinted, at: code.location, label, code.text.utf8.count)
        }
    }

    private mutating func add(
        _ template: Template, of variant: Variant, _ neverFilled: FieldSet, at location: SourceLocation, _ length: Int
    ) {
        switch template {
        case .object(let members, _):
            for member in members {
                let name = String(decoding: member.name, as: UTF8.self)
                if member.isOptional {
                    var isNever = false
                    if case .hole(let place) = member.value, !variant.reads {
                        isNever = neverFilled.contains(FieldSet(variant.holes[place].field))
                    }
                    if !isNever {
                        add(.memberPresent, at: member.location, "the member \(quoted(name))", member.name.count)
                    }
                    add(.memberAbsent, at: member.location, "the member \(quoted(name))", member.name.count)
                }
                add(member.value, of: variant, neverFilled, at: member.location, member.name.count)
            }
        case .array(let elements):
            for element in elements { add(element, of: variant, neverFilled, at: location, length) }
        case .literal(let literals) where literals.count > 1 && variant.reads:
            for (place, literal) in literals.enumerated() {
                let token = String(decoding: literal.token, as: UTF8.self)
                add(.alternativeRead, at: location, name: String(place), "the literal \(token)", length)
            }
        case .literal, .hole: break
        }
    }

    var sorted: [Exercisable] {
        labels.values.sorted { one, other in
            if one.exercise.location != other.exercise.location {
                return one.exercise.location < other.exercise.location
            }
            return (one.exercise.sort.rawValue, one.exercise.name) < (other.exercise.sort.rawValue, other.exercise.name)
        }
    }
}
