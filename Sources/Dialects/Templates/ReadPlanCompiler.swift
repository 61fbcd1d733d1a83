internal import Upgrades

/// Makes a plan for reading from a template, in the template's order.
struct ReadPlanCompiler {
    private(set) var shape = Shape()
    private(set) var bindings: [ReadPlan.Binding] = []
    private(set) var objects: [ReadPlan.Object] = []
    private(set) var remembered: [ReadPlan.Remembered] = []
    private let layout: Layout
    private let holes: [Hole]

    /// - Parameter layout: one that names the template's members.
    init(_ template: Template, holes: [Hole], layout: Layout) {
        self.layout = layout
        self.holes = holes
        compile(template, slot: 0, mayBeAbsent: false, isMember: false)
    }

    private mutating func compile(_ template: Template, slot: Int, mayBeAbsent: Bool, isMember: Bool) {
        let place = shape.steps.count
        func step(_ look: Shape.Step.Look) -> Shape.Step {
            Shape.Step(look: look, slot: slot, mayBeAbsent: mayBeAbsent, isMember: isMember)
        }
        switch template {
        case .object(let members, let pointer):
            shape.steps.append(step(members.isEmpty ? .emptyObject : .object))
            if !members.isEmpty { objects.append(ReadPlan.Object(members: members, pointer: pointer, slot: slot)) }
            for member in members {
                let inner = layout.slot(of: member.name, in: slot)
                if member.isOptional, member.value.isRemembered(holes) {
                    remembered.append(ReadPlan.Remembered(pointer: member.pointer, slot: inner))
                }
                let mayBeAbsent = member.isOptional || member.mayBeAbsent(holes)
                compile(member.value, slot: inner, mayBeAbsent: mayBeAbsent, isMember: true)
            }
        case .array(let elements):
            shape.steps.append(step(.array))
            shape.steps[place].count = elements.count
            for (number, element) in elements.enumerated() {
                let inner = layout.slot(ofElement: number, in: slot)
                compile(element, slot: inner, mayBeAbsent: false, isMember: false)
            }
        case .literal(let alternatives):
            shape.steps.append(step(.literal))
            shape.steps[place].literals = shape.literals.count..<shape.literals.count + alternatives.count
            shape.literals += alternatives
        case .hole(let number):
            let hole = holes[number]
            shape.steps.append(step(.hole))
            shape.steps[place].values = hole.values
            let isRepeated = bindings.contains { $0.hole.field == hole.field }
            bindings.append(ReadPlan.Binding(hole: hole, slot: slot, isRepeated: isRepeated))
        }
        shape.steps[place].inside = shape.steps.count - place - 1
    }

    /// The members that tell state, percent, failure or note, in the order of the objects.
    func news(_ natives: Set<String>) -> [ReadPlan.News] {
        objects.flatMap { object in
            object.members.filter { natives.contains($0.pointer) }.map { member in
                let isObject = if case .object = member.value { true } else { false }
                let slot = layout.slot(of: member.name, in: object.slot)
                return ReadPlan.News(name: member.printedName, slot: slot, isObject: isObject)
            }
        }
    }
}

extension Template {
    /// Whether its presence is noted, since no field of the message tells it.
    func isRemembered(_ holes: [Hole]) -> Bool {
        guard case .hole(let place) = self else { return true }
        return holes[place].field == .opaque || holes[place].field.isIdentity
    }
}
