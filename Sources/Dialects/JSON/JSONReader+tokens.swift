/// Blanks, numbers and strings (RFC 8259 sections 2, 6 and 7).
extension JSONReader {
    mutating func skipSpace(_ bytes: Span<UInt8>) {
        // mostly there is none, and all of them are low
        while index < end, bytes[index] <= 0x20 {
            switch bytes[index] {
            case 0x20, 0x09, 0x0A, 0x0D: index += 1
            default: return
            }
        }
    }

    mutating func skipNumber(_ bytes: Span<UInt8>) throws(JSONError) {
        if bytes[index] == UInt8(ascii: "-") { index += 1 }
        guard index < end, let first = digit(bytes) else { throw error("no digit in a number") }
        index += 1
        if first != 0 { while digit(bytes) != nil { index += 1 } }
        if index < end, bytes[index] == UInt8(ascii: ".") {
            index += 1
            guard digit(bytes) != nil else { throw error("no digit after the point") }
            while digit(bytes) != nil { index += 1 }
        }
        if index < end, bytes[index] | 0x20 == UInt8(ascii: "e") {
            index += 1
            if index < end, bytes[index] == UInt8(ascii: "+") || bytes[index] == UInt8(ascii: "-") {
                index += 1
            }
            guard digit(bytes) != nil else { throw error("no digit in the exponent") }
            while digit(bytes) != nil { index += 1 }
        }
    }

    private func digit(_ bytes: Span<UInt8>) -> UInt8? {
        guard index < end, case UInt8(ascii: "0")...UInt8(ascii: "9") = bytes[index] else { return nil }
        return bytes[index] - UInt8(ascii: "0")
    }

    /// Skips a string behind its opening quote, and the closing one.
    /// - Returns: whether it has escapes.
    mutating func skipString(_ bytes: Span<UInt8>) throws(JSONError) -> Bool {
        var isEscaped = false
        while true {
            let place = bytes.endOfPlain(from: index)
            index = place
            guard index < end else { break }
            let byte = bytes[index]
            switch byte {
            case UInt8(ascii: "\""):
                index += 1
                return isEscaped
            case UInt8(ascii: "\\"):
                isEscaped = true
                if try skipEscape(bytes) {
                    throw JSONError(code: .invalidUTF8, offset: place, reason: "half a surrogate pair")
                }
            case 0x00...0x1F: throw error("control character in a string")
            default: try skipMultibyte(bytes)
            }
        }
        throw error("text not closed")
    }

    /// Skips an escape, and the second half of a surrogate pair.
    /// - Returns: whether it is half a pair.
    private mutating func skipEscape(_ bytes: Span<UInt8>) throws(JSONError) -> Bool {
        guard let unit = try skipEscapeUnit(bytes) else { return false }
        if unit & 0xFC00 == 0xDC00 { return true }
        guard unit & 0xFC00 == 0xD800 else { return false }
        guard index < end, bytes[index] == UInt8(ascii: "\\") else { return true }
        let second = index  // a bad escape right behind it counts first
        guard let low = try skipEscapeUnit(bytes), low & 0xFC00 == 0xDC00 else {
            index = second
            return true
        }
        return false
    }

    /// - Returns: the code unit of a `\u` escape, nil for another one.
    private mutating func skipEscapeUnit(_ bytes: Span<UInt8>) throws(JSONError) -> UInt16? {
        index += 1
        guard index < end else { throw error("text ends in an escape") }
        let letter = bytes[index]
        switch letter {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
            UInt8(ascii: "n"),
            UInt8(ascii: "r"), UInt8(ascii: "t"):
            index += 1
            return nil
        case UInt8(ascii: "u"):
            index += 1
            var unit: UInt16 = 0
            for _ in 0..<4 {
                guard index < end, let digit = hexDigit(bytes[index]) else { throw error("bad \\u escape") }
                unit = unit << 4 | UInt16(digit)
                index += 1
            }
            return unit
        default: throw error("unknown escape")
        }
    }

    /// Skips one scalar of two to four bytes (Unicode, table 3-7).
    private mutating func skipMultibyte(_ bytes: Span<UInt8>) throws(JSONError) {
        let lead = bytes[index]
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
            let byte = bytes[index + offset]
            guard offset == 1 ? second.contains(byte) : (0x80...0xBF).contains(byte) else {
                throw error("no UTF-8", .invalidUTF8)
            }
        }
        index += count
    }

    func error(_ reason: String, _ code: JSONError.Code = .notJSON) -> JSONError {
        JSONError(code: code, offset: index, reason: reason)
    }
}
