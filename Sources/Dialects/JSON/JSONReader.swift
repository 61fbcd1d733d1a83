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
        var document = JSONDocument(bytes: [])
        try read(bytes, isStrict: isStrict, into: &document)
        return document
    }

    /// Reads into a document that was used before, whose room is used again.
    static func read(_ bytes: [UInt8], isStrict: Bool = false, into document: inout JSONDocument) throws(JSONError) {
        document.renew(bytes)
        var reader = JSONReader(document, 0..<bytes.count, isStrict: isStrict)
        document = JSONDocument(bytes: [])  // the reader holds the only copy
        defer { document = reader.document }
        try reader.readText(bytes.span)
    }

    /// Reads a text that stands in a string of the document; its nodes join the document's, and its root tells what was
    /// forgiven in it.
    /// - Returns: the new root, or nil if the text cannot be read.
    static func readInner(_ node: Int, of document: inout JSONDocument) -> Int? {
        let content = document.content(node)
        let (nodes, start) = (document.nodes.count, document.bytes.count)
        let (root, repairs) = (document.root, document.repairs)
        document.bytes.append(contentsOf: content)
        document.repairs = .textForObject
        let bytes = document.bytes
        var reader = JSONReader(document, start..<bytes.count, isStrict: false)
        document = JSONDocument(bytes: [])
        var inner: Int?
        do {
            try reader.readText(bytes.span)
            inner = reader.document.root
        } catch {
            reader.document.nodes.removeSubrange(nodes...)
        }
        document = reader.document
        if let inner { document.nodes[inner].repairs = document.repairs }
        (document.root, document.repairs) = (root, repairs)
        return inner
    }

    private mutating func readText(_ bytes: Span<UInt8>) throws(JSONError) {
        if !isStrict, end - index >= 3, bytes[index] == 0xEF, bytes[index + 1] == 0xBB, bytes[index + 2] == 0xBF {
            index += 3
            document.repairs.insert(.byteOrderMark)
        }
        document.root = try readValue(bytes, depth: 1)
        skipSpace(bytes)
        guard index < end else { return }
        if isStrict { throw error("a byte after the value") }
        document.repairs.insert(.trailingBytes)
    }

    /// The name of a member whose value is read.
    private struct Key {
        var start: Int32 = 0
        var end: Int32 = 0
        var isEscaped = false
    }

    private mutating func readValue(
        _ bytes: Span<UInt8>, depth: Int, key: Key = Key()
    ) throws(JSONError) -> Int {
        skipSpace(bytes)
        guard index < end else { throw error("text ends where a value is wanted") }
        switch bytes[index] {
        case UInt8(ascii: "\""):
            index += 1
            let start = index
            let isEscaped = try skipString(bytes)
            return push(.string, from: start, to: index - 1, isEscaped: isEscaped, key)
        case UInt8(ascii: "{"): return try readObject(bytes, depth, key)
        case UInt8(ascii: "["): return try readArray(bytes, depth, key)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
            let start = index
            try skipNumber(bytes)
            return push(.number, from: start, to: index, key)
        case UInt8(ascii: "t"): return try readWord("true", .true, bytes, key)
        case UInt8(ascii: "f"): return try readWord("false", .false, bytes, key)
        case UInt8(ascii: "n"): return try readWord("null", .null, bytes, key)
        default: throw error("no JSON value")
        }
    }

    private mutating func push(
        _ kind: JSONDocument.Kind, from start: Int, to end: Int, isEscaped: Bool = false, _ key: Key
    ) -> Int {
        document.nodes.append(
            JSONDocument.Node(
                kind: kind, isEscaped: isEscaped, isKeyEscaped: key.isEscaped, start: Int32(truncatingIfNeeded: start),
                end: Int32(truncatingIfNeeded: end), keyStart: key.start, keyEnd: key.end))
        return document.nodes.count - 1
    }

    private mutating func readWord(
        _ word: StaticString, _ kind: JSONDocument.Kind, _ bytes: Span<UInt8>, _ key: Key
    ) throws(JSONError) -> Int {
        let start = index
        for byte in word.description.utf8 {
            guard index < end, bytes[index] == byte else { throw error("no JSON value") }
            index += 1
        }
        return push(kind, from: start, to: index, key)
    }

    private mutating func readObject(_ bytes: Span<UInt8>, _ depth: Int, _ key: Key) throws(JSONError) -> Int {
        guard depth <= Self.depthLimit else { throw error("more than \(Self.depthLimit) levels", .tooDeep) }
        let object = push(.object, from: index, to: 0, key)
        index += 1
        var last = -1
        var count = 0
        // a bit for each name met; only names that share one can be the same
        var names: UInt64 = 0
        var mayRepeat = false
        while true {
            skipSpace(bytes)
            guard index < end else { throw error("object not closed") }
            if bytes[index] == UInt8(ascii: "}") {
                if count > 0 { try forgiveComma() }
                break
            }
            guard bytes[index] == UInt8(ascii: "\"") else { throw error("no member name in quotes") }
            index += 1
            let start = index
            let isEscaped = try skipString(bytes)
            let key = Key(
                start: Int32(truncatingIfNeeded: start), end: Int32(truncatingIfNeeded: index - 1),
                isEscaped: isEscaped)
            let bit = Self.bit(bytes, start, index - 1)
            mayRepeat = mayRepeat || isEscaped || names & bit != 0
            names |= bit
            skipSpace(bytes)
            guard index < end, bytes[index] == UInt8(ascii: ":") else {
                throw error("no ':' after a member name")
            }
            index += 1
            let value = try readValue(bytes, depth: depth + 1, key: key)
            link(value, behind: last, in: object)
            last = value
            count += 1
            guard try readComma(bytes, orEnd: UInt8(ascii: "}")) else { break }
        }
        index += 1
        document.nodes[object].end = Int32(truncatingIfNeeded: index)
        document.nodes[object].count = Int32(truncatingIfNeeded: count)
        if mayRepeat, count > 1 { dropDuplicates(object, count) }
        return object
    }

    /// One bit that is the same for the same names, from their first and last byte and their length.
    private static func bit(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> UInt64 {
        if start == end { return 1 }
        let mark = bytes[start] &* 7 &+ bytes[end - 1] &* 13 &+ UInt8(truncatingIfNeeded: end - start)
        return 1 << UInt64(mark & 63)
    }

    private mutating func link(_ value: Int, behind last: Int, in parent: Int) {
        if last < 0 {
            document.nodes[parent].child = Int32(value)
        } else {
            document.nodes[last].next = Int32(value)
        }
    }

    private mutating func readArray(_ bytes: Span<UInt8>, _ depth: Int, _ key: Key) throws(JSONError) -> Int {
        guard depth <= Self.depthLimit else { throw error("more than \(Self.depthLimit) levels", .tooDeep) }
        let array = push(.array, from: index, to: 0, key)
        index += 1
        var last = -1
        var count = 0
        while true {
            skipSpace(bytes)
            guard index < end else { throw error("array not closed") }
            if bytes[index] == UInt8(ascii: "]") {
                if last >= 0 { try forgiveComma() }
                break
            }
            let value = try readValue(bytes, depth: depth + 1)
            link(value, behind: last, in: array)
            last = value
            count += 1
            guard try readComma(bytes, orEnd: UInt8(ascii: "]")) else { break }
        }
        index += 1
        document.nodes[array].end = Int32(index)
        document.nodes[array].count = Int32(count)
        return array
    }

    /// After a value: true behind a comma, false at the closing bracket.
    private mutating func readComma(_ bytes: Span<UInt8>, orEnd bracket: UInt8) throws(JSONError) -> Bool {
        skipSpace(bytes)
        guard index < end else { throw error(bracket == UInt8(ascii: "}") ? "object not closed" : "array not closed") }
        if bytes[index] == UInt8(ascii: ",") {
            index += 1
            return true
        }
        guard bytes[index] == bracket else { throw error("no ',' between values") }
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
            link(member, behind: last, in: object)
            document.nodes[member].next = -1
            last = member
        }
        document.nodes[object].count = Int32(isLast.count { $0 })
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
