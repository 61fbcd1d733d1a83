import TestMaterial
import Testing
import Upgrades

@testable import Dialects

/// A row `left → right`.
struct ReferenceRow: Sendable {
    let left: String
    let right: String

    init?(_ line: String) {
        let sides = line.split(separator: " → ", maxSplits: 1, omittingEmptySubsequences: false)
        guard sides.count == 2 else { return nil }
        left = String(sides[0])
        right = String(sides[1])
    }
}

/// An example of the reference: what stands under a message kind, and rows of what it does.
struct ReferenceExample: Sendable, CustomTestStringConvertible {
    let kind: MessageKind
    let line: Int
    var body: [String] = []
    var conversions: [String] = []
    var parts = ""
    /// The rows by what they say: `reads`, `prints`, `passes`.
    var rows: [String: [ReferenceRow]] = [:]

    var testDescription: String { "line \(line), \(kind.rawValue)" }

    static func all() throws -> [ReferenceExample] {
        try FencedBlock.all(in: Repository.text("Mappings/REFERENCE.md")).filter { $0.mark.hasPrefix("example ") }.map {
            block in
            let kind = try #require(MessageKind(rawValue: String(block.mark.dropFirst("example ".count))))
            return try ReferenceExample(kind, block)
        }
    }

    private init(_ kind: MessageKind, _ block: FencedBlock) throws {
        self.kind = kind
        line = block.line
        var section = ""
        var isInConversions = false
        for line in block.lines {
            if line.hasPrefix("--- ") {
                section = String(line.dropFirst(4))
            } else if !section.isEmpty {
                rows[section, default: []].append(try #require(ReferenceRow(line), "\(line)"))
            } else if line == "conversions:" {
                isInConversions = true
            } else if isInConversions, line.hasPrefix("  ") {
                conversions.append(String(line.drop { $0 == " " }))
            } else if line.hasPrefix("parts: {"), line.hasSuffix("}") {
                parts = String(line.dropFirst("parts: {".count).dropLast())
            } else {
                isInConversions = false
                body.append(line)
            }
        }
    }

    /// The small dialect in which it is tried.
    var trial: Trial {
        let text = body.joined(separator: "\n")
        let carried = DialectLoader.losable.filter { field in
            ["${\(field.rawValue)", "is: { \(field.rawValue):"].contains { (text + parts).contains($0) }
        }
        return Trial(
            kind: kind, body: text, conversions: conversions.joined(separator: "\n  "), parts: parts,
            carried: kind == .offer ? Set(carried) : [.md5])
    }
}

extension CanonicalMessage {
    /// A message of `field=value` words.
    init(_ kind: MessageKind, words: String) throws {
        self.init(kind)
        for word in words.split(separator: " ") {
            let sides = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            let field = try #require(Field(rawValue: sides[0]), "\(word)")
            switch field.valueType {
            case .text: fill(field, .text(Text(sides[1])))
            case .integer, .percent: fill(field, .integer(try #require(Int64(sides[1]))))
            case .json, .token: fill(field, .json(RawJSON(sides[1])))
            case .word where field == .failure:
                fill(field, .failure(Failure(try #require(FailureClass(rawValue: sides[1])))))
            case .word: fill(field, word: sides[1])
            }
        }
    }
}

extension String {
    /// Whether it has a piece of text in it, byte for byte.
    func contains(_ piece: String) -> Bool {
        let (all, wanted) = (Array(utf8), Array(piece.utf8))
        guard all.count >= wanted.count else { return false }
        return (0...(all.count - wanted.count)).contains { all[$0...].starts(with: wanted) }
    }
}
