import Diagnostics
import Dialects
import Testing

/// A payload with a misspelt hole in some corner of YAML: where the finding stands and what the carets are under.
struct Misplaced: Sendable, CustomTestStringConvertible {
    let name: String
    /// The lines behind `payload:`; the wrong word stands in them once.
    let payload: String
    let wrong: String
    /// The two lines that show the place, without their gutter.
    let excerpt: String
    var end = "\n"

    var testDescription: String { name }
}

struct PositionTests {
    static let rows = [
        Misplaced(
            name: "a flow mapping", payload: "    payload: { a: 1, b: { c: [x, \"${verzion}\"] }, v: \"${version}\" }",
            wrong: "verzion",
            excerpt: """
                    payload: { a: 1, b: { c: [x, "${verzion}"] }, v: "${version}" }
                                                    ^^^^^^^ did you mean 'version'?
                """),
        Misplaced(
            name: "a flow mapping over several lines",
            payload: "    payload: { a: 1,\n      b: {\n  c: \"${verzion}\"\n      }, v: \"${version}\" }",
            wrong: "verzion",
            excerpt: """
                  c: "${verzion}"
                        ^^^^^^^ did you mean 'version'?
                """),
        Misplaced(
            name: "a literal block", payload: "    payload:\n      v: |-\n        ${verzion}", wrong: "verzion",
            excerpt: """
                        ${verzion}
                          ^^^^^^^ did you mean 'version'?
                """),
        Misplaced(
            name: "a literal block with its indentation told",
            payload: "    payload:\n      v: |2-\n        ${verzion}",
            wrong: "verzion",
            excerpt: """
                        ${verzion}
                          ^^^^^^^ did you mean 'version'?
                """),
        Misplaced(
            name: "a folded block", payload: "    payload:\n      v: >-\n        ${verzion}", wrong: "verzion",
            excerpt: """
                        ${verzion}
                          ^^^^^^^ did you mean 'version'?
                """),
        Misplaced(
            name: "Chinese and emoji before it", payload: "    payload: { 状态: 下载, 😀: 1, v: \"${verzion}\" }",
            wrong: "verzion",
            excerpt: """
                    payload: { 状态: 下载, 😀: 1, v: "${verzion}" }
                                                        ^^^^^^^ did you mean 'version'?
                """),
        Misplaced(
            name: "a combining accent before it", payload: "    payload: { e\u{301}: 1, v: \"${verzion}\" }",
            wrong: "verzion",
            excerpt: """
                    payload: { e\u{301}: 1, v: "${verzion}" }
                                           ^^^^^^^ did you mean 'version'?
                """),
        Misplaced(
            name: "escapes in double quotes", payload: "    payload: { a: \"\\u00e9\\t\", v: \"\\x24{verzion}\" }",
            wrong: "verzion",
            excerpt: """
                    payload: { a: "\\u00e9\\t", v: "\\x24{verzion}" }
                                                       ^^^^^^^ did you mean 'version'?
                """),
        Misplaced(
            name: "single quotes", payload: "    payload: { 'it''s': 1, v: '${verzion}' }", wrong: "verzion",
            excerpt: """
                    payload: { 'it''s': 1, v: '${verzion}' }
                                                 ^^^^^^^ did you mean 'version'?
                """),
        Misplaced(
            name: "a tab before it", payload: "    payload: { a: 1,\tv: \"${verzion}\" }", wrong: "verzion",
            excerpt: """
                    payload: { a: 1, v: "${verzion}" }
                                           ^^^^^^^ did you mean 'version'?
                """),
        Misplaced(
            name: "lines that end with CR LF", payload: "    payload:\n      v: |-\n        ${verzion}",
            wrong: "verzion",
            excerpt: """
                        ${verzion}
                          ^^^^^^^ did you mean 'version'?
                """, end: "\r\n"),
        Misplaced(
            name: "lines that end with CR", payload: "    payload:\n      v: \"${verzion}\"", wrong: "verzion",
            excerpt: """
                      v: "${verzion}"
                            ^^^^^^^ did you mean 'version'?
                """, end: "\r"),
        Misplaced(
            name: "a very long line",
            payload:
                "    payload: { a: \"\(String(repeating: "x", count: 400))\", v: \"${verzion}\", b: \"\(String(repeating: "y", count: 400))\" }",
            wrong: "verzion",
            excerpt: """
                …\(String(repeating: "x", count: 51))", v: "${verzion}", b: "\(String(repeating: "y", count: 85))…
                                                                             ^^^^^^^ did you mean 'version'?
                """),
    ]

    private static let head = """
        dialect: trial
        messages:
          version-report:
            from: device
            topic: up/${product}/${device}

        """

    @Test(arguments: rows) func `a finding stands under the wrong word`(row: Misplaced) throws {
        let text = (Self.head + row.payload + "\n").split(separator: "\n", omittingEmptySubsequences: false)
            .joined(separator: row.end)
        let source = SourceText(name: "a.yaml", text: text)
        var findings = Findings()
        _ = DialectLoader.load(source, into: &findings)
        let finding = try #require(findings.all.first { $0.code == .unknownField })
        let wanted = Array(row.wrong.utf8)
        let offset = try #require(source.bytes.indices.first { source.bytes[$0...].starts(with: wanted) })
        #expect(finding.location == source.location(ofByte: offset))
        let shown = finding.text(in: source).split(separator: "\n").dropFirst(2)
            .map { $0.drop { $0 != "|" }.dropFirst(2) }.joined(separator: "\n")
        #expect(shown == row.excerpt, "\(shown)")
    }
}
