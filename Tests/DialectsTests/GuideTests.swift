import Diagnostics
import Testing
import Upgrades

@testable import Dialects

/// The integrators' guide says what is true: its example loads, its messages go both ways, its finding is found.
struct GuideTests {
    /// A fenced block: what stands behind the fence, and the text.
    private struct Block {
        let mark: String
        let text: String
    }

    private static func blocks() throws -> [Block] {
        var blocks: [Block] = []
        var open: (mark: String, lines: [Substring])?
        for line in try Repository.text("Mappings/README.md").split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("```") {
                if let block = open {
                    blocks.append(Block(mark: block.mark, text: block.lines.joined(separator: "\n") + "\n"))
                    open = nil
                } else {
                    open = (String(line.dropFirst(3)), [])
                }
            } else {
                open?.lines.append(line)
            }
        }
        #expect(open == nil, "a block is not closed")
        return blocks
    }

    private static func acme() throws -> String {
        try blocks().filter { $0.mark == "yaml acme.yaml" }.map(\.text).joined(separator: "\n")
    }

    @Test func `the example is a dialect without findings`() throws {
        #expect(try Repository.load(Self.acme(), name: "acme.yaml").name == "acme")
    }

    @Test func `the example's messages are read and printed back`() throws {
        let dialect = try Repository.load(Self.acme(), name: "acme.yaml")
        let messages = try Self.blocks().filter { $0.mark.hasPrefix("json ") }
        #expect(messages.count == 3)
        for block in messages {
            let payload = String(block.text.dropLast())
            let message = try dialect.read(payload, on: String(block.mark.dropFirst(5)))
            var ids = IdentifierSource(serial: 0, time: 0)
            let printed = dialect.print(message, product: "P", device: "D", isSameDialect: true, ids: &ids)
            // a code of a row with two codes is printed as the first
            let expected = payload.split(separator: "\"err\":21").joined(separator: "\"err\":20")
            #expect(printed.map { String(decoding: $0.payload, as: UTF8.self) } == expected)
        }
    }

    @Test func `the finding that is shown is found`() throws {
        let block = try #require(Self.blocks().first { $0.mark == "text finding" })
        let text = try Self.acme().split(separator: "fw: \"${version}\"").joined(separator: "fw: \"${verzion}\"")
        let source = SourceText(name: "acme.yaml", text: text)
        var findings = Findings()
        #expect(DialectLoader.load(source, into: &findings) == nil)
        #expect(findings.text(in: [source]) == block.text)
    }

    @Test func `the guide's lists are the language's`() throws {
        let guide = try Repository.text("Mappings/README.md")
        for field in Field.allCases {
            #expect(guide.contains("`\(field.rawValue)`") || guide.contains("${\(field.rawValue)"), "\(field)")
        }
        for kind in MessageKind.allCases { #expect(guide.contains("| `\(kind.rawValue)` | \(kind.sender.rawValue) |")) }
        for failure in FailureClass.allCases { #expect(guide.contains(failure.rawValue)) }
        for field in DialectLoader.losable { #expect(guide.contains("`\(field.rawValue)`")) }
    }

    /// The laws hold for a dialect that is not shipped, too.
    @Test(arguments: 0..<200 as Range<UInt64>) func `the example's messages round-trip`(seed: UInt64) throws {
        let dialect = try Repository.load(Self.acme(), name: "acme.yaml")
        var random = RandomMessage(seed: seed)
        for variant in dialect.variants where variant.reads && variant.prints {
            try RoundTripTests.expectMessageBack(random.message(for: variant), dialect)
            try RoundTripTests.expectPayloadBack(random.message(for: variant), variant, dialect)
        }
    }
}
