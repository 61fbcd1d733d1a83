import TestMaterial
import Testing
import Upgrades

@testable import Dialects

/// A document that remembers how payloads looked reads each as one that has never read anything.
struct JSONMemoryTests {
    static let makes: [(first: String, next: [String])] = [
        // of the same make, and nearly
        (
            #"{"id":"1","params":{"step":"7","desc":""}}"#,
            [
                #"{"id":"12","params":{"step":"70","desc":"net down"}}"#, #"{"id":"","params":{"step":"","desc":""}}"#,
                #"{"id":"1","params":{"step":7,"desc":""}}"#, #"{"id":"1","params":{"step":"7","desk":""}}"#,
                #"{"id":"1","params":{"step":"7","desc":"a\"b"}}"#, #"{"id":"1","params":{"step":"7","desc":"é"}}"#,
                #"{"id":"1","params":{"step":"7","desc":"}}"#, #"{"id":"1","params":{"step":"7","desc":""}} "#,
                #"{"id":"1", "params":{"step":"7","desc":""}}"#, #"{"id":"1","params":{"step":"7","desc":""}"#,
                #"{"id":"1","params":{"step":"7","desc":"","more":1}}"#, "{\"id\":\"1\u{1}\"}", "",
            ]
        ),
        (
            #"{"a":1,"b":[10,-2,{}],"c":{"d":[]},"e":true,"f":null}"#,
            [
                #"{"a":-12,"b":[0,-20,{}],"c":{"d":[]},"e":true,"f":null}"#,
                #"{"a":01,"b":[10,-2,{}],"c":{"d":[]},"e":true,"f":null}"#,
                #"{"a":1.5,"b":[10,-2,{}],"c":{"d":[]},"e":true,"f":null}"#,
                #"{"a":1e5,"b":[10,-2,{}],"c":{"d":[]},"e":true,"f":null}"#,
                #"{"a":,"b":[10,-2,{}],"c":{"d":[]},"e":true,"f":null}"#,
                #"{"a":-,"b":[10,-2,{}],"c":{"d":[]},"e":true,"f":null}"#,
                #"{"a":1,"b":[10,-2,{}],"c":{"d":[]},"e":false,"f":null}"#,
            ]
        ),
        // forgiven alike
        (
            #"{"a":1,"b":"x","a":"22","b":3,} tail"#,
            [#"{"a":9,"b":"","a":"4444","b":30,} tail"#, #"{"a":9,"b":"","c":"4"}"#]
        ),
        ("\u{FEFF}{\"a\":\"b\"}", ["\u{FEFF}{\"a\":\"ccc\"}", "{\"a\":\"ccc\"}"]),
    ]

    @Test(arguments: makes.indices) func `a payload is read alike with and without what was read before`(make: Int) {
        let make = Self.makes[make]
        var document = JSONDocument()
        for text in [make.first] + make.next + [make.first] + make.next.reversed() { check(text, in: &document) }
    }

    @Test(arguments: 0..<200 as Range<UInt64>) func `whatever was read before`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var document = JSONDocument()
        var texts: [String] = []
        for _ in 0..<60 {
            let text =
                if let known = texts.randomElement(using: &random), Int.random(in: 0..<4, using: &random) > 0 {
                    Self.changed(known, &random)
                } else {
                    #"{"\#(Int.random(in: 0..<3, using: &random))":"v","n":{"x":\#(Int.random(in: -9..<999, using: &random))}}"#
                }
            texts.append(text)
            check(text, in: &document)
        }
    }

    @Test func `an object in a text is looked for in each payload`() throws {
        let dialect = try Trial.payload(.versionReport, #"{ o: { v: "${version}" } }"#).dialect()
        let topic = try #require(dialect.match(topic: "up/version-report/P/D").first)
        var document = JSONDocument()
        for text in [#"{"o":"{}"}"#, #"{"o":"x"}"#, #"{"o":""}"#, #"{"o":{"v":"1"}}"#, #"{"o":{"v":"22"}}"#] {
            let alone = Result { () throws(TranslationFailure) in
                var fresh = try Dialect.parse(Array(text.utf8))
                return try dialect.read(&fresh, on: topic)
            }
            let known = Result { () throws(TranslationFailure) in
                try Dialect.parse(Array(text.utf8), into: &document)
                return try dialect.read(&document, on: topic)
            }
            #expect(alone == known, "\(text)")
        }
    }

    private func check(_ text: String, in document: inout JSONDocument) {
        let bytes = Array(text.utf8)
        do {
            let fresh = try Dialect.parse(bytes)
            try Dialect.parse(bytes, into: &document)
            #expect(document.bytes == fresh.bytes)
            #expect(document.root == fresh.root)
            #expect(document.repairs == fresh.repairs)
            #expect(document.nodes.map(\.told) == fresh.nodes.map(\.told), "\(text)")
        } catch {
            #expect(throws: error) { try Dialect.parse(bytes, into: &document) }
        }
    }

    /// The text with one byte more, less or another.
    private static func changed(_ text: String, _ random: inout SeededGenerator) -> String {
        var bytes = Array(text.utf8)
        let place = Int.random(in: 0..<bytes.count, using: &random)
        let byte = Array(#"0123456789abc{}[]":,\-."#.utf8).randomElement(using: &random) ?? 0
        switch Int.random(in: 0..<3, using: &random) {
        case 0: bytes.insert(byte, at: place)
        case 1 where bytes.count > 1: bytes.remove(at: place)
        default: bytes[place] = byte
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension JSONDocument.Node {
    /// All that there is to know of the node.
    fileprivate var told: [Int32] {
        [
            Int32(kind.rawValue), isEscaped ? 1 : 0, isKeyEscaped ? 1 : 0, start, end, keyStart, keyEnd, child, next,
            count,
        ]
    }
}
