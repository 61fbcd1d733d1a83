import Diagnostics
import Dialects
import Testing
import YAMLSource

/// Independent mistakes are all reported, sorted, and one mistake is one finding.
struct AllAtOnceTests {
    private static func lines(_ text: String) -> [String] {
        var findings = Findings()
        _ = DialectLoader.load(SourceText(name: "a.yaml", text: text), into: &findings)
        return findings.all.map(\.line)
    }

    @Test func `a mistake in one part hides none in another`() {
        let text = """
            behaviour: [progress]
            conversions:
              state: GET
              code: { none: [[0]] }
            limits: { offer.url: 5 }
            lacks: refuse
            url-expiry: { a: b }
            parts: x
            messages:
              version-report: { from: devise, topic: "a/${product}", payload: { v: "${verzion}" } }
              offer: 3
              progres: {}
            """
        #expect(
            Self.lines(text) == [
                "a.yaml:1:1: error: the dialect file needs the key 'dialect' [missing-key]",
                "a.yaml:1:12: error: 'behaviour' must be a mapping, not a list [wrong-type]",
                "a.yaml:3:10: error: the table 'state' must be a mapping, not text [wrong-type]",
                "a.yaml:4:18: error: a code must be text, not a list [wrong-type]",
                "a.yaml:5:22: error: 'offer.url' must be a mapping, not text [wrong-type]",
                "a.yaml:6:8: error: 'lacks' must be a mapping, not text [wrong-type]",
                "a.yaml:7:13: error: a pattern of 'url-expiry' must be text, not a mapping [wrong-type]",
                "a.yaml:8:8: error: 'parts' must be a mapping, not text [wrong-type]",
                "a.yaml:10:27: error: 'from' cannot be 'devise' [unknown-option]",
                "a.yaml:10:42: error: a topic needs the level ${device} once [bad-topic]",
                "a.yaml:10:75: error: no field named 'verzion' [unknown-field]",
                "a.yaml:11:10: error: 'offer' must be a mapping, not text [wrong-type]",
                "a.yaml:12:3: error: no kind of message is named 'progres' [unknown-kind]",
            ])
    }

    /// A change to the small dialect, and the only finding that it makes.
    static let single: [(part: String, finding: String)] = [
        (
            "conversions:\n  state: { downloading: GET, dwnloaded: GOT, installing: A, installed: B, succeeded: { print: B }, failed: E }",
            "the phase cannot be 'dwnloaded'"
        ),
        (
            "conversions:\n  other: { a: b }\nmessages:\n  version-report: { from: device, topic: \"a/${product}/${device}\", payload: { v: \"${version}\", c?: \"${note:othr}\" } }",
            "no conversion named 'othr'"
        ),
        (
            "parts:\n  hash: { one: { md5: \"${md5}\" } }\nmessages:\n  offer: { from: backend, topic: \"a/${product}/${device}\", payload: { fw: \"${target}\", h: \"${=hsh}\" } }",
            "no part named 'hsh'"
        ),
        (
            "messages:\n  version-report: { from: device, tpic: \"a/${product}/${device}\", payload: { v: \"${version}\" } }",
            "no key 'tpic' in 'version-report'"
        ),
        (
            "messages:\n  version-report: { from: device, topic: \"a/${product}/${device}\", paylod: { v: \"${version}\" } }",
            "no key 'paylod' in 'version-report'"
        ),
        (
            "behaviour: { success: progress, receipts: required, reoffer-on-report: false }\nmessages:\n  version-recept: { from: backend, topic: \"a/${product}/${device}\", payload: { v: \"${version}\" } }",
            "no kind of message is named 'version-recept'"
        ),
        (
            "lacks: { module: refuse, dif: refuse, signature: refuse, stream: refuse, files: refuse, sha256: drop, extra-data: drop }",
            "no field named 'dif'"
        ),
        ("laks: {}", "no key 'laks' in the dialect file"), ("lacks: refuse", "'lacks' must be a mapping, not text"),
        (
            "conversions:\n  stat: { downloading: GET, downloaded: GOT, installing: A, installed: B, succeeded: { print: B }, failed: E }",
            "no payload names the table 'stat'"
        ),
    ]

    @Test func `a table misspelt where it is written is one finding, however many holes name it`() {
        var findings = Findings()
        let text = WholeFile.acme.split(separator: "state: {").joined(separator: "stat: {")
            .split(separator: "\"${percent|0}\"").joined(separator: "\"${note:state|}\"")
        let source = SourceText(name: "a.yaml", text: text)
        _ = DialectLoader.load(source, into: &findings)
        #expect(findings.all.map(\.message) == ["no conversion named 'state'"], "\(findings.text(in: [source]))")
        #expect(findings.all.first?.notes.map(\.location.line) == [3])
    }

    @Test(arguments: single) func `one mistake is one finding`(part: String, finding: String) {
        var findings = Findings()
        _ = DialectLoader.load(SourceText(name: "a.yaml", text: WholeFile.dialect(part)), into: &findings)
        #expect(findings.all.map(\.message) == [finding], "\(findings.text(in: []))")
    }

    @Test(
        .timeLimit(.minutes(1)),
        arguments: [
            ("billion laughs", (0..<60).map { "a\($0): &a\($0) [\($0 == 0 ? "x, x" : "*a\($0 - 1), *a\($0 - 1)")]" }),
            ("a deep chain", (0..<20_000).map { "a\($0): &a\($0) [\($0 == 0 ? "x" : "*a\($0 - 1)")]" }),
            ("an alias of itself", ["a: &a [*a]"]),
        ]) func `anchors that explode end soon`(name: String, lines: [String])
    {
        var findings = Findings()
        let source = SourceText(name: "a.yaml", text: lines.joined(separator: "\n"))
        #expect(YAMLReader.read(source, into: &findings) == nil)
        #expect(findings.all.count == 1)
    }
}
