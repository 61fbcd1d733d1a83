/// Looks at bytes, eight at once.
extension Span<UInt8> {
    /// Where the bytes of a string end that stand for themselves, as most do; looks at eight at once.
    func endOfPlain(from start: Int) -> Int {
        var place = start
        while place + 8 <= count {
            let special = Self.special(word(at: place))
            if special != 0 { return place + special.trailingZeroBitCount / 8 }
            place += 8
        }
        while place < count, self[place] &- 0x20 < 0x60, self[place] != UInt8(ascii: "\""),
            self[place] != UInt8(ascii: "\\")
        {
            place += 1
        }
        return place
    }

    /// Where the bytes of a text end that are printed as they are; looks at eight at once.
    func endOfUnescaped(from start: Int) -> Int {
        var place = start
        while place + 8 <= count {
            let word = word(at: place)
            let ones: UInt64 = 0x0101_0101_0101_0101
            let (quotes, slashes) = (word ^ ones &* 0x22, word ^ ones &* 0x5C)
            let found = (quotes &- ones) & ~quotes | (slashes &- ones) & ~slashes | (word &- ones &* 0x20) & ~word
            if found & (ones &* 0x80) != 0 { return place + (found & (ones &* 0x80)).trailingZeroBitCount / 8 }
            place += 8
        }
        while place < count, self[place] >= 0x20, self[place] != UInt8(ascii: "\""), self[place] != UInt8(ascii: "\\") {
            place += 1
        }
        return place
    }

    /// Where a level of a topic name ends; looks at eight bytes at once.
    func endOfLevel(from start: Int) -> Int {
        var place = start
        while place + 8 <= count {
            let ones: UInt64 = 0x0101_0101_0101_0101
            let slashes = word(at: place) ^ ones &* 0x2F
            let found = (slashes &- ones) & ~slashes & (ones &* 0x80)
            if found != 0 { return place + found.trailingZeroBitCount / 8 }
            place += 8
        }
        while place < count, self[place] != UInt8(ascii: "/") { place += 1 }
        return place
    }

    /// The high bit of each byte that is a quote, a backslash, a control character or not ASCII; those behind the first
    /// such byte may be wrong.
    private static func special(_ word: UInt64) -> UInt64 {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let (quotes, slashes) = (word ^ ones &* 0x22, word ^ ones &* 0x5C)
        let controls = word &- ones &* 0x20
        return (word | controls | (quotes &- ones) | (slashes &- ones)) & (ones &* 0x80)
    }

    /// Eight bytes as one number, the first in the lowest place.
    func word(at index: Int) -> UInt64 {
        precondition(index >= 0 && index <= count - 8, "eight bytes stand there")
        // the bounds have just been checked, and any bytes are a number
        return unsafe UInt64(littleEndian: bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: index, as: UInt64.self))
    }

    /// Where the bytes of another text end, from a place on, that are those at a place of this one.
    func endOfLikeness(with other: Span<UInt8>, from start: Int, at place: Int) -> Int {
        let end = Swift.min(other.count, start + count - place)
        var offset = start
        while offset + 8 <= end {
            let difference = word(at: place + offset - start) ^ other.word(at: offset)
            if difference != 0 { return offset + difference.trailingZeroBitCount / 8 }
            offset += 8
        }
        while offset < end, self[place + offset - start] == other[offset] { offset += 1 }
        return offset
    }

    /// Whether the bytes at a place are those of another text in a range.
    func repeats(_ other: Span<UInt8>, from start: Int, to end: Int, at place: Int) -> Bool {
        let length = end - start
        guard place + length <= count else { return false }
        guard length >= 8 else {
            for offset in 0..<length where self[place + offset] != other[start + offset] { return false }
            return true
        }
        var offset = 0
        while offset < length - 8 {
            if word(at: place + offset) != other.word(at: start + offset) { return false }
            offset += 8
        }
        return word(at: place + length - 8) == other.word(at: end - 8)
    }
}

extension [UInt8] {
    /// Appends bytes in one go.
    package mutating func append(_ bytes: Span<UInt8>) {
        unsafe bytes.withUnsafeBufferPointer { unsafe append(contentsOf: $0) }
    }

    /// Appends the text of a literal in one go.
    package mutating func append(_ text: StaticString) {
        text.withUTF8Buffer { unsafe append(contentsOf: $0) }
    }
}
