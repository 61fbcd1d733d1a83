package import Upgrades

/// A JSON text taken apart in place: nodes in document order that point into the bytes.
///
/// Numbers keep their spelling and objects their order. A member that comes twice stands once, with the last value in the last place.
package struct JSONDocument: Sendable {
    package enum Kind: UInt8, Sendable {
        case object, array, string, number, `true`, `false`, null
    }
    package struct Node: Sendable {
        package var kind: Kind
        /// Whether the string has escapes.
        var isEscaped = false
        var isKeyEscaped = false
        /// What was forgiven in the text that it was the root of, where a string held that text.
        var repairs: Repairs = []
        /// The bytes of the value; a string's without its quotes.
        var start: Int32
        var end: Int32 = 0
        /// The bytes of the member's name, without quotes.
        var keyStart: Int32 = 0
        var keyEnd: Int32 = 0
        /// The first child and the next sibling; -1 if there is none.
        var child: Int32 = -1
        var next: Int32 = -1
        /// How many children there are.
        var count: Int32 = 0
    }
    /// What was forgiven, for the counters (H32).
    package struct Repairs: OptionSet, Hashable, Sendable {
        package let rawValue: UInt8
        package init(rawValue: UInt8) { self.rawValue = rawValue }
        package static let trailingComma = Repairs(rawValue: 1)
        package static let trailingBytes = Repairs(rawValue: 2)
        package static let duplicateMember = Repairs(rawValue: 4)
        package static let byteOrderMark = Repairs(rawValue: 8)
        package static let textForObject = Repairs(rawValue: 16)
    }

    package internal(set) var bytes: [UInt8]
    package internal(set) var nodes: [Node] = []
    package internal(set) var repairs: Repairs = []
    package internal(set) var root = 0
    /// How texts look that were read before.
    var memory = JSONMemory()

    /// Empty, and ready to be read into.
    package init() { bytes = [] }
    init(bytes: [UInt8]) { self.bytes = bytes }

    package subscript(_ index: Int) -> Node { nodes[index] }

    /// The children of an object or array, in order.
    package func children(_ index: Int) -> Children { Children(document: self, place: nodes[index].child) }

    package struct Children: Sequence, IteratorProtocol {
        let document: JSONDocument
        var place: Int32
        package mutating func next() -> Int? {
            guard place >= 0 else { return nil }
            defer { place = document.nodes[Int(place)].next }
            return Int(place)
        }
    }

    package func isKey(_ index: Int, _ name: [UInt8]) -> Bool {
        let node = nodes[index]
        if node.isKeyEscaped { return unescaped(Int(node.keyStart), Int(node.keyEnd)) == name }
        return hold(name, from: node.keyStart, to: node.keyEnd)
    }

    package func key(_ index: Int) -> Text {
        let node = nodes[index]
        return text(Int(node.keyStart), Int(node.keyEnd), isEscaped: node.isKeyEscaped)
    }

    /// A member's name as bytes.
    func keyContent(_ index: Int) -> [UInt8] {
        let (start, end) = (Int(nodes[index].keyStart), Int(nodes[index].keyEnd))
        return nodes[index].isKeyEscaped ? unescaped(start, end) : Array(bytes[start..<end])
    }

    /// A string's content, or any other value as spelled.
    package func text(_ index: Int) -> Text {
        let node = nodes[index]
        return text(Int(node.start), Int(node.end), isEscaped: node.isEscaped)
    }

    func text(_ start: Int, _ end: Int, isEscaped: Bool) -> Text {
        isEscaped ? Text(unescaped(start, end).span) : Text(bytes.span.extracting(start..<end))
    }

    /// A string's content as bytes, or any other value as spelled.
    package func content(_ index: Int) -> [UInt8] {
        let node = nodes[index]
        if node.isEscaped { return unescaped(Int(node.start), Int(node.end)) }
        return Array(bytes[Int(node.start)..<Int(node.end)])
    }

    /// Whether the node's content is these bytes.
    func hasContent(_ index: Int, _ content: [UInt8]) -> Bool {
        let node = nodes[index]
        if node.isEscaped { return unescaped(Int(node.start), Int(node.end)) == content }
        return hold(content, from: node.start, to: node.end)
    }

    private func hold(_ content: [UInt8], from start: Int32, to end: Int32) -> Bool {
        content.count == Int(end - start)
            && bytes.span.repeats(content.span, from: 0, to: content.count, at: Int(start))
    }

    /// The member of an object by name.
    package func member(_ name: [UInt8], of index: Int) -> Int? {
        var next = nodes[index].child
        while next >= 0 {
            if isKey(Int(next), name) { return Int(next) }
            next = nodes[Int(next)].next
        }
        return nil
    }

    /// The text with its escapes resolved; the reader has checked them.
    func unescaped(_ start: Int, _ end: Int) -> [UInt8] {
        var out: [UInt8] = []
        out.reserveCapacity(end - start)
        var index = start
        while index < end {
            let byte = bytes[index]
            guard byte == UInt8(ascii: "\\") else {
                out.append(byte)
                index += 1
                continue
            }
            let letter = bytes[index + 1]
            index += 2
            switch letter {
            case UInt8(ascii: "b"): out.append(0x08)
            case UInt8(ascii: "f"): out.append(0x0C)
            case UInt8(ascii: "n"): out.append(0x0A)
            case UInt8(ascii: "r"): out.append(0x0D)
            case UInt8(ascii: "t"): out.append(0x09)
            case UInt8(ascii: "u"):
                var unit = UInt32(hex(index))
                index += 4
                if unit & 0xFC00 == 0xD800, index + 6 <= end, bytes[index] == UInt8(ascii: "\\"),
                    bytes[index + 1] == UInt8(ascii: "u")
                {
                    unit = 0x10000 + (unit & 0x3FF) << 10 + UInt32(hex(index + 2)) & 0x3FF
                    index += 6
                }
                if let scalar = Unicode.Scalar(unit) { out.append(contentsOf: Array(String(Character(scalar)).utf8)) }
            default: out.append(letter)  // \" \\ \/
            }
        }
        return out
    }

    private func hex(_ index: Int) -> UInt16 {
        var unit: UInt16 = 0
        for offset in 0..<4 { unit = unit << 4 | UInt16(hexDigit(bytes[index + offset]) ?? 0) }
        return unit
    }
}

/// The value of a hexadecimal digit.
func hexDigit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
    default: nil
    }
}
