import Diagnostics
import Testing

struct SourceTextTests {
    @Test func `lines end as in an editor`() {
        let source = SourceText(name: "a", text: "one\ntwo\r\nthree\rfour\n\n")
        #expect((0...7).map { source.line($0) } == [nil, "one", "two", "three", "four", "", "", nil])
        #expect(source.lineCount == 6)
        #expect(SourceText(name: "a", text: "").line(1) == "")
    }

    @Test func `a byte-order mark has no column`() {
        let source = SourceText(name: "a", text: "\u{FEFF}é1")
        #expect(source.line(1) == "é1")
        #expect(source.location(ofByte: 0) == .start)
        #expect(source.location(ofByte: 5) == SourceLocation(line: 1, column: 2))
        #expect(source.byteOffset(ofScalar: 0) == 3)
        #expect(source.byteOffset(ofScalar: 1) == 5)
    }

    @Test func `bytes that are not UTF-8 are shown as such`() {
        let source = SourceText(name: "a", bytes: [0x61, 0xFF, 0x0A, 0x80])
        #expect(source.line(1) == "a\u{FFFD}")
        #expect(source.location(ofByte: 1) == SourceLocation(line: 1, column: 2))
        #expect(source.location(ofByte: 99).line == 2)
    }

    @Test(arguments: ["a", "é", "中", "😀"]) func `places are found across blocks of bytes`(letter: String) {
        let text = (0..<300).map { String(repeating: letter, count: $0 % 7) + ($0 % 3 == 0 ? "\r\n" : "b") }.joined()
        let source = SourceText(name: "a", text: text)
        var (offset, index, expected) = (0, 0, SourceLocation.start)
        for scalar in text.unicodeScalars {
            #expect(source.location(ofByte: offset) == expected)
            #expect(source.byteOffset(ofScalar: index) == offset)
            offset += UTF8.width(scalar)
            index += 1
            expected =
                scalar == "\n"
                ? .init(line: expected.line + 1, column: 1) : .init(line: expected.line, column: expected.column + 1)
        }
        #expect(source.byteOffset(ofScalar: index + 5) == source.bytes.count)
    }
}
