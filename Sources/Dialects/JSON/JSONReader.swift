internal import Upgrades

/// Takes a JSON text apart (RFC 8259), forgiving what real devices get wrong (H32).
struct JSONReader {
    static let depthLimit = 64
    /// Objects with more members than this look for duplicates by hash, so that hostile ones cost no square.
    private static let scanLimit = 16

    private var document: JSONDocument
    private var index: Int
    private let end: Int
    private let isStrict: Bool

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
            guard index < end, document.bytes[index] == UInt8(ascii: ":") else { throw error("no ':' after a member name") }
            index += 1
            let value = try readValue(depth: depth + 1)
            document.nodes[value].keyStart = Int32(keyStart)
            document.nodes[value].keyEnd = Int32(keyEnd)
            document.nodes[value].isKeyEscaped = isKeyEscaped
            if last < 0 { document.nodes[object].child = Int32(value) } else { document.nodes[last].next = Int32(value) }
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
            var seen = Set<Text>(minimumCapacity: count)
            for place in stride(from: count - 1, through: 0, by: -1) {
                isLast[place] = seen.insert(document.key(members[place])).inserted
            }
        }
        guard isLast.contains(false) else { return }
        document.repairs.insert(.duplicateMember)
        var last = -1
        for (place, member) in members.enumerated() where isLast[place] {
            if last < 0 { document.nodes[object].child = Int32(member) } else { document.nodes[last].next = Int32(member) }
            document.nodes[member].next = -1
            last = member
        }
    }

    private func hasSameKey(_ left: Int, _ right: Int) -> Bool {
        let (one, other) = (document.nodes[left], document.nodes[right])
        if one.isKeyEscaped || other.isKeyEscaped { return document.key(left) == document.key(right) }
        guard one.keyEnd - one.keyStart == other.keyEnd - other.keyStart else { return false }
        for offset in 0..<Int(one.keyEnd - one.keyStart)
        where document.bytes[Int(one.keyStart) + offset] != document.bytes[Int(other.keyStart) + offset] { return false }
        return true
    }

    // MARK: tokens

    private mutating func skipSpace() {
        while index < end {
            switch document.bytes[index] {
            case 0x20, 0x09, 0x0A, 0x0D: index += 1
            default: return
            }
        }
    }

    private mutating func skipNumber() throws(JSONError) {
        if document.bytes[index] == UInt8(ascii: "-") { index += 1 }
        guard index < end, let first = digit() else { throw error("no digit in a number") }
        index += 1
        if first != 0 { while digit() != nil { index += 1 } }
        if index < end, document.bytes[index] == UInt8(ascii: ".") {
            index += 1
            guard digit() != nil else { throw error("no digit after the point") }
            while digit() != nil { index += 1 }
        }
        if index < end, document.bytes[index] | 0x20 == UInt8(ascii: "e") {
            index += 1
            if index < end, document.bytes[index] == UInt8(ascii: "+") || document.bytes[index] == UInt8(ascii: "-") { index += 1 }
            guard digit() != nil else { throw error("no digit in the exponent") }
            while digit() != nil { index += 1 }
        }
    }

    private func digit() -> UInt8? {
        guard index < end, case UInt8(ascii: "0")...UInt8(ascii: "9") = document.bytes[index] else { return nil }
        return document.bytes[index] - UInt8(ascii: "0")
    }

    /// Skips a string behind its opening quote, and the closing one.
    /// - Returns: whether it has escapes.
    private mutating func skipString() throws(JSONError) -> Bool {
        var isEscaped = false
        while index < end {
            let byte = document.bytes[index]
            switch byte {
            case UInt8(ascii: "\""):
                index += 1
                return isEscaped
            case UInt8(ascii: "\\"):
                isEscaped = true
                let place = index
                if try skipEscape() { throw JSONError(code: .invalidUTF8, offset: place, reason: "half a surrogate pair") }
            case 0x00...0x1F: throw error("control character in a string")
            case 0x20...0x7F: index += 1
            default: try skipMultibyte()
            }
        }
        throw error("text not closed")
    }

    /// Skips an escape, and the second half of a surrogate pair.
    /// - Returns: whether it is half a pair.
    private mutating func skipEscape() throws(JSONError) -> Bool {
        guard let unit = try skipEscapeUnit() else { return false }
        if unit & 0xFC00 == 0xDC00 { return true }
        guard unit & 0xFC00 == 0xD800 else { return false }
        guard index + 1 < end, document.bytes[index] == UInt8(ascii: "\\"), document.bytes[index + 1] == UInt8(ascii: "u") else {
            return true
        }
        let second = index
        guard let low = try skipEscapeUnit(), low & 0xFC00 == 0xDC00 else {
            index = second
            return true
        }
        return false
    }

    /// - Returns: the code unit of a `\u` escape, nil for another one.
    private mutating func skipEscapeUnit() throws(JSONError) -> UInt16? {
        index += 1
        guard index < end else { throw error("text ends in an escape") }
        let letter = document.bytes[index]
        switch letter {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"), UInt8(ascii: "n"),
            UInt8(ascii: "r"), UInt8(ascii: "t"):
            index += 1
            return nil
        case UInt8(ascii: "u"):
            index += 1
            var unit: UInt16 = 0
            for _ in 0..<4 {
                guard index < end, let digit = hexDigit(document.bytes[index]) else { throw error("bad \\u escape") }
                unit = unit << 4 | UInt16(digit)
                index += 1
            }
            return unit
        default: throw error("unknown escape")
        }
    }

    /// Skips one scalar of two to four bytes (Unicode, table 3-7).
    private mutating func skipMultibyte() throws(JSONError) {
        let lead = document.bytes[index]
        let (count, second): (Int, ClosedRange<UInt8>)
        switch lead {
        case 0xC2...0xDF: (count, second) = (2, 0x80...0xBF)
        case 0xE0: (count, second) = (3, 0xA0...0xBF)
        case 0xED: (count, second) = (3, 0x80...0x9F)
        case 0xE1...0xEF: (count, second) = (3, 0x80...0xBF)
        case 0xF0: (count, second) = (4, 0x90...0xBF)
        case 0xF1...0xF3: (count, second) = (4, 0x80...0xBF)
        case 0xF4: (count, second) = (4, 0x80...0x8F)
        default: throw error("no UTF-8", .invalidUTF8)
        }
        for offset in 1..<count {
            guard index + offset < end else { throw error("no UTF-8", .invalidUTF8) }
            let byte = document.bytes[index + offset]
            guard offset == 1 ? second.contains(byte) : (0x80...0xBF).contains(byte) else { throw error("no UTF-8", .invalidUTF8) }
        }
        index += count
    }

    private func error(_ reason: String, _ code: JSONError.Code = .notJSON) -> JSONError {
        JSONError(code: code, offset: index, reason: reason)
    }
}

extension JSONDocument {
    /// Reads a text that is not a device's: RFC 8259 without any forgiveness.
    package static func readStrict(_ bytes: [UInt8]) throws(JSONError) -> JSONDocument {
        try JSONReader.read(bytes, isStrict: true)
    }
}
