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

    private let bytes: [UInt8]
    private let nodes: [JSONDocument.Node]
    /// Those inside others first.
    private let containers: [Container]
    let root: Int
    let repairs: JSONDocument.Repairs

    /// Nil for a document that others are hardly like: its values have escapes, or it is large.
    init?(_ document: JSONDocument) {
        guard document.bytes.count <= Self.lengthLimit, document.nodes.count <= Self.nodeLimit,
            document.nodes[document.root].kind == .object, !document.nodes.contains(where: \.isEscaped)
        else { return nil }
        bytes = document.bytes
        nodes = document.nodes
        root = document.root
        repairs = document.repairs
        let nodes = document.nodes
        containers = nodes.indices.reversed().filter { nodes[$0].kind == .object || nodes[$0].kind == .array }.map {
            node in
            let isInside = { (other: Int) in nodes[other].start < nodes[node].end }
            return Container(node: node, last: nodes.indices.last(where: isInside) ?? node)
        }
    }

    /// Reads a text of the same make.
    /// - Returns: false if it is of another one; then the nodes mean nothing.
    func read(_ text: Span<UInt8>, into nodes: inout [JSONDocument.Node]) -> Bool {
        nodes.removeAll(keepingCapacity: true)
        nodes.append(contentsOf: self.nodes)
        let bytes = self.bytes
        let known = bytes.span
        var moved = nodes.mutableSpan
        var end = 0  // up to where the known text has been compared
        var shift = 0  // how much later the same stands in the new one
        for index in moved.indices {
            var node = moved[index]
            if node.keyEnd > 0 {
                node.keyStart += Int32(truncatingIfNeeded: shift)
                node.keyEnd += Int32(truncatingIfNeeded: shift)
            }
            let start = Int(node.start)
            node.start += Int32(truncatingIfNeeded: shift)
            if node.kind == .string || node.kind == .number {
                guard text.repeats(known, from: end, to: start, at: end + shift) else { return false }
                let isText = node.kind == .string
                let place = isText ? text.endOfPlain(from: start + shift) : text.endOfDigits(from: start + shift)
                end = Int(node.end)
                shift = place - end
            }
            node.end += Int32(truncatingIfNeeded: shift)
            moved[index] = node
        }
        guard bytes.count + shift == text.count, text.repeats(known, from: end, to: bytes.count, at: end + shift) else {
            return false
        }
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

extension Span<UInt8> {
    /// Where a whole number ends; at its start if there is none.
    ///
    /// A digit too many, a fraction and an exponent are told by what follows: no other number is followed by them.
    fileprivate func endOfDigits(from start: Int) -> Int {
        var place = start
        if place < count, self[place] == UInt8(ascii: "-") { place += 1 }
        guard place < count, self[place] &- UInt8(ascii: "0") < 10 else { return start }
        if self[place] == UInt8(ascii: "0") { return place + 1 }
        while place < count, self[place] &- UInt8(ascii: "0") < 10 { place += 1 }
        return place
    }
}
