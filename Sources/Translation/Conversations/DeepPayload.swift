/// A line that nests too deeply for the reader, with its payload cut out: how deep that may be, only the pipeline judges.
///
/// Brackets and strings are all that is looked at, without recursion; what is between them is for the reader.
struct DeepPayload {
    /// The line with another value in the payload's place.
    let line: [UInt8]
    /// The payload's own bytes, compact.
    let payload: [UInt8]

    /// Nil for a line without a payload that nests.
    init?(line: [UInt8]) {
        guard let range = Self.payload(in: line) else { return nil }
        var payload: [UInt8] = []
        Self.walk(line[range]) { byte, _, isInString in
            if isInString || !Self.isSpace(byte) { payload.append(byte) }
        }
        guard let first = payload.first, Self.opens(first) else { return nil }
        self.payload = payload
        self.line = line[..<range.lowerBound] + Array("0".utf8) + line[range.upperBound...]
    }

    /// Where the value of the outer object's `payload` stands; the last one, if the member comes twice.
    private static func payload(in line: [UInt8]) -> Range<Int>? {
        let key = Array("\"payload\"".utf8)
        var depth = 0
        var member = 0
        var start: Int?
        var found: Range<Int>?
        walk(line[...]) { byte, index, isInString in
            if isInString { return }
            if depth == 1 {
                switch byte {
                case UInt8(ascii: ":"):
                    let name = line[member..<index].split(whereSeparator: isSpace).last
                    start = name?.elementsEqual(key) == true ? index + 1 : nil
                case UInt8(ascii: ","), UInt8(ascii: "}"):
                    if let start { found = start..<index }
                    start = nil
                    member = index + 1
                default: break
                }
            }
            if opens(byte) {
                depth += 1
                if depth == 1 { member = index + 1 }
            } else if closes(byte) {
                depth -= 1
            }
        }
        return found
    }

    /// Calls back for each byte with its place, and whether it belongs to a string; the quotes do.
    private static func walk(_ bytes: ArraySlice<UInt8>, _ body: (UInt8, Int, _ isInString: Bool) -> Void) {
        var isInString = false
        var isEscaped = false
        for index in bytes.indices {
            let byte = bytes[index]
            let isQuote = byte == UInt8(ascii: "\"") && !isEscaped
            body(byte, index, isInString || isQuote)
            if isQuote { isInString.toggle() }
            isEscaped = isInString && !isEscaped && byte == UInt8(ascii: "\\")
        }
    }

    private static func opens(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "{") || byte == UInt8(ascii: "[") }
    private static func closes(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "}") || byte == UInt8(ascii: "]") }
    private static func isSpace(_ byte: UInt8) -> Bool { [0x20, 0x09, 0x0A, 0x0D].contains(byte) }
}
