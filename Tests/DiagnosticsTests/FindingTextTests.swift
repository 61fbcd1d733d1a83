import Diagnostics
import Testing

struct FindingTextTests {
    /// The text of a finding about the only interesting line of a file.
    private func text(_ line: String, column: Int, length: Int = 1, suggestion: String? = nil) -> [String] {
        let source = SourceText(name: "a.yaml", text: line)
        let finding = Finding(
            .unknownKey, "m", in: "a.yaml", at: SourceLocation(line: 1, column: column), length: length,
            suggestion: suggestion)
        return finding.text(in: source).split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }

    @Test func `a finding shows its line, numbered, with carets and suggestion`() {
        let lines = Array(repeating: "", count: 11) + ["        version: ${verzion}"]
        let source = SourceText(name: "Mappings/acme.yaml", text: lines.joined(separator: "\n"))
        let finding = Finding(
            .unknownKey, "no field named \(quoted("verzion"))", in: source.name,
            at: SourceLocation(line: 12, column: 20),
            length: 7, suggestion: didYouMean("verzion", among: ["version"]))
        #expect(
            finding.text(in: source) == """
                Mappings/acme.yaml:12:20: error: no field named 'verzion' [unknown-key]
                   |
                12 |         version: ${verzion}
                   |                    ^^^^^^^ did you mean 'version'?
                """)
    }

    @Test func `without a source the suggestion stands alone`() {
        let finding = Finding(.loop, "m", in: "f", at: .start, severity: .warning, suggestion: "do that")
        #expect(finding.text(in: nil) == "f:1:1: warning: m [loop]\n  = do that")
    }

    @Test func `carets stand under wide and combining characters`() {
        #expect(text("产品e\u{301}: x", column: 7, length: 1)[3] == "  |        ^")
        #expect(text("产品: x", column: 1, length: 2)[3] == "  | ^^^^")
        #expect(text("\tab", column: 2, length: 2)[2...] == ["1 |  ab", "  |  ^^"])
    }

    @Test func `carets end with the line`() {
        #expect(text("abc", column: 3, length: 90)[3] == "  |   ^")
        #expect(text("abc", column: 4)[3] == "  |    ^")
        #expect(text("abc", column: 99)[3] == "  |    ^")
        #expect(text("", column: 1) == ["a.yaml:1:1: error: m [unknown-key]", "  |", "1 |", "  | ^"])
    }

    @Test func `a long line is cut around the carets`() {
        let long = String(repeating: "x", count: 5000) + "HERE" + String(repeating: "y", count: 5000)
        let lines = text(long, column: 5001, length: 4)
        #expect(lines[2].count == "1 | ".count + 162)
        let carets = lines[3].drop { $0 != "^" }
        #expect(carets == "^^^^")
        #expect(lines[2].dropFirst(lines[3].count - 4).prefix(4) == "HERE")
        let wide = text(String(repeating: "产", count: 300), column: 300)
        #expect(wide[3].hasSuffix("^"))
    }

    @Test func `nothing in a text moves the cursor`() {
        let source = SourceText(name: "a\u{1B}.yaml", text: "a\u{1B}[2J\u{202E}\u{9B}\u{7F}b")
        let finding = Finding(
            .unknownKey, "key \(quoted("\u{1B}]0;x\u{7}\n\u{2028}"))", in: source.name, at: .start, suggestion: "\u{8}")
        let text = finding.text(in: source)
        #expect(
            text.unicodeScalars.allSatisfy { $0 == "\n" || ($0.value >= 0x20 && $0.value < 0x7F) || $0.value > 0xFFF })
        #expect(text.split(separator: "\n").count == 4)
        #expect(finding.line.contains("'\\u{1b}]0;x\\u{7}\\n\\u{2028}'"))
    }

    @Test func `a quoted text is shortened`() {
        #expect(quoted(String(repeating: "a", count: 61)) == "'" + String(repeating: "a", count: 59) + "…'")
        #expect(quoted(String(repeating: "a", count: 60)).count == 62)
    }

    static let secrets = [
        ("password: hunter2", "password: *******"), ("password : hunter2 # x", "password : ***********"),
        ("{ password: hunter2, b: c }", "{ password: ***************"),
        ("{ password: \"hunter2\", b: c }", "{ password: \"*******\", b: c }"),
        ("\"password\": 'hunter2'", "\"password\": '*******'"), ("password: \"hun\\\"ter2\"", "password: \"**********"),
        ("password: \"hun\"ter2", "password: \"********"), ("password: \"hunter2", "password: \"*******"),
        ("password: ${file:a} # x", "password: ${file:a} # x"),
        ("{password: \"${env:A}\", b: c}", "{password: \"${env:A}\", b: c}"),
        ("password: ${hunter2", "password: *********"), ("url: mqtt://a:hunter2@h/x@y", "url: mqtt://*********@h/x@y"),
        ("url: \"mqtt://h\"", "url: \"mqtt://h\""), ("passwords are kept", "passwords are kept"),
        ("password:", "password:"), ("pasword: hunter2", "pasword: *******"), ("Passwd: hunter2", "Passwd: *******"),
        ("host: hunter2", "host: hunter2"),
    ]

    @Test(arguments: secrets) func `a password is covered`(line: String, shown: String) {
        let lines = text(line, column: 1)
        #expect(lines[2] == "1 | " + shown)
    }

    @Test(arguments: ["password:", "'password' : | # below", "{ password: >-"])
    func `a password below its key is covered`(key: String) {
        let source = SourceText(name: "a.yaml", text: key + "\n\thunter2\nnext: x")
        let findings = [2, 3].map { Finding(.loop, "m", in: "a.yaml", at: SourceLocation(line: $0, column: 1)) }
        #expect(findings[0].text(in: source).contains("2 |  *******\n"))
        #expect(findings[1].text(in: source).contains("3 | next: x\n"))
    }
}
