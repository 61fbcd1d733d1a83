import Diagnostics
import Foundation
import Testing

struct FindingsTests {
    private func finding(_ file: String, _ line: Int, _ column: Int, _ code: FindingCode = .loop) -> Finding {
        Finding(code, "m", in: file, at: SourceLocation(line: line, column: column))
    }

    @Test func `findings are sorted and each is there once`() {
        var findings = Findings()
        #expect(findings.isEmpty && !findings.hasErrors)
        for finding in [
            finding("b", 1, 1), finding("a", 10, 1), finding("a", 9, 3), finding("a", 9, 2), finding("a", 9, 2),
            finding("a", 9, 2, .badName),
        ] {
            findings.report(finding)
        }
        #expect(
            findings.all.map(\.line) == [
                "a:9:2: error: m [bad-name]", "a:9:2: error: m [loop]", "a:9:3: error: m [loop]",
                "a:10:1: error: m [loop]",
                "b:1:1: error: m [loop]",
            ])
    }

    @Test func `warnings alone are no errors`() {
        var findings = Findings()
        findings.report(Finding(.unusedBroker, "m", in: "a", at: .start, severity: .warning))
        #expect(!findings.hasErrors && !findings.isEmpty)
        var all = Findings()
        all.report(finding("a", 1, 1))
        all.report(findings)
        #expect(all.hasErrors)
        #expect(all.all.count == 2)
    }

    @Test func `the text names each file's own lines`() {
        var findings = Findings()
        findings.report(finding("b", 1, 1))
        findings.report(finding("a", 1, 2))
        #expect(
            findings.text(in: [SourceText(name: "a", text: "xy"), SourceText(name: "c", text: "z")])
                == "a:1:2: error: m [loop]\n  |\n1 | xy\n  |  ^\nb:1:1: error: m [loop]\n")
    }

    @Test func `json is what Foundation reads back`() throws {
        struct Row: Codable, Equatable {
            let file: String, line: Int, column: Int, severity: String, code: String, message: String
        }
        var findings = Findings()
        #expect(findings.json == "[]")
        let message = "a \"b\" \\ / é 中 😀 \n\r\t\u{1B}\u{202E}\u{E0001}\u{0}"
        findings.report(Finding(.loop, message, in: "a\"b", at: SourceLocation(line: 2, column: 3)))
        findings.report(Finding(.badName, "x", in: "c", at: .start, severity: .warning))
        let rows = try JSONDecoder().decode([Row].self, from: Data(findings.json.utf8))
        #expect(
            rows == [
                Row(file: "a\"b", line: 2, column: 3, severity: "error", code: "loop", message: message),
                Row(file: "c", line: 1, column: 1, severity: "warning", code: "bad-name", message: "x"),
            ])
        #expect(
            findings.all.last?.json
                == #"{"file":"c","line":1,"column":1,"severity":"warning","code":"bad-name","message":"x"}"#)
        #expect(!findings.json.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" })
    }

    @Test func `codes are kebab-case`() {
        for code in FindingCode.allCases {
            #expect(code.rawValue.wholeMatch(of: /[a-z0-9]+(-[a-z0-9]+)*/) != nil)
        }
    }
}
