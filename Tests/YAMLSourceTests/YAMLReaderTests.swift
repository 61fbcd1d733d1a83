import Diagnostics
import Testing

@testable import YAMLSource

/// The one-line forms of what reading a text finds, and its tree in a compact spelling.
func reading(_ text: String, limits: YAMLLimits = YAMLLimits()) -> (tree: String?, findings: [String]) {
    var findings = Findings()
    let node = YAMLReader.read(SourceText(name: "a.yaml", text: text), limits: limits, into: &findings)
    return (node.map(spelled), findings.all.map(\.line))
}

/// `{key: text, list: [a, !any [b]]}`, each text in guillemets when it is not plain.
func spelled(_ node: YAMLNode) -> String {
    let tag = node.tag.map { $0 + " " } ?? ""
    switch node.content {
    case .scalar(let scalar): return tag + (scalar.isPlain ? scalar.text : "«\(scalar.text)»")
    case .sequence(let nodes): return tag + "[" + nodes.map(spelled).joined(separator: ", ") + "]"
    case .mapping(let members):
        return tag + "{" + members.map { "\($0.key): \(spelled($0.value))" }.joined(separator: ", ") + "}"
    }
}

struct Reading: Sendable, CustomTestStringConvertible {
    let text: String
    let tree: String
    var testDescription: String { text.debugDescription }

    init(_ text: String, _ tree: String) {
        self.text = text
        self.tree = tree
    }
}

struct YAMLReaderTests {
    static let readings = [
        Reading("a: 1\nb: [x, 'y', \"z\"]", "{a: 1, b: [x, «y», «z»]}"),
        Reading("{ extData?: \"${extra-data:json}\", \"*\": x }", "{extData?: «${extra-data:json}», *: x}"),
        Reading("code: !any [\"1000\", 200]", "{code: !any [«1000», 200]}"),
        Reading("topic: $ota/report/${product}/${device}", "{topic: $ota/report/${product}/${device}}"),
        Reading("upgrade: [\"-1\", \"-*\"]", "{upgrade: [«-1», «-*»]}"),
        Reading("code: { upgrade: { print: \"-5\", read: \"*\" } }", "{code: {upgrade: {print: «-5», read: «*»}}}"),
        Reading(
            "limits: { offer.target: { bytes: 32, not: '\"\\' } }", "{limits: {offer.target: {bytes: 32, not: «\"\\»}}}"
        ),
        Reading("a: |\n  {\"x\": \"${y}\"}\nb: >-\n  one\n  two", "{a: «{\"x\": \"${y}\"}\n», b: «one two»}"),
        Reading("a:\nb: ~\nc: null\nd: ''", "{a: , b: ~, c: null, d: «»}"),
        Reading("a: &x [1, 2]\nb: *x\nc: { d: *x }", "{a: [1, 2], b: [1, 2], c: {d: [1, 2]}}"),
        Reading("a: !!str 12\nb: !!int 12\nc: ! x", "{a: «12», b: 12, c: «x»}"),
        Reading("a: !!binary eA==", "{a: tag:yaml.org,2002:binary eA==}"),
        Reading("\u{FEFF}a: b", "{a: b}"),
        Reading("é: 1\ne\u{301}: 2", "{é: 1, e\u{301}: 2}"),
        Reading("--- text\n...\n", "text"),
        Reading("---\n", ""),
        Reading("a: 1\r\nb: 2\r\n", "{a: 1, b: 2}"),
        Reading("\"<<\": { a: 1 }\n", "{<<: {a: 1}}"),
    ]

    @Test(arguments: readings) func `reads without findings`(reading row: Reading) {
        let read = reading(row.text)
        #expect(read.tree == row.tree)
        #expect(read.findings == [])
    }

    @Test func `a node knows where it stands, in code points`() throws {
        var findings = Findings()
        let text = "\u{FEFF}名: { 前: x }\r\nlist:\r\n  - 'é'\n  - !any [1]\n"
        let node = try #require(YAMLReader.read(SourceText(name: "a", text: text), into: &findings))
        let list = try #require(node["list"]?.sequence)
        #expect(node.location == .start)
        #expect(node["名"]?["前"]?.location == SourceLocation(line: 1, column: 9))
        #expect(node["名"]?.mapping?.first?.keyLocation == SourceLocation(line: 1, column: 6))
        #expect(list.map(\.location) == [SourceLocation(line: 3, column: 5), SourceLocation(line: 4, column: 5)])
        #expect(list[0].length == 3)
        #expect(list[1].sequence?.first?.location == SourceLocation(line: 4, column: 11))
    }
}
