internal import Diagnostics
internal import Upgrades

/// Goes through a template beside a payload and says of each member what it met.
///
/// Unlike matching it does not stop at the first member that does not fit, so that near variants can be told from far ones.
/// Law: it finds no obstacle exactly where the form's `ReadPlan` matches and all values can be read.
struct TemplateWalk {
    let variant: Variant
    var document: JSONDocument
    var reading: VariantReading
    /// Texts that other variants expect in the same places, for suggestions.
    let literalsElsewhere: [String: [String]]

    /// A line of the template: what an obstacle is reported at.
    struct Place {
        var pointer: String
        var location: SourceLocation
        var length: Int

        func inside(_ member: Template.Member) -> Place {
            Place(pointer: member.pointer, location: member.location, length: member.name.count)
        }
    }

    /// Whose topic it was, where a payload may repeat it.
    private let topic: TopicMatch

    init(
        _ variant: Variant, _ document: JSONDocument, on topic: TopicMatch,
        literalsElsewhere: [String: [String]] = [:]
    ) {
        self.variant = variant
        self.topic = topic
        self.document = document
        self.literalsElsewhere = literalsElsewhere
        reading = VariantReading(variant)
        reading.claims = variant.claims.compactMap { claim in claim.words.first.map { (claim.field, $0) } }
    }

    mutating func run() {
        let place = Place(pointer: "", location: variant.location, length: variant.length)
        walk(variant.payload, document.root, place)
        reading.isOfShape = reading.obstacles.isEmpty
        if reading.isOfShape { readValues() }
    }

    private mutating func walk(_ template: Template, _ node: Int, _ place: Place) {
        switch template {
        case .object(let members, let pointer): walkObject(members, pointer, node, place)
        case .array(let elements):
            guard document[node].kind == .array else { return expected("an array", node, place) }
            let children = Array(document.children(node))
            if children.count != elements.count {
                stop(
                    "\(named(place)) has \(counted(children.count, "element")) where \(elements.count) "
                        + (elements.count == 1 ? "was expected" : "were expected"), place)
            }
            reading.fitting += 1
            for (offset, (element, child)) in zip(elements, children).enumerated() {
                var inner = place
                inner.pointer += "/\(offset)"
                walk(element, child, inner)
            }
        case .literal(let literals):
            guard let alternative = literals.firstIndex(where: { $0.matches(node, of: document) }) else {
                return stopAtLiteral(literals, node, place)
            }
            reading.fitting += 2
            reading.literals.append(
                LiteralReading(
                    pointer: place.pointer, location: place.location, length: place.length,
                    alternative: literals.count > 1 ? alternative : nil))
        case .hole(let number):
            let hole = variant.holes[number]
            guard hole.values.take(document[node].kind) else {
                let isJSON = if case .json = hole.conversion { hole.field.valueType == .json } else { false }
                return expected(isJSON ? "a value" : "text or a number", node, place, at: hole)
            }
            reading.fitting += 1
            bindings.append((hole, node, place.pointer))
        }
    }

    private mutating func walkObject(_ members: [Template.Member], _ pointer: String, _ node: Int, _ place: Place) {
        guard let node = document.object(at: node) else { return expected("an object", node, place) }
        reading.fitting += 1
        if members.isEmpty {
            if document[node].child >= 0 {
                stop("\(named(place)) has members where an empty object was expected", place)
            }
            return
        }
        for member in members {
            let child = document.member(member.name, of: node)
            let inner = place.inside(member)
            if member.isOptional {
                reading.optionals.append(
                    OptionalMember(
                        pointer: member.pointer, location: member.location, length: member.name.count,
                        isPresent: child != nil))
            }
            if let child {
                walk(member.value, child, inner)
            } else if case .hole(let number) = member.value, member.isOptional || variant.holes[number].mayBeAbsent {
                bindings.append((variant.holes[number], nil, inner.pointer))
            } else if !member.isOptional {
                let name = quoted(String(decoding: member.name, as: UTF8.self))
                stop("no member \(name) in \(named(place))", inner, suggestion: whereabouts(of: member, in: node))
            }
        }
        for child in document.children(node) where !members.contains(where: { document.isKey(child, $0.name) }) {
            let value = JSONWriter.compact(child, of: document)
            reading.extras.append(Extra(object: pointer, name: document.key(child), value: value))
        }
    }

    /// The holes with what they met, nil for an absent member, in the template's order.
    private var bindings: [(hole: Hole, node: Int?, pointer: String)] = []

    /// Converts what the holes met, as far as that goes; then looks for two values of one field.
    private mutating func readValues() {
        var message = CanonicalMessage(variant.kind)
        var conflict: Obstacle?
        for (hole, node, pointer) in bindings {
            guard let node else {
                reading.fields.append(FieldReading(hole, pointer))
                continue
            }
            if hole.field == .opaque || hole.field.isIdentity {
                guard readTold(hole, node, pointer) else { return }
                continue
            }
            do {
                let value = try hole.read(node, of: document)
                let code = value == nil ? nil : hole.code(reading: node, of: document)
                reading.fields.append(
                    FieldReading(
                        hole, pointer, spelling: document.spelling(node), value: code?.word ?? value?.spelled,
                        code: code))
                guard let value else { continue }
                if let other = message.value(of: hole.field), !other.agrees(with: value), conflict == nil {
                    let name = quoted(pointer.dotted)
                    conflict = obstacle("\(name) says another \(hole.field.rawValue) than a member before it", hole)
                }
                message.fill(hole.field, value)
            } catch {
                reading.obstacles.append(obstacle(refusing: error, hole, node, pointer))
                if case .unknownValue = error { reading.isDecisive = true }
                let literals = literalsElsewhere[pointer, default: []]
                reading.isMeantForAnother = literals.contains(document.text(node).string)
                return
            }
        }
        guard let conflict else { return }
        reading.obstacles.append(conflict)
        reading.isDecisive = true
    }

    /// What no rule reads, and names that the topic tells: false where the payload names somebody else.
    private mutating func readTold(_ hole: Hole, _ node: Int, _ pointer: String) -> Bool {
        reading.fields.append(FieldReading(hole, pointer, spelling: document.spelling(node)))
        guard hole.field.isIdentity else { return true }
        let told = hole.field == .product ? topic.product : topic.device
        guard document.text(node) != told else { return true }
        let name = quoted(pointer.dotted)
        reading.obstacles.append(
            obstacle("\(name) is \(document.shown(node)), and the topic says \(quoted(told.string))", hole))
        return false
    }
}

extension Hole {
    /// The row of its table that reads a value.
    fileprivate func code(reading node: Int, of document: JSONDocument) -> TracedCode? {
        guard case .table(let table) = conversion else { return nil }
        return table.read(document.text(node)).map { TracedCode($0.row, of: table) }
    }
}

extension JSONDocument {
    /// A value as it is spelled: a scalar as it came, an object or array compact.
    func spelling(_ node: Int) -> RawJSON {
        switch self[node].kind {
        case .object, .array: JSONWriter.compact(node, of: self)
        case .string, .number, .true, .false, .null: token(node)
        }
    }
}
