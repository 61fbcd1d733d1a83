internal import Upgrades

/// What a payload must look like to be of a form: its template as a list of looks into the slots of a layout.
struct Shape: Sendable {
    struct Step: Sendable {
        enum Look { case object, emptyObject, array, literal, hole }
        let look: Look
        let slot: Int
        /// Whether the payload may lack it.
        let mayBeAbsent: Bool
        /// Named by its object, other than the payload itself and elements.
        let isMember: Bool
        /// How many elements an array has.
        var count = 0
        /// The alternatives of a literal, in the shape's list.
        var literals = 0..<0
        /// What a hole takes.
        var values = Hole.Values()
        /// The steps of what stands inside.
        var inside = 0
    }
    /// What a payload that was laid out has of the form.
    enum Match {
        case none
        /// Shape and literals are the template's.
        case exact
        /// The same, and there are members that the template does not name.
        case withExtras
    }

    var steps: [Step] = []
    var literals: [Template.Literal] = []

    /// Compares shape and literals; values are not converted yet.
    func match(_ document: JSONDocument) -> Match {
        let (steps, spots, nodes) = (steps.span, document.spots.span, document.nodes.span)
        var (named, members) = (0, 0)
        var place = 0
        while place < steps.count {
            let step = steps[place]
            let spot = spots[step.slot]
            place += 1
            guard spot.node >= 0 else {
                guard step.mayBeAbsent else { return .none }
                place += step.inside
                continue
            }
            if step.isMember { named += 1 }
            let node = Int(spot.node)
            switch step.look {
            case .object:
                guard spot.object >= 0 else { return .none }
                members += Int(nodes[Int(spot.object)].count)
            case .emptyObject:
                guard spot.object >= 0, nodes[Int(spot.object)].count == 0 else { return .none }
            case .array:
                guard nodes[node].kind == .array, nodes[node].count == Int32(step.count) else { return .none }
            case .literal:
                guard isLiteral(node, step.literals, document) else { return .none }
            case .hole:
                guard step.values.take(nodes[node].kind) else { return .none }
            }
        }
        return members > named ? .withExtras : .exact
    }

    private func isLiteral(_ node: Int, _ alternatives: Range<Int>, _ document: JSONDocument) -> Bool {
        for place in alternatives where literals[place].matches(node, of: document) { return true }
        return false
    }
}

extension Hole {
    /// What of JSON a hole takes.
    struct Values: Sendable {
        var any = false
        /// Null, for an unfilled field.
        var null = false
        /// Objects, arrays and truth values, beside texts and numbers.
        var json = false

        /// Whether a hole can stand for such a value at all: text or number, null only where it may be absent (part A).
        func take(_ kind: JSONDocument.Kind) -> Bool {
            if any { return true }
            return switch kind {
            case .string, .number: true
            case .null: null
            case .object, .array, .true, .false: json
            }
        }
    }

    var values: Values {
        let isJSON = if case .json = conversion { field.valueType == .json } else { false }
        return Values(any: field == .opaque, null: mayBeAbsent, json: isJSON)
    }
}
