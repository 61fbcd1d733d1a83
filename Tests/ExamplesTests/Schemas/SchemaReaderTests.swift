import Diagnostics
import Dialects
import Examples
import GatewayFile
import Testing
import YAMLSource

/// Holds the schemas against the readers: a key or word that one knows, the other knows.
///
/// The readers are asked themselves: what they expect instead of a word that nobody knows stands in the finding.
struct SchemaReaderTests {
    /// Nearer to no word of the language than anything a finding would suggest.
    private static let probe = "zqzqzqzqzqzq"

    /// The words that a reader expects in place of the probe.
    private static func expected(_ text: String, _ read: (YAMLNode, inout Findings) -> Void) throws -> Set<String> {
        var findings = Findings()
        read(try SchemaFilesTests.node(text), &findings)
        let lists = findings.all.filter { $0.message.contains(probe) }.compactMap(\.suggestion)
        let list = try #require(lists.first, "no finding names the probe: \(findings.all.map(\.line))")
        try #require(list.hasPrefix("expected "), "\(list)")
        let words = list.dropFirst("expected ".count).replacing("one of ", with: "").replacing(" or ", with: ", ")
        return Set(words.split(separator: ", ").map(String.init))
    }

    private static func dialect(_ node: YAMLNode, _ findings: inout Findings) {
        _ = DialectLoader.load(node, file: "x.yaml", into: &findings)
    }
    private static func examples(_ node: YAMLNode, _ findings: inout Findings) {
        _ = ExampleReader.read(node, file: "x.yaml", into: &findings)
    }
    /// A configuration is read from its text; the node serves the others.
    private static func configuration(_ text: String) throws -> Set<String> {
        try expected("{}") { _, findings in
            _ = GatewayConfiguration.readAsFarAsPossible(SourceText(name: "x.yaml", text: text), into: &findings)
        }
    }

    private static func keys(_ node: YAMLNode) -> Set<String> { Set(node["properties"]?.mapping?.map(\.key) ?? []) }
    private static func words(_ node: YAMLNode) -> Set<String> { Set(node["enum"]?.sequence?.compactMap(\.text) ?? []) }

    @Test(arguments: [
        ([String](), "\(probe): 1"), (["properties", "behaviour"], "behaviour: { \(probe): 1 }"),
        (["properties", "lacks"], "lacks: { \(probe): drop }"),
        (["properties", "messages"], "messages: { \(probe): 1 }"),
        (["definitions", "is"], "messages: { offer: { is: { \(probe): 1 }, payload: {} } }"),
        (["definitions", "limit"], "limits: { offer.url: { \(probe): 1 } }"),
        (["definitions", "device-message", "then"], "messages: { progress: { variants: {}, \(probe): 1 } }"),
        (["definitions", "reply", "then"], "messages: { query-reply: { variants: {}, \(probe): 1 } }"),
        (
            ["definitions", "reply-variant"],
            "messages: { query-reply: { variants: { a: { payload: {}, \(probe): 1 } } } }"
        ),
        (["definitions", "part-variant", "then"], "parts: { p: { a: { payload: {}, \(probe): 1 } } }"),
    ]) func `the schema of dialects knows the reader's keys`(path: [String], text: String) throws {
        #expect(try Self.keys(Self.part("dialect", path)) == Self.expected(text, Self.dialect))
    }

    /// The reader takes `answers` everywhere, to say where it belongs.
    @Test(arguments: ["device-message", "backend-message"]) func `only a reply answers`(name: String) throws {
        let reply = try Self.part("dialect", ["definitions", "reply", "else"])
        // a message has variants or a payload; the reader names the keys of both
        let text = "messages: { query-reply: { payload: {}, \(Self.probe): 1 } }"
        #expect(try Self.keys(reply).union(["variants"]) == Self.expected(text, Self.dialect))
        let message = try Self.part("dialect", ["definitions", name, "else"])
        #expect(Self.keys(message) == Self.keys(reply).subtracting(["answers"]))
        #expect(
            try Self.keys(Self.part("dialect", ["definitions", "variant"]))
                == Self.keys(Self.part("dialect", ["definitions", "reply-variant"])).subtracting(["answers"]))
        #expect(
            try Self.keys(Self.part("dialect", ["definitions", name, "then"]))
                == Self.keys(Self.part("dialect", ["definitions", "reply", "then"])))
    }

    @Test(arguments: [
        (["properties", "behaviour", "properties", "success"], "behaviour: { success: \(probe) }"),
        (["properties", "behaviour", "properties", "receipts"], "behaviour: { receipts: \(probe) }"),
        (["properties", "behaviour", "properties", "queries"], "behaviour: { queries: \(probe) }"),
        (["properties", "lacks", "properties", "diff"], "lacks: { diff: \(probe) }"),
        (["definitions", "only"], "messages: { offer: { only: \(probe), payload: {} } }"),
    ]) func `the schema of dialects knows the reader's words`(path: [String], text: String) throws {
        #expect(try Self.words(Self.part("dialect", path)) == Self.expected(text, Self.dialect))
    }

    @Test(arguments: ["phase", "transport", "diff"]) func `the schema knows what a form can say`(field: String) throws {
        let claim = try Self.part("dialect", ["definitions", "is", "properties", field])
        let forms = try #require(claim["anyOf"]?.sequence)
        let words = try Self.expected(
            "messages: { offer: { is: { \(field): \(Self.probe) }, payload: {} } }", Self.dialect)
        #expect(Self.words(forms[0]) == words)
        #expect(try Self.words(#require(forms[1]["items"])) == words)
    }

    @Test func `the schema offers a hole for each field`() throws {
        let holes = try Self.part("dialect", ["definitions", "value"])["examples"]?.sequence?.compactMap(\.text) ?? []
        let fields = try Self.expected("messages: { offer: { payload: { a: '${\(Self.probe)}' } } }", Self.dialect)
        let unnamed: Set = ["${_}", "${topic.product}", "${topic.device}"]
        #expect(Set(holes).subtracting(unnamed) == Set(fields.map { "${\($0)}" }))
        let limits = try Self.keys(Self.part("dialect", ["properties", "limits"]))
        for field in fields {
            var findings = Findings()
            Self.dialect(try SchemaFilesTests.node("limits: { offer.\(field): { bytes: 1 } }"), &findings)
            let isRefused = findings.all.contains { $0.message.contains("no limit can be set") }
            #expect(limits.contains("offer.\(field)") == !isRefused, "\(field)")
        }
    }

    @Test func `the schema knows who says what, and what must not be dropped`() throws {
        for kind in try Self.keys(Self.part("dialect", ["properties", "messages"])) {
            let message = try Self.part("dialect", ["properties", "messages", "properties", kind])
            let schema = try JSONSchema("dialect")
            for form in ["then", "else"] {
                let from = schema.resolved(try #require(message[form]?["properties"]?["from"]))
                for sender in ["device", "backend"] {
                    var findings = Findings()
                    Self.dialect(
                        try SchemaFilesTests.node("messages: { \(kind): { from: \(sender), payload: {} } }"), &findings)
                    let isRefused = findings.all.contains { $0.message.contains("never comes from") }
                    #expect(Self.words(from).contains(sender) == !isRefused, "\(kind) from \(sender)")
                }
            }
        }
        for field in try Self.keys(Self.part("dialect", ["properties", "lacks"])) {
            var findings = Findings()
            Self.dialect(try SchemaFilesTests.node("lacks: { \(field): drop }"), &findings)
            let isRefused = findings.all.contains { $0.code == .unfitField }
            let loss = try Self.part("dialect", ["properties", "lacks", "properties", field])
            #expect(Self.words(loss).contains("drop") == !isRefused, "\(field)")
        }
    }

    @Test(arguments: [
        ([String](), "\(probe): 1"), (["properties", "outbox"], "outbox: { \(probe): 1 }"),
        (["properties", "events"], "events: { \(probe): 1 }"),
        (["properties", "brokers", "additionalProperties"], "brokers: { a: { \(probe): 1 } }"),
        (["properties", "backends", "additionalProperties"], "backends: { a: { \(probe): 1 } }"),
        (["properties", "fleets", "additionalProperties"], "fleets: { a: { \(probe): 1 } }"),
        (
            ["properties", "fleets", "additionalProperties", "properties", "identity"],
            "fleets: { a: { identity: { \(probe): 1 } } }"
        ),
        (["properties", "progress"], "progress: { \(probe): 1 }"),
    ]) func `the schema of configurations knows the reader's keys`(path: [String], text: String) throws {
        #expect(try Self.keys(Self.part("gateway", path)) == Self.configuration(text))
    }

    @Test func `the schemas know what can be allowed`() throws {
        let words = try Self.configuration("fleets: { a: { allow: \(Self.probe) } }")
        for schema in ["gateway", "examples"] {
            #expect(try Self.words(Self.part(schema, ["definitions", "allowance"])) == words)
        }
    }

    @Test(arguments: [
        ([String](), "\(probe): 1"), (["definitions", "example"], "examples: [{ \(probe): 1 }]"),
        (["definitions", "example", "properties", "options"], "examples: [{ options: { \(probe): 1 } }]"),
        (["definitions", "step"], "examples: [{ conversation: [{ \(probe): 1 }] }]"),
        (["definitions", "messages"], "examples: [{ dialect: a, \(probe): 1 }]"),
        (["definitions", "message"], "examples: [{ dialect: a, messages: [{ \(probe): 1 }] }]"),
    ]) func `the schema of examples knows the reader's keys`(path: [String], text: String) throws {
        #expect(try Self.keys(Self.part("examples", path)) == Self.expected(text, Self.examples))
    }

    @Test func `the schema of examples knows who gets outputs`() throws {
        let text = "examples: [{ conversation: [{ out: [{ to: \(Self.probe) }] }] }]"
        let receivers = try Self.part("examples", ["definitions", "output", "properties", "to"])
        #expect(try Self.words(receivers) == Self.expected(text, Self.examples))
    }

    /// The schema at a path of keywords and names, references followed.
    private static func part(_ schema: String, _ path: [String]) throws -> YAMLNode {
        try JSONSchema(schema).part(path)
    }
}
