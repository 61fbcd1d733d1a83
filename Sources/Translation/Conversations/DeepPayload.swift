/// A line whose payload nests so deeply that only the pipeline may judge it, taken apart without recursion.
struct DeepPayload {
    /// The line with another value in the payload's place.
    let line: [UInt8]
    /// The payload's own bytes, compact.
    let payload: [UInt8]

    /// Levels that a line has by itself, beside those of its payload.
    private static let shallow = 32

    /// Nil for a line that is not deep, or that has no payload to cut out.
    init?(line: [UInt8]) {
        let scanner = Scanner(bytes: line)
        guard scanner.deepest() > Self.shallow, let range = scanner.value(of: Array("\"payload\"".utf8)) else {
            return nil
        }
        payload = Scanner.compact(line[range])
        // a text is no value that nests
        guard payload.first == UInt8(ascii: "{") || payload.first == UInt8(ascii: "[") else { return nil }
        self.line = line[..<range.lowerBound] + Array("0".utf8) + line[range.upperBound...]
    }

    /// Walks over JSON by its brackets and strings alone; what is between them is for the reader to judge.
    private struct Scanner {
        let bytes: [UInt8]

        func deepest() -> Int {
            var depth = 0
            var deepest = 0
            walk(bytes[...]) { byte, _ in
                if Self.opens(byte) { depth += 1 } else if Self.closes(byte) { depth -= 1 }
                deepest = max(deepest, depth)
            }
            return deepest
        }

        /// Where the value of a member of the outer object stands; the last one, if the member comes twice.
        func value(of key: [UInt8]) -> Range<Int>? {
            var depth = 0
            var start: Int?
            var found: Range<Int>?
            var token = 0
            walk(bytes[...]) { byte, index in
                switch byte {
                case UInt8(ascii: ":") where depth == 1:
                    start =
                        bytes[token..<index].split(whereSeparator: Self.isSpace).last?.elementsEqual(key) == true
                        ? index + 1 : nil
                case UInt8(ascii: ",") where depth == 1, UInt8(ascii: "}") where depth == 1:
                    if let start { found = start..<index }
                    start = nil
                    token = index + 1
                default: break
                }
                if Self.opens(byte) {
                    depth += 1
                    if depth == 1 { token = index + 1 }
                } else if Self.closes(byte) {
                    depth -= 1
                }
            }
            return found
        }

        /// The bytes without the space between values.
        static func compact(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
            var out: [UInt8] = []
            var isInString = false
            var isEscaped = false
            for byte in bytes where isInString || !isSpace(byte) {
                out.append(byte)
                if isInString, isEscaped { isEscaped = false; continue }
                if byte == UInt8(ascii: "\"") {
                    isInString.toggle()
                } else {
                    isEscaped = isInString && byte == UInt8(ascii: "\\")
                }
            }
            return out
        }

        /// Calls back for each byte that stands outside of strings.
        private func walk(_ bytes: ArraySlice<UInt8>, _ body: (UInt8, Int) -> Void) {
            var isInString = false
            var isEscaped = false
            for index in bytes.indices {
                let byte = bytes[index]
                if isInString {
                    if isEscaped {
                        isEscaped = false
                    } else if byte == UInt8(ascii: "\\") {
                        isEscaped = true
                    } else if byte == UInt8(ascii: "\"") {
                        isInString = false
                    }
                } else if byte == UInt8(ascii: "\"") {
                    isInString = true
                } else {
                    body(byte, index)
                }
            }
        }

        private static func opens(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "{") || byte == UInt8(ascii: "[") }
        private static func closes(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "}") || byte == UInt8(ascii: "]") }
        private static func isSpace(_ byte: UInt8) -> Bool { [0x20, 0x09, 0x0A, 0x0D].contains(byte) }
    }
}
