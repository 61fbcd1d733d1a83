import Diagnostics
import TestMaterial
import Testing
import Upgrades

@testable import Dialects

/// The integrators' guide says what is true: its example loads, its messages go both ways, its finding is found.
struct GuideTests {
    private static func blocks() throws -> [FencedBlock] {
        try FencedBlock.all(in: Repository.text("Mappings/GUIDE.md"))
    }

    private static func acme() throws -> String {
        try blocks().filter { $0.mark == "yaml acme.yaml" }.map(\.text).joined(separator: "\n")
    }

    @Test func `the example is a dialect without findings`() throws {
        #expect(try Repository.load(Self.acme(), name: "acme.yaml").name == "acme")
    }

    @Test func `the example's messages are read and printed back`() throws {
        let dialect = try Repository.load(Self.acme(), name: "acme.yaml")
        let messages = try Self.blocks().filter { $0.mark.hasPrefix("json acme/") }
        #expect(messages.count == 3)
        for block in messages {
            let payload = String(block.text.dropLast())
            let message = try dialect.read(payload, on: String(block.mark.dropFirst(5)))
            var ids = IdentifierSource(serial: 0, time: 0)
            let printed = dialect.print(message, product: "P", device: "D", isSameDialect: true, ids: &ids)
            #expect(printed.map { String(decoding: $0.payload, as: UTF8.self) } == payload)
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
