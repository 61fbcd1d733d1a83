internal import Upgrades

/// How a form prints: its template as a list of steps, in the template's order.
///
/// What stands between two holes is one step, since it is the same in every payload.
struct PrintPlan: Sendable {
    private enum Step {
        /// Bytes of `constants`.
        case constant(start: Int, end: Int)
        case hole(Int)
        /// A comma, unless the object is still empty.
        case comma
        /// An optional member; `inside` are the steps that print it.
        case optional(Int, inside: Int)
        /// Where extras go back to an object.
        case extras(Int)
    }
    /// An object of the template.
    private struct Object {
        let members: [Template.Member]
        let pointer: String
    }

    private var steps: [Step] = []
    private var constants: [UInt8] = []
    private var optionals: [Template.Member] = []
    private var objects: [Object] = []
    private let holes: [Hole]
    /// Whether the last step may be made longer: no optional member ends right behind it.
    private var isOpen = false

    init(_ template: Template, holes: [Hole]) {
        self.holes = holes
        compile(template)
    }

    // MARK: compiling

    private mutating func add(_ bytes: [UInt8]) {
        constants += bytes
        if isOpen, case .constant(let start, _)? = steps.last {
            steps[steps.count - 1] = .constant(start: start, end: constants.count)
        } else {
            add(.constant(start: constants.count - bytes.count, end: constants.count))
        }
    }

    private mutating func add(_ step: Step) {
        steps.append(step)
        isOpen = true
    }

    private mutating func compile(_ template: Template) {
        switch template {
        case .object(let members, let pointer):
            add(Array("{".utf8))
            var hasMember = false
            for (place, member) in members.enumerated() {
                guard member.isOptional else {
                    if hasMember { add(Array(",".utf8)) } else if place > 0 { add(.comma) }
                    hasMember = true
                    add(member.printedName)
                    compile(member.value)
                    continue
                }
                let start = steps.count
                optionals.append(member)
                add(.optional(optionals.count - 1, inside: 0))
                if hasMember { add(Array(",".utf8)) } else if place > 0 { add(.comma) }
                let optional = optionals.count - 1
                add(member.printedName)
                compile(member.value)
                steps[start] = .optional(optional, inside: steps.count - start - 1)
                isOpen = false
            }
            objects.append(Object(members: members, pointer: pointer))
            add(.extras(objects.count - 1))
            add(Array("}".utf8))
        case .array(let elements):
            add(Array("[".utf8))
            for (place, element) in elements.enumerated() {
                if place > 0 { add(Array(",".utf8)) }
                compile(element)
            }
            add(Array("]".utf8))
        case .literal(let literals): add(literals.first?.token ?? [])
        case .hole(let place): add(.hole(place))
        }
    }

    // MARK: printing

    /// Appends the payload; fields without a value print their fallback.
    func print(
        _ message: CanonicalMessage, isSameDialect: Bool, ids: inout IdentifierSource, to out: inout [UInt8]
    ) {
        let (steps, constants) = (steps.span, constants.span)
        var place = 0
        while place < steps.count {
            switch steps[place] {
            case .constant(let start, let end): out.append(constants.extracting(start..<end))
            case .hole(let hole): holes[hole].print(message, isSameDialect: isSameDialect, ids: &ids, to: &out)
            case .comma: Self.separate(&out)
            case .optional(let optional, let inside):
                if !optionals[optional].isWanted(in: message, holes: holes) { place += inside }
            case .extras(let object):
                if isSameDialect, !message.isPlain { print(message.extras, of: objects[object], message, to: &out) }
            }
            place += 1
        }
    }

    private static func separate(_ out: inout [UInt8]) {
        if out.last != UInt8(ascii: "{") { out.append(UInt8(ascii: ",")) }
    }

    private func print(_ extras: [Extra], of object: Object, _ message: CanonicalMessage, to out: inout [UInt8]) {
        for extra in extras where extra.object == object.pointer {
            let isPrinted = object.members.contains {
                $0.name.elementsEqual(extra.name.utf8) && (!$0.isOptional || $0.isWanted(in: message, holes: holes))
            }
            if isPrinted { continue }
            Self.separate(&out)
            JSONWriter.append(extra.name, to: &out)
            out.append(UInt8(ascii: ":"))
            out.append(contentsOf: extra.value.utf8)
        }
    }
}

extension Template.Member {
    /// Whether the optional member is printed.
    func isWanted(in message: CanonicalMessage, holes: [Hole]) -> Bool {
        value.isWanted(in: message, holes: holes, pointer: pointer)
    }
}
