internal import Upgrades

/// Takes a JSON text apart (RFC 8259), forgiving what real devices get wrong (H32).
///
/// Forgiven: a comma before a closing bracket, bytes behind the value, a byte-order mark, a member that comes twice (the last
/// counts), and a text for an object, which the templates ask for. All of RFC 8259 is read, but 64 levels at most.
/// Foundation's readers are held against it (`JSONOracle` in `Tests/Fuzz`).
struct JSONReader {
    static let depthLimit = 64
    /// Objects with more members than this look for duplicates by hash, so that hostile ones cost no square.
    private static let scanLimit = 16

    var document: JSONDocument
    var index: Int
    let end: Int
    let isStrict: Bool

    /// - Parameter range: where the text stands in the document's bytes.
    private init(_ document: consuming JSONDocument, _ range: Range<Int>, isStrict: Bool) {
        self.document = document
        index = range.lowerBound
        end = range.upperBound
        self.isStrict = isStrict
    }

    static func read(_ bytes: [UInt8], isStrict: Bool = false) throws(JSONError) -> JSONDocument {
        var document = JSONDocument(bytes: bytes)
        document.nodes.reserveCapacity(24)
        var reader = JSONReader(document, 0..<bytes.count, isStrict: isStrict)
        try reader.readText()
        return reader.document
    }

    /// Reads a text that stands in a string of the document; its nodes join the document's.
    /// - Returns: the new root, or nil if the text cannot be read.
    static func readInner(_ node: Int, of document: inout JSONDocument) -> Int? {
        let content = document.content(node)
        let start = document.bytes.count
        let outer = document.root
        var inner = document
        inner.bytes.append(contentsOf: content)
        var reader = JSONReader(inner, start..<start + content.count, isStrict: false)
        do { try reader.readText() } catch { return nil }
        document = reader.document
        defer { document.root = outer }
        document.repairs.insert(.textForObject)
        return document.root
    }

    private mutating func readText() throws(JSONError) {
        if !isStrict, end - index >= 3, document.bytes[index] == 0xEF, document.bytes[index + 1] == 0xBB,
            document.bytes[index + 2] == 0xBF
        {
            index += 3
            document.repairs.insert(.byteOrderMark)
        }
        document.root = try readValue(depth: 1)
        skipSpace()
        guard index < end else { return }
        if isStrict { throw error("a byte after the value") }
        document.repairs.insert(.trailingBytes)
    }

    private mutating func readValue(depth: Int) throws(JSONError) -> Int {
        skipSpace()
        guard index < end else { throw error("text ends where a value is wanted") }
        switch document.bytes[index] {
        case UInt8(ascii: "{"): return try readObject(depth)
        case UInt8(ascii: "["): return try readArray(depth)
        case UInt8(ascii: "\""):
            let node = push(.string)
            index += 1
            document.nodes[node].start = Int32(index)
            document.nodes[node].isEscaped = try skipString()
            document.nodes[node].end = Int32(index - 1)
            return node
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
            let node = push(.number)
            try skipNumber()
            document.nodes[node].end = Int32(index)
            return node
        case UInt8(ascii: "t"): return try readWord("true", .true)
        case UInt8(ascii: "f"): return try readWord("false", .false)
        case UInt8(ascii: "n"): return try readWord("null", .null)
        default: throw error("no JSON value")
        }
    }

    private mutating func push(_ kind: JSONDocument.Kind) -> Int {
        document.nodes.append(JSONDocument.Node(kind: kind, start: Int32(index)))
        return document.nodes.count - 1
    }

    private mutating func readWord(_ word: StaticString, _ kind: JSONDocument.Kind) throws(JSONError) -> Int {
        let node = push(kind)
        for byte in word.description.utf8 {
            guard index < end, document.bytes[index] == byte else { throw error("no JSON value") }
            index += 1
        }
        document.nodes[node].end = Int32(index)
        return node
    }

    private mutating func readObject(_ depth: Int) throws(JSONError) -> Int {
        guard depth <= Self.depthLimit else { throw error("more than \(Self.depthLimit) levels", .tooDeep) }
        let object = push(.object)
        index += 1
        var last = -1
        var count = 0
        while true {
            skipSpace()
            guard index < end else { throw error("object not closed") }
            if document.bytes[index] == UInt8(ascii: "}") {
                if count > 0 { try forgiveComma() }
                break
            }
            guard document.bytes[index] == UInt8(ascii: "\"") else { throw error("no member name in quotes") }
            index += 1
            let keyStart = index
            let isKeyEscaped = try skipString()
            let keyEnd = index - 1
            skipSpace()
            guard index < end, document.bytes[index] == UInt8(ascii: ":") else {
                throw error("no ':' after a member name")
            }
            index += 1
            let value = try readValue(depth: depth + 1)
            document.nodes[value].keyStart = Int32(keyStart)
            document.nodes[value].keyEnd = Int32(keyEnd)
            document.nodes[value].isKeyEscaped = isKeyEscaped
            if last < 0 {
                document.nodes[object].child = Int32(value)
            } else {
                document.nodes[last].next = Int32(value)
            }
            last = value
            count += 1
            guard try readComma(orEnd: UInt8(ascii: "}")) else { break }
        }
        index += 1
        document.nodes[object].end = Int32(index)
        if count > 1 { dropDuplicates(object, count) }
        return object
    }

    private mutating func readArray(_ depth: Int) throws(JSONError) -> Int {
        guard depth <= Self.depthLimit else { throw error("more than \(Self.depthLimit) levels", .tooDeep) }
        let array = push(.array)
        index += 1
        var last = -1
        while true {
            skipSpace()
            guard index < end else { throw error("array not closed") }
            if document.bytes[index] == UInt8(ascii: "]") {
                if last >= 0 { try forgiveComma() }
                break
            }
            let value = try readValue(depth: depth + 1)
            if last < 0 { document.nodes[array].child = Int32(value) } else { document.nodes[last].next = Int32(value) }
            last = value
            guard try readComma(orEnd: UInt8(ascii: "]")) else { break }
        }
        index += 1
        document.nodes[array].end = Int32(index)
        return array
    }

    /// After a value: true behind a comma, false at the closing bracket.
    private mutating func readComma(orEnd bracket: UInt8) throws(JSONError) -> Bool {
        skipSpace()
        guard index < end else { throw error(bracket == UInt8(ascii: "}") ? "object not closed" : "array not closed") }
        if document.bytes[index] == UInt8(ascii: ",") {
            index += 1
            return true
        }
        guard document.bytes[index] == bracket else { throw error("no ',' between values") }
        return false
    }

    /// A closing bracket right behind a comma (A-C41 writes one in every request).
    private mutating func forgiveComma() throws(JSONError) {
        if isStrict { throw error("a comma before the closing bracket") }
        document.repairs.insert(.trailingComma)
    }

    /// Unlinks all but the last member of each name.
    private mutating func dropDuplicates(_ object: Int, _ count: Int) {
        guard count > Self.scanLimit || hasDuplicates(object) else { return }
        var members: [Int] = []
        members.reserveCapacity(count)
        var next = document.nodes[object].child
        while next >= 0 {
            members.append(Int(next))
            next = document.nodes[Int(next)].next
        }
        var isLast = [Bool](repeating: true, count: count)
        if count <= Self.scanLimit {
            for later in 1..<count {
                for earlier in 0..<later where isLast[earlier] && hasSameKey(members[earlier], members[later]) {
                    isLast[earlier] = false
                }
            }
        } else {
            // by bytes: thousands of canonically equal names would have one hash as strings
            var seen = Set<[UInt8]>(minimumCapacity: count)
            for place in stride(from: count - 1, through: 0, by: -1) {
                isLast[place] = seen.insert(document.keyContent(members[place])).inserted
            }
        }
        guard isLast.contains(false) else { return }
        document.repairs.insert(.duplicateMember)
        var last = -1
        for (place, member) in members.enumerated() where isLast[place] {
            if last < 0 {
                document.nodes[object].child = Int32(member)
            } else {
                document.nodes[last].next = Int32(member)
            }
            document.nodes[member].next = -1
            last = member
        }
    }

    private func hasDuplicates(_ object: Int) -> Bool {
        var earlier = document.nodes[object].child
        while earlier >= 0 {
            var later = document.nodes[Int(earlier)].next
            while later >= 0 {
                if hasSameKey(Int(earlier), Int(later)) { return true }
                later = document.nodes[Int(later)].next
            }
            earlier = document.nodes[Int(earlier)].next
        }
        return false
    }

    private func hasSameKey(_ left: Int, _ right: Int) -> Bool {
        let (one, other) = (document.nodes[left], document.nodes[right])
        if one.isKeyEscaped || other.isKeyEscaped { return document.key(left) == document.key(right) }
        guard one.keyEnd - one.keyStart == other.keyEnd - other.keyStart else { return false }
        for offset in 0..<Int(one.keyEnd - one.keyStart)
        where document.bytes[Int(one.keyStart) + offset] != document.bytes[Int(other.keyStart) + offset] {
            return false
        }
        return true
    }
}

extension JSONDocument {
    /// Reads a text that is not a device's: RFC 8259 without any forgiveness.
    package static func readStrict(_ bytes: [UInt8]) throws(JSONError) -> JSONDocument {
        try JSONReader.read(bytes, isStrict: true)
    }
}
