import Diagnostics

/// A text with holes `${name}` from a closed list of names; `$${` stands for `${` itself.
struct HoleText<Name: RawRepresentable<String> & CaseIterable & Hashable & Sendable>: Hashable, Sendable {
    enum Piece: Hashable, Sendable {
        case text(String)
        case hole(Name)
    }

    let pieces: [Piece]

    init(_ text: String) throws(TextProblem) {
        var pieces: [Piece] = []
        var literal: [UInt8] = []
        let bytes = Array(text.utf8)
        var index = 0
        while index < bytes.count {
            if bytes[index...].starts(with: "$${".utf8) {
                literal += Array("${".utf8)
                index += 3
            } else if bytes[index...].starts(with: "${".utf8) {
                let end = bytes[index...].firstIndex(of: UInt8(ascii: "}"))
                guard let end else {
                    throw TextProblem("a hole ends with '}'", range: index..<(index + 2))
                }
                let name = String(decoding: bytes[(index + 2)..<end], as: UTF8.self)
                if !literal.isEmpty { pieces.append(.text(String(decoding: literal, as: UTF8.self))) }
                literal = []
                pieces.append(.hole(try Self.name(name, range: (index + 2)..<end)))
                index = end + 1
            } else {
                literal.append(bytes[index])
                index += 1
            }
        }
        if !literal.isEmpty { pieces.append(.text(String(decoding: literal, as: UTF8.self))) }
        self.pieces = pieces
    }

    /// All text between the holes, one after another.
    var literals: [String] {
        pieces.compactMap { if case .text(let text) = $0 { text } else { nil } }
    }

    private static func name(_ name: String, range: Range<Int>) throws(TextProblem) -> Name {
        if let known = Name(rawValue: name) { return known }
        let names = Name.allCases.map(\.rawValue)
        throw TextProblem(
            "no hole named \(quoted(name))",
            suggestion: didYouMean(name, among: names)
                ?? "expected one of \(names.map { "${\($0)}" }.joined(separator: ", "))",
            range: range)
    }
}
