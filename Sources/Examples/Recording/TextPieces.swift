/// A payload cut into what stands in quotes and what stands between: also of broken JSON, byte for byte.
struct TextPieces: Sequence, IteratorProtocol {
    enum Piece: Equatable {
        /// Quotes, brackets, numbers, and all of a payload that has no quotes.
        case between([UInt8])
        /// In quotes, with a colon behind it.
        case key([UInt8])
        /// In quotes, escapes as they are spelled.
        case text([UInt8])
    }

    private let bytes: [UInt8]
    private var index = 0
    /// The index stands behind an opening quote.
    private var isInText = false

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    mutating func next() -> Piece? {
        guard index < bytes.count else { return nil }
        return isInText ? takeText() : takeBetween()
    }

    /// Up to and with the next opening quote; a closing quote at the start belongs to it.
    private mutating func takeBetween() -> Piece {
        let start = index
        if index > 0, bytes[index] == UInt8(ascii: "\"") { index += 1 }
        while index < bytes.count, bytes[index] != UInt8(ascii: "\"") { index += 1 }
        if index < bytes.count {
            index += 1
            isInText = true
        }
        return .between(Array(bytes[start..<index]))
    }

    /// Up to the closing quote.
    private mutating func takeText() -> Piece {
        let start = index
        while index < bytes.count, bytes[index] != UInt8(ascii: "\"") {
            index += bytes[index] == UInt8(ascii: "\\") ? 2 : 1
        }
        index = Swift.min(index, bytes.count)
        isInText = false
        let text = Array(bytes[start..<index])
        let next = bytes[index...].dropFirst().first { $0 != 0x20 && $0 != 0x09 && $0 != 0x0A && $0 != 0x0D }
        return next == UInt8(ascii: ":") ? .key(text) : .text(text)
    }
}
