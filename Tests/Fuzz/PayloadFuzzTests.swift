import Diagnostics
import Testing
import Upgrades

@testable import Dialects

/// Whatever a device sends is read or set aside with a code of the closed list, and what is read can be printed again.
struct PayloadFuzzTests {
    private static let words = [
        "{", "}", "[", "]", "\"", ",", ":", "\\", "\\u", "\\ud83d", "\\ud83d\\ude00", "null", "true", "1e999", "-", "0",
        "100", "\"-1\"", "{}", "[]",
        "\"percent\":", "\"module\":\"\"", "\"{\\\"a\\\":1}\"", "\u{FEFF}", "é", " ", "\n",
    ]
    private static let codes: Set<SetAsideCode> = [
        .tooLarge, .notJSON, .tooDeep, .invalidUTF8, .unknownShape, .unknownValue, .conflictingValues,
    ]

    private static func dialect(_ name: String) throws -> Dialect {
        let source = SourceText(name: name, bytes: try Material.bytes("Mappings/\(name).yaml"))
        var findings = Findings()
        return try #require(DialectLoader.load(source, into: &findings))
    }

    /// Twenty batches of a hundred.
    @Test(arguments: 0..<20 as Range<UInt64>) func `a changed payload is read or set aside`(batch: UInt64) throws {
        let dialects = try ["tencent", "aliyun"].reduce(into: [:]) { $0[$1] = try Self.dialect($1) }
        let samples = try Material.samples()
        var mutator = Mutator(seed: batch, words: Self.words)
        for place in 0..<100 {
            let sample = samples[(Int(batch) * 100 + place) % samples.count]
            let dialect = try #require(dialects[sample.dialect])
            Self.run(mutator.mutated(Array(sample.payload.utf8)), topic: sample.topic, dialect)
        }
    }

    static func run(_ payload: [UInt8], topic: String, _ dialect: Dialect) {
        for match in dialect.match(topic: Text(topic)) {
            do {
                var document = try Dialect.parse(payload)
                let message = try dialect.read(&document, on: match)
                printBack(message, dialect)
            } catch {
                #expect(codes.contains(error.code))
                #expect(!error.reason.isEmpty)
            }
        }
    }

    /// What is printed for the same dialect and for another is JSON without repairs.
    private static func printBack(_ message: CanonicalMessage, _ dialect: Dialect) {
        for isSameDialect in [true, false] {
            var ids = IdentifierSource(serial: 0, time: 1)
            let printed = dialect.print(message, product: "P", device: "D", isSameDialect: isSameDialect, ids: &ids)
            guard let printed else { continue }
            let document = try? JSONDocument.readStrict(printed.payload)
            #expect(document?.repairs == [], "\(String(decoding: printed.payload, as: UTF8.self))")
        }
    }
}
