/// A text that was taken apart, to be compared with others of the same make.
///
/// A device prints its messages with one format string, so that most of its payloads differ in their values only. What
/// stands between the values is then compared, and the nodes of the first payload are moved to where the new values are:
/// what comes of it is what `JSONReader` would make of the text.
final class JSONSkeleton: Sendable {
    private static let lengthLimit = 1024
    private static let nodeLimit = 64

    /// An object or array, and the last node inside it; the node itself if it is empty.
    private struct Container {
        let node: Int
        let last: Int
    }

    /// A string or number, and where it stands.
    private struct Value {
        let node: Int
        let isText: Bool
        let start: Int
        let end: Int

        /// Where a value like it ends that starts at a place of a text; nil if none starts there.
        func end(in text: Span<UInt8>, from place: Int) -> Int? {
            isText ? text.endOfPlain(from: place) : text.endOfDigits(from: place)
        }
    }

    private let bytes: [UInt8]
    private let nodes: [JSONDocument.Node]
    private let values: [Value]
    /// Those inside others first.
    private let containers: [Container]
    let root: Int
    let repairs: JSONDocument.Repairs

    /// Nil for a document that others are hardly like: it is large, or has values of another kind than is looked for.
    init?(_ document: JSONDocument) {
        let (bytes, nodes) = (document.bytes, document.nodes)
        guard bytes.count <= Self.lengthLimit, nodes.count <= Self.nodeLimit, nodes[document.root].kind == .object
        else {
            return nil
        }
        self.bytes = bytes
        self.nodes = nodes
        root = document.root
        repairs = document.repairs
        let values = nodes.indices.filter { nodes[$0].kind == .string || nodes[$0].kind == .number }.map { place in
            let node = nodes[place]
            return Value(node: place, isText: node.kind == .string, start: Int(node.start), end: Int(node.end))
        }
        for value in values where value.end(in: bytes.span, from: value.start) != value.end { return nil }
        self.values = values
        let isContainer = { (place: Int) in nodes[place].kind == .object || nodes[place].kind == .array }
        containers = nodes.indices.reversed().filter(isContainer).map { place in
            let last = nodes.indices.last { nodes[$0].start < nodes[place].end }
            return Container(node: place, last: last ?? place)
        }
    }

    /// Reads a text of the same make.
    ///
    /// Most values are those of the known text too: what is alike is passed over as a whole, up to the next value that is not.
    ///
    /// - Returns: false if it is of another make; then the nodes mean nothing.
    func read(_ text: Span<UInt8>, into nodes: inout [JSONDocument.Node]) -> Bool {
        let (known, knownNodes, values) = (bytes, self.nodes, values)
        if nodes.count != knownNodes.count {
            nodes.removeAll(keepingCapacity: true)
            nodes.append(contentsOf: knownNodes)
        }
        var moved = nodes.mutableSpan
        for node in knownNodes.indices { moved[node] = knownNodes[node] }
        var next = 0  // the node behind the last value that differs
        var shift = 0  // how much later the same stands in the new text
        var place = 0
        var alike = text.endOfLikeness(with: known.span, from: 0, at: 0)
        while alike < known.count {
            // a value whose last byte has another one behind it is another value
            while place < values.count, values[place].end < alike { place += 1 }
            guard place < values.count else { return false }
            let value = values[place]
            guard value.start <= alike, let end = value.end(in: text, from: value.start + shift) else { return false }
            if shift != 0 { for node in next...value.node { moved[node].move(by: shift) } }
            moved[value.node].end = Int32(truncatingIfNeeded: end)
            next = value.node + 1
            place += 1
            shift = end - value.end
            alike = text.endOfLikeness(with: known.span, from: value.end, at: end)
        }
        guard known.count + shift == text.count else { return false }
        if shift != 0 { for node in next..<moved.count { moved[node].move(by: shift) } }
        for container in containers {
            let last = container.last
            let shift =
                last == container.node
                ? moved[last].start - self.nodes[last].start : moved[last].end - self.nodes[last].end
            moved[container.node].end = self.nodes[container.node].end + shift
        }
        return true
    }
}

extension JSONDocument.Node {
    fileprivate mutating func move(by shift: Int) {
        let shift = Int32(truncatingIfNeeded: shift)
        start &+= shift
        end &+= shift
        if keyEnd == 0 { return }  // an element, or the root
        keyStart &+= shift
        keyEnd &+= shift
    }
}

extension Span<UInt8> {
    /// Where a whole number ends; nil if there is none.
    ///
    /// A digit too many, a fraction and an exponent are told by what follows: no other number is followed by them.
    fileprivate func endOfDigits(from start: Int) -> Int? {
        var place = start
        if place < count, self[place] == UInt8(ascii: "-") { place += 1 }
        guard place < count, self[place] &- UInt8(ascii: "0") < 10 else { return nil }
        if self[place] == UInt8(ascii: "0") { return place + 1 }
        while place < count, self[place] &- UInt8(ascii: "0") < 10 { place += 1 }
        return place
    }
}
