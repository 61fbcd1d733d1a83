internal import Upgrades

/// How a form reads: its shape, and in which slots of a layout stands what the message says.
final class ReadPlan: Sendable {
    /// A hole with its slot.
    struct Binding: Sendable {
        let hole: Hole
        let slot: Int
        /// Whether an earlier hole fills the same field.
        let isRepeated: Bool
    }
    /// An optional member that no field tells of.
    struct Remembered: Sendable {
        let pointer: String
        let slot: Int
    }
    /// An object of the template that has members.
    struct Object: Sendable {
        let members: [Template.Member]
        let pointer: String
        let slot: Int
    }
    /// A member that tells state, percent, failure or note (B13).
    struct News: Sendable {
        /// In quotes, with the colon.
        let name: [UInt8]
        let slot: Int
        let isObject: Bool
    }

    let variant: Variant
    let kind: MessageKind
    let shape: Shape
    /// What `is:` says of a message that is read.
    let claims: [(field: Field, word: Word)]
    let bindings: [Binding]
    let objects: [Object]
    let remembered: [Remembered]
    let news: [News]
    /// Progress of which at most one hole tells a failure.
    let mayPutOffFailure: Bool

    /// - Parameters:
    ///   - layout: of the form's topic.
    ///   - natives: the members of the dialect that tell news, as JSON Pointers.
    init(_ variant: Variant, layout: Layout, natives: Set<String>) {
        let compiled = ReadPlanCompiler(variant.payload, holes: variant.holes, layout: layout)
        self.variant = variant
        kind = variant.kind
        shape = compiled.shape
        claims = variant.claims.compactMap { claim in claim.read.map { (claim.field, $0) } }
        bindings = compiled.bindings
        objects = compiled.objects
        remembered = compiled.remembered
        news = compiled.news(natives)
        mayPutOffFailure = variant.kind == .progress && compiled.bindings.count { $0.hole.field == .failure } <= 1
    }

    /// The members that no template names, with the JSON Pointers of their objects.
    func extras(in document: JSONDocument, _ spots: [Layout.Spot]) -> [(object: String, node: Int)] {
        var extras: [(object: String, node: Int)] = []
        for object in objects {
            let place = Int(spots[object.slot].object)
            if place < 0 { continue }
            var expected = 0  // members mostly come in the template's order
            for child in document.children(place) {
                if expected < object.members.count, document.isKey(child, object.members[expected].name) {
                    expected += 1
                    continue
                }
                if object.members.contains(where: { document.isKey(child, $0.name) }) { continue }
                extras.append((object.pointer, child))
            }
        }
        return extras
    }
}
