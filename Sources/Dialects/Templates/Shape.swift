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
    /// A literal that stands at a text or a number of a payload, whose make does not tell whether it is that literal.
    struct Comparison: Sendable {
        let node: Int
        /// In the shape's list.
        let alternatives: Range<Int>
    }
    /// What a payload has of the form.
    struct Fit {
        var comparisons: [Comparison] = []
        /// There are members that the template does not name.
        var hasExtras = false
    }

    var steps: [Step] = []
    var literals: [Template.Literal] = []

    /// Compares the shape of a payload that was laid out, and what literals its make tells.
    /// - Returns: what is left to compare; nil if it is of another shape.
    func fit(_ document: JSONDocument, _ spots: [Layout.Spot]) -> Fit? {
        var fit = Fit()
        var (named, members) = (0, 0)
        var place = 0
        while place < steps.count {
            let step = steps[place]
            let spot = spots[step.slot]
            place += 1
            guard spot.node >= 0 else {
                guard step.mayBeAbsent else { return nil }
                place += step.inside
                continue
            }
            if step.isMember { named += 1 }
            let node = Int(spot.node)
            switch step.look {
            case .object:
                guard spot.object >= 0 else { return nil }
                members += Int(document[Int(spot.object)].count)
            case .emptyObject:
                guard spot.object >= 0, document[Int(spot.object)].count == 0 else { return nil }
            case .array:
                guard document[node].kind == .array, document[node].count == Int32(step.count) else { return nil }
            case .literal:
                let comparison = Comparison(node: node, alternatives: step.literals)
                switch document[node].kind {
                case .string, .number: fit.comparisons.append(comparison)
                case .object, .array, .true, .false, .null: guard holds(comparison, in: document) else { return nil }
                }
            case .hole:
                guard step.values.take(document[node].kind) else { return nil }
            }
        }
        fit.hasExtras = members > named
        return fit
    }

    /// Whether the literal stands there.
    func holds(_ comparison: Comparison, in document: JSONDocument) -> Bool {
        for place in comparison.alternatives where literals[place].matches(comparison.node, of: document) {
            return true
        }
        return false
    }

    /// Whether a payload that was laid out has the shape and the literals; values are not converted yet.
    func matches(_ document: JSONDocument, _ spots: [Layout.Spot]) -> Bool {
        fit(document, spots)?.comparisons.allSatisfy { holds($0, in: document) } ?? false
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
