/// Makes a plan for printing from a template, in the template's order.
struct PrintPlanCompiler {
    private(set) var steps: [PrintPlan.Step] = []
    private(set) var constants: [UInt8] = []
    private(set) var optionals: [Template.Member] = []
    private(set) var objects: [PrintPlan.Object] = []
    /// Whether the last step may be made longer: no optional member ends right behind it.
    private var isOpen = false

    init(_ template: Template) { compile(template) }

    private mutating func add(_ bytes: [UInt8]) {
        constants += bytes
        if isOpen, case .constant(let start, _)? = steps.last {
            steps[steps.count - 1] = .constant(start: start, end: constants.count)
        } else {
            add(.constant(start: constants.count - bytes.count, end: constants.count))
        }
    }

    private mutating func add(_ step: PrintPlan.Step) {
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
            objects.append(PrintPlan.Object(members: members, pointer: pointer))
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
}
