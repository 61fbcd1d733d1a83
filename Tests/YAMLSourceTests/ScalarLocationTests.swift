import Diagnostics
import Testing
import YAMLSource

/// A file whose value under `k` holds the mark `@` once; the mark must be found where it stands in the file.
struct Marked: Sendable, CustomTestStringConvertible {
    let text: String
    var testDescription: String { text.debugDescription }

    init(_ text: String) { self.text = text }
}

struct ScalarLocationTests {
    static let marked = [
        Marked("k: a@"), Marked("k: é@x"), Marked("k: a\n  b @"), Marked("k: a\n\n\n   b  c@ d"), Marked("k: 'a@'"),
        Marked("k: 'it''s @'"), Marked("k: 'a  \n   b''\n\n @'"), Marked("k: \"a@\""),
        Marked("k: \"\\n\\t\\\"\\\\@\""), Marked("k: \"\\x41\\u00e9\\u4e2d\\U0001F600@\""),
        Marked("k: \"\\N\\_\\L\\P@\""),
        Marked("k: \"a \\\n   b@\""), Marked("k: \"a  \n\n  b@\""), Marked("k: \"a\\\n\n   b@\""),
        Marked("{ k: \"${x} @\" }"),
        Marked("k: |\n  @"), Marked("k: |\n  {\n    \"a\": \"@\"\n  }\n"), Marked("k: |2\n    x\n  @\n"),
        Marked("k: |\n\n\n   x\n\n   y @\n"), Marked("k: |-\r\n  a\r\n  b@\r\n"), Marked("k: | # why\n  é é@"),
        Marked("k: >\n  a\n  b @\n"), Marked("k: >\n  a\n\n\n  b @\n"), Marked("k: >\n  a\n    b\n    c@\n  d\n"),
        Marked("k: >\n  a\n    b\n  d @\n"), Marked("\u{FEFF}k: é@"),
    ]

    @Test(arguments: marked) func `a byte of the text is found in the file`(row: Marked) throws {
        var findings = Findings()
        let source = SourceText(name: "a.yaml", text: row.text)
        let scalar = try #require(YAMLReader.read(source, into: &findings)?["k"]?.scalar)
        let inText = try #require(Array(scalar.text.utf8).firstIndex(of: UInt8(ascii: "@")))
        let inFile = try #require(source.bytes.firstIndex(of: UInt8(ascii: "@")))
        #expect(scalar.location(ofUTF8Offset: inText) == source.location(ofByte: inFile))
    }

    @Test func `the end of a text is behind its last character`() throws {
        var findings = Findings()
        for text in ["k: ab", "k: 'ab'"] {
            let source = SourceText(name: "a.yaml", text: text)
            let scalar = try #require(YAMLReader.read(source, into: &findings)?["k"]?.scalar)
            let end = scalar.location(ofUTF8Offset: 2)
            #expect(end == SourceLocation(line: 1, column: text.count + (text.hasSuffix("'") ? 0 : 1)))
        }
    }
}
