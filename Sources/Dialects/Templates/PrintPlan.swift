internal import Upgrades

/// How a form prints: its template as a list of steps, in the template's order.
///
/// What stands between two holes is one step, since it is the same in every payload.
final class PrintPlan: Sendable {
    enum Step: Sendable {
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
    struct Object: Sendable {
        let members: [Template.Member]
        let pointer: String
    }

    private let steps: [Step]
    private let constants: [UInt8]
    private let optionals: [Template.Member]
    private let objects: [Object]
    private let holes: [Hole]

    init(_ template: Template, holes: [Hole]) {
        let compiled = PrintPlanCompiler(template)
        steps = compiled.steps
        constants = compiled.constants
        optionals = compiled.optionals
        objects = compiled.objects
        self.holes = holes
    }

    /// Appends the payload; fields without a value print their fallback.
    func print(
        _ message: CanonicalMessage, isSameDialect: Bool, ids: inout IdentifierSource, to out: inout [UInt8]
    ) {
        let (ownSteps, ownConstants) = (steps, constants)
        let (steps, constants) = (ownSteps.span, ownConstants.span)
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
