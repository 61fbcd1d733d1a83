internal import Upgrades

/// The members of a payload that tell state, percent, failure and note (B13), and how they are spelled out.
struct NativeMembers: Sendable {
    private enum Part {
        /// Members that stand beside each other, compact: they are copied in one go.
        case run(first: Int, last: Int)
        /// A member by its name in quotes, with the colon, and its value.
        case member(name: [UInt8], node: Int)
    }
    private let parts: [Part]
    /// Whether the one run is an object, as it stands in the payload.
    private let isObject: Bool

    init(_ news: [ReadPlan.News], _ document: JSONDocument, _ spots: [Layout.Spot]) {
        var parts: [Part] = []
        for member in news {
            let spot = spots[member.slot]
            let node = Int(member.isObject ? spot.object : spot.node)
            if node < 0 || document[node].kind == .null { continue }
            guard document.isCompactMember(node) else {
                parts.append(.member(name: member.name, node: node))
                continue
            }
            if case .run(let first, let last)? = parts.last, document.isBehind(last, node) {
                parts[parts.count - 1] = .run(first: first, last: node)
            } else {
                parts.append(.run(first: node, last: node))
            }
        }
        self.parts = parts
        if parts.count == 1, case .run(let first, let last) = parts[0] {
            isObject = document.isObject(document.run(first, last))
        } else {
            isObject = false
        }
    }

    /// The members as one object.
    func json(in document: JSONDocument) -> RawJSON {
        if isObject, case .run(let first, let last) = parts[0] {
            let run = document.run(first, last)
            return RawJSON(Text(document.bytes.span.extracting(run.lowerBound - 1..<run.upperBound + 1)))
        }
        var out: [UInt8] = []
        out.reserveCapacity(256)
        out.append(UInt8(ascii: "{"))
        for place in parts.indices {
            if place > 0 { out.append(UInt8(ascii: ",")) }
            switch parts[place] {
            case .run(let first, let last): out.append(document.bytes.span.extracting(document.run(first, last)))
            case .member(let name, let node):
                out.append(contentsOf: name)
                JSONWriter.append(node, of: document, to: &out)
            }
        }
        out.append(UInt8(ascii: "}"))
        return RawJSON(Text(out.span))
    }
}

extension JSONDocument {
    /// Whether a member is spelled as we print it.
    fileprivate func isCompactMember(_ index: Int) -> Bool {
        let node = self[index]
        if node.isKeyEscaped || node.isEscaped { return false }
        return switch node.kind {
        case .string: node.start == node.keyEnd + 3
        case .number, .true, .false: node.start == node.keyEnd + 2
        case .object, .array, .null: false
        }
    }

    /// Where compact members stand, from the name of the first to the value of the last.
    fileprivate func run(_ first: Int, _ last: Int) -> Range<Int> {
        let node = self[last]
        return Int(self[first].keyStart) - 1..<Int(node.end) + (node.kind == .string ? 1 : 0)
    }

    /// Whether a member stands right behind another one, but for the comma.
    fileprivate func isBehind(_ other: Int, _ member: Int) -> Bool {
        let end = run(other, other).upperBound
        return Int(self[member].keyStart) - 1 == end + 1 && bytes[end] == UInt8(ascii: ",")
    }

    /// Whether these members, and no others, are an object of the text.
    fileprivate func isObject(_ members: Range<Int>) -> Bool {
        bytes[members.lowerBound - 1] == UInt8(ascii: "{") && bytes[members.upperBound] == UInt8(ascii: "}")
    }
}
