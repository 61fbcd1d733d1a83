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
    let shape: Shape
    /// What `is:` says of a message that is read.
    let claims: [(field: Field, word: Word)]
    let bindings: [Binding]
    let objects: [Object]
    private let remembered: [Remembered]
    private let news: [News]
    /// Progress of which at most one hole tells a failure.
    let mayPutOffFailure: Bool

    /// - Parameters:
    ///   - layout: of the form's topic.
    ///   - natives: the members of the dialect that tell news, as JSON Pointers.
    init(_ variant: Variant, layout: Layout, natives: Set<String>) {
        let compiled = ReadPlanCompiler(variant.payload, holes: variant.holes, layout: layout)
        self.variant = variant
        shape = compiled.shape
        claims = variant.claims.compactMap { claim in claim.read.map { (claim.field, $0) } }
        bindings = compiled.bindings
        objects = compiled.objects
        remembered = compiled.remembered
        news = compiled.news(natives)
        mayPutOffFailure = variant.kind == .progress && compiled.bindings.count { $0.hole.field == .failure } <= 1
    }

    /// The optional members that are there and of which no field tells, as JSON Pointers.
    func literals(in document: JSONDocument) -> [String] {
        remembered.filter { document.spots[$0.slot].node >= 0 }.map(\.pointer)
    }

    /// The members that no template names.
    func extras(in document: JSONDocument) -> [Extra] {
        var extras: [Extra] = []
        for object in objects {
            let place = Int(document.spots[object.slot].object)
            if place < 0 { continue }
            var expected = 0  // members mostly come in the template's order
            for child in document.children(place) {
                if expected < object.members.count, document.isKey(child, object.members[expected].name) {
                    expected += 1
                    continue
                }
                if object.members.contains(where: { document.isKey(child, $0.name) }) { continue }
                let value = JSONWriter.compact(child, of: document)
                extras.append(Extra(object: object.pointer, name: document.key(child), value: value))
            }
        }
        return extras
    }

    /// The members that tell state, percent, failure and note, as they are spelled (B13).
    func native(_ document: JSONDocument) -> RawJSON {
        var out: [UInt8] = []
        var run = 0..<0  // members that stand beside each other, compact, go together
        for member in news {
            let spot = document.spots[member.slot]
            let node = Int(member.isObject ? spot.object : spot.node)
            if node < 0 || document[node].kind == .null { continue }
            let spelling = document.compactMember(node)
            if let spelling {
                if run.isEmpty, out.isEmpty {
                    run = spelling
                    continue
                }
                if !run.isEmpty, document.isBehind(run, spelling) {
                    run = run.lowerBound..<spelling.upperBound
                    continue
                }
            }
            document.append(run, toObject: &out)
            if out.count > 1 { out.append(UInt8(ascii: ",")) }
            run = spelling ?? 0..<0
            if spelling == nil {
                out.append(contentsOf: member.name)
                JSONWriter.append(node, of: document, to: &out)
            }
        }
        if out.isEmpty, let object = document.object(of: run) { return object }
        document.append(run, toObject: &out)
        out.append(UInt8(ascii: "}"))
        return RawJSON(Text(out.span))
    }

    /// Notes what was forgiven in texts that hold the form's objects (H32).
    func noteRepairs(in document: inout JSONDocument) {
        for object in objects {
            let spot = document.spots[object.slot]
            if spot.object != spot.node { document.repairs.formUnion(document[Int(spot.object)].repairs) }
        }
    }
}

extension JSONDocument {
    /// Where name and value of a member stand, if they are spelled as we print them; nil if not.
    fileprivate func compactMember(_ index: Int) -> Range<Int>? {
        let node = self[index]
        if node.isKeyEscaped || node.isEscaped { return nil }
        switch node.kind {
        case .string where node.start == node.keyEnd + 3: return Int(node.keyStart) - 1..<Int(node.end) + 1
        case .number, .true, .false:
            return node.start == node.keyEnd + 2 ? Int(node.keyStart) - 1..<Int(node.end) : nil
        case .string, .object, .array, .null: return nil
        }
    }

    /// Whether a member stands right behind others, but for the comma.
    fileprivate func isBehind(_ members: Range<Int>, _ member: Range<Int>) -> Bool {
        member.lowerBound == members.upperBound + 1 && bytes[members.upperBound] == UInt8(ascii: ",")
    }

    /// The object that has these members and no others, if it stands so in the text.
    fileprivate func object(of members: Range<Int>) -> RawJSON? {
        guard !members.isEmpty, bytes[members.lowerBound - 1] == UInt8(ascii: "{"),
            bytes[members.upperBound] == UInt8(ascii: "}")
        else { return nil }
        return RawJSON(Text(bytes.span.extracting(members.lowerBound - 1..<members.upperBound + 1)))
    }

    /// Appends members to an object that is printed, and opens it if they are the first.
    fileprivate func append(_ members: Range<Int>, toObject out: inout [UInt8]) {
        if out.isEmpty {
            out.reserveCapacity(members.count + 128)
            out.append(UInt8(ascii: "{"))
        }
        out.append(contentsOf: bytes[members])
    }
}
