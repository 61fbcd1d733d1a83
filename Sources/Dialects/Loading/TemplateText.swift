/// Text with holes, taken apart: `$${` is a literal `${`.
enum TemplateText {
    enum Piece: Equatable {
        case literal(String)
        /// What stands between the braces, and where it starts, in bytes.
        case hole(String, Int)
        /// A `${` without its brace, and where it starts.
        case unclosed(Int)
    }

    static func pieces(of text: String) -> [Piece] {
        var pieces: [Piece] = []
        var literal: [UInt8] = []
        let bytes = Array(text.utf8)
        var index = 0
        func isOpening(_ index: Int) -> Bool {
            index + 1 < bytes.count && bytes[index] == UInt8(ascii: "$") && bytes[index + 1] == UInt8(ascii: "{")
        }
        while index < bytes.count {
            if bytes[index] == UInt8(ascii: "$"), isOpening(index + 1) {
                literal += Array("${".utf8)
                index += 3
            } else if isOpening(index) {
                if !literal.isEmpty { pieces.append(.literal(String(decoding: literal, as: UTF8.self))) }
                literal = []
                guard let end = bytes[index...].firstIndex(of: UInt8(ascii: "}")) else {
                    return pieces + [.unclosed(index)]
                }
                pieces.append(.hole(String(decoding: bytes[index + 2..<end], as: UTF8.self), index + 2))
                index = end + 1
            } else {
                literal.append(bytes[index])
                index += 1
            }
        }
        if !literal.isEmpty { pieces.append(.literal(String(decoding: literal, as: UTF8.self))) }
        return pieces
    }
}
