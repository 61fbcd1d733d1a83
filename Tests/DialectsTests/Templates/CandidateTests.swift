import TestMaterial
import Testing
import Upgrades

@testable import Dialects

/// What is found of a make once is held to what is found of each payload alone.
struct CandidateTests {
    private static let dialects = Result { try ["tencent", "aliyun"].map { try Repository.dialect($0) } }
    private static let texts = ["-1", "-9", "0", "37", "100", "", "fail", "burning", "report_version", "1.0"]
    private static let numbers = ["0", "7", "-3", "200", "1000"]

    @Test(arguments: 0..<20 as Range<UInt64>) func `payloads of one make are read as each is alone`(seed: UInt64) throws
    {
        var random = SeededGenerator(seed: seed)
        for dialect in try Self.dialects.get() {
            var document = JSONDocument()
            for sample in Sample.all where sample.dialect == dialect.name {
                var payload = Array(sample.payload.utf8)
                for _ in 0..<8 {
                    for topic in dialect.match(topic: Text(sample.topic)) {
                        Self.check(payload, on: topic, in: &document, dialect)
                    }
                    payload = Self.changed(payload, &random)
                }
            }
        }
    }

    @Test func `a make that is read on two topics is read as each of them wants it`() throws {
        let dialect = try Repository.dialect("aliyun")
        let topics = try ["/ota/device/inform/P/D", "/ota/device/progress/P/D"].map {
            try #require(dialect.match(topic: Text($0)).first)
        }
        let payload = Array(#"{"id":"1","params":{"version":"2","step":"5","desc":""}}"#.utf8)
        var document = JSONDocument()
        for topic in topics + topics { Self.check(payload, on: topic, in: &document, dialect) }
    }

    private static func check(
        _ payload: [UInt8], on topic: TopicMatch, in document: inout JSONDocument, _ dialect: Dialect
    ) {
        let alone = Result { () throws(TranslationFailure) in
            var fresh = try Dialect.parse(payload)
            return (try dialect.read(&fresh, on: topic), fresh.repairs)
        }
        let known = Result { () throws(TranslationFailure) in
            try Dialect.parse(payload, into: &document)
            return (try dialect.read(&document, on: topic), document.repairs)
        }
        let said = String(decoding: payload, as: UTF8.self)
        #expect(alone.map(\.0) == known.map(\.0), "\(said)")
        #expect((try? alone.get().1) == (try? known.get().1), "\(said)")
    }

    /// The payload with one value changed to another of its kind; one that is no JSON stays as it is.
    private static func changed(_ payload: [UInt8], _ random: inout SeededGenerator) -> [UInt8] {
        let values = (try? JSONReader.read(payload))?.nodes.filter { $0.kind == .string || $0.kind == .number }
        guard let value = values?.randomElement(using: &random) else { return payload }
        let other = random.pick(value.kind == .string ? texts : numbers)
        return Array(payload[..<Int(value.start)]) + other.utf8 + payload[Int(value.end)...]
    }
}
