internal import Upgrades

/// The members that the forms of one topic name, whatever form does: each has a slot.
///
/// A payload is laid out once, then each form looks into its own slots.
struct Layout: Sendable {
    /// Where a payload has the member of a slot; -1 where it has none.
    struct Spot {
        var node: Int32 = -1
        /// The object that stands there: the node itself, or what its text holds (H32).
        var object: Int32 = -1
    }
    /// A member of an object, or an element of an array, by its place among its siblings.
    private struct Slot {
        /// Its name's place in `names`; empty for an element.
        var name: Range<Int>
        /// The first bytes of the name: tells most members apart at once.
        var head: UInt64
        /// Members of an object stand behind each other, and so do elements of an array.
        var members = 0..<0
        var elements = 0..<0
        /// A template has an object there.
        var isObject = false
    }

    /// Tells the layout from others in a document's memory, which holds on to it: an address may be given to another one.
    final class Identity: Sendable {}
    let identity = Identity()
    /// The first slot is the payload's; those inside stand behind it.
    private var slots: [Slot] = []
    private var names: [UInt8] = []
    /// The slots with slots inside.
    private var parents: [Int] = []

    init(_ templates: [Template]) {
        slots.append(Slot(name: 0..<0, head: 0))
        var level = [(0, templates)]
        while !level.isEmpty { level = level.flatMap { add(inside: $0.0, $0.1) } }
        parents = slots.indices.filter { slots[$0].isObject || !slots[$0].elements.isEmpty }
    }

    /// Gives slots to what stands inside the templates of one slot.
    /// - Returns: the new slots with their templates.
    private mutating func add(inside parent: Int, _ templates: [Template]) -> [(Int, [Template])] {
        var members: [(name: [UInt8], templates: [Template])] = []
        var elements: [[Template]] = []
        for template in templates {
            switch template {
            case .object(let own, _):
                slots[parent].isObject = true
                for member in own {
                    if let place = members.firstIndex(where: { $0.name == member.name }) {
                        members[place].templates.append(member.value)
                    } else {
                        members.append((member.name, [member.value]))
                    }
                }
            case .array(let own):
                for (place, element) in own.enumerated() {
                    if place == elements.count { elements.append([]) }
                    elements[place].append(element)
                }
            case .literal, .hole: break
            }
        }
        let start = slots.count
        for member in members {
            let name = names.count..<names.count + member.name.count
            names += member.name
            slots.append(Slot(name: name, head: Self.head(member.name.span, from: 0, to: member.name.count)))
        }
        slots[parent].members = start..<slots.count
        slots[parent].elements = slots.count..<slots.count + elements.count
        slots += elements.map { _ in Slot(name: 0..<0, head: 0) }
        return zip(start..<slots.count, members.map(\.templates) + elements).map { ($0, $1) }
    }

    /// Up to eight bytes as one number.
    private static func head(_ bytes: Span<UInt8>, from start: Int, to end: Int) -> UInt64 {
        var head: UInt64 = 0
        for index in start..<min(end, start + 8) { head = head << 8 | UInt64(bytes[index]) }
        return head
    }

    // MARK: slots of templates

    /// The slot of a member of the object in a slot.
    func slot(of name: [UInt8], in parent: Int) -> Int {
        guard let slot = slots[parent].members.first(where: { names[slots[$0].name].elementsEqual(name) }) else {
            preconditionFailure("a layout names all members of its templates")
        }
        return slot
    }

    /// The slot of an element of the array in a slot.
    func slot(ofElement place: Int, in parent: Int) -> Int { slots[parent].elements.lowerBound + place }

    // MARK: payloads

    /// Finds the members of a payload.
    /// - Returns: where the payload has what stands in each slot, and whether its make alone tells that: no object was
    ///   looked for in a text.
    func place(_ document: inout JSONDocument) -> (spots: [Spot], isToldByMake: Bool) {
        var spots = slots.map { _ in Spot() }
        spots[0].node = Int32(document.root)
        var isToldByMake = true
        for parent in parents where spots[parent].node >= 0 {
            let node = Int(spots[parent].node)
            if document[node].kind == .array {
                var element = slots[parent].elements.lowerBound
                var child = document[node].child
                while child >= 0, element < slots[parent].elements.upperBound {
                    spots[element].node = child
                    element += 1
                    child = document[Int(child)].next
                }
            } else if slots[parent].isObject {
                if document[node].kind == .string { isToldByMake = false }
                guard let object = document.object(at: node) else { continue }
                spots[parent].object = Int32(object)
                place(document, object, slots[parent].members, &spots)
            }
        }
        return (spots, isToldByMake)
    }

    private func place(_ document: JSONDocument, _ object: Int, _ members: Range<Int>, _ spots: inout [Spot]) {
        if members.isEmpty { return }
        let bytes = document.bytes.span
        var next = members.lowerBound  // members mostly come in a template's order
        var child = document[object].child
        while child >= 0 {
            let node = document[Int(child)]
            if let slot = find(node, Int(child), document, bytes, in: members, from: next) {
                spots[slot].node = child
                next = slot + 1 == members.upperBound ? members.lowerBound : slot + 1
            }
            child = node.next
        }
    }

    private func find(
        _ node: JSONDocument.Node, _ child: Int, _ document: JSONDocument, _ bytes: Span<UInt8>,
        in members: Range<Int>, from first: Int
    ) -> Int? {
        if node.isKeyEscaped {
            let name = document.keyContent(child)
            return members.first { names[slots[$0].name].elementsEqual(name) }
        }
        let (start, end) = (Int(node.keyStart), Int(node.keyEnd))
        let head = Self.head(bytes, from: start, to: end)
        var slot = first
        repeat {
            if slots[slot].head == head, slots[slot].name.count == end - start,
                end - start <= 8 || isName(slot, bytes, from: start)
            {
                return slot
            }
            slot = slot + 1 == members.upperBound ? members.lowerBound : slot + 1
        } while slot != first
        return nil
    }

    private func isName(_ slot: Int, _ bytes: Span<UInt8>, from start: Int) -> Bool {
        let name = slots[slot].name
        for offset in 8..<name.count where names[name.lowerBound + offset] != bytes[start + offset] { return false }
        return true
    }
}
