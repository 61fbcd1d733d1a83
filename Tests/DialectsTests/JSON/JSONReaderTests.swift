import Testing
import Upgrades

@testable import Dialects

/// A text that cannot be read: why, and at which byte.
struct BadText: Sendable, CustomTestStringConvertible {
    let bytes: [UInt8]
    let code: JSONError.Code
    let offset: Int
    var testDescription: String { String(decoding: bytes.prefix(40), as: UTF8.self).debugDescription }

    init(_ text: String, _ code: JSONError.Code, _ offset: Int) {
        self.init(Array(text.utf8), code, offset)
    }

    init(_ bytes: [UInt8], _ code: JSONError.Code, _ offset: Int) {
        self.bytes = bytes
        self.code = code
        self.offset = offset
    }
}

/// A text that is read although it is not quite JSON (hazard H32).
struct RepairedText: Sendable, CustomTestStringConvertible {
    let text: String
    let compact: String
    let repairs: JSONDocument.Repairs
    var testDescription: String { text.debugDescription }

    init(_ text: String, _ compact: String, _ repairs: JSONDocument.Repairs) {
        self.text = text
        self.compact = compact
        self.repairs = repairs
    }
}

struct JSONReaderTests {
    static let bad: [BadText] = [
        BadText("", .notJSON, 0), BadText("  ", .notJSON, 2), BadText("{", .notJSON, 1), BadText("[", .notJSON, 1),
        BadText("{\"a\"", .notJSON, 4), BadText("{\"a\" 1}", .notJSON, 5), BadText("{\"a\":", .notJSON, 5),
        BadText("{\"a\":}", .notJSON, 5), BadText("{\"a\":1", .notJSON, 6), BadText("{\"a\":1 \"b\":2}", .notJSON, 7),
        BadText("{a:1}", .notJSON, 1), BadText("{,}", .notJSON, 1), BadText("{\"a\":1,,}", .notJSON, 7),
        BadText("[1", .notJSON, 2), BadText("[1 2]", .notJSON, 3), BadText("[,1]", .notJSON, 1),
        BadText("[1,,2]", .notJSON, 3),
        BadText("{\"a\":1]", .notJSON, 6), BadText("[1}", .notJSON, 2), BadText("}", .notJSON, 0),
        BadText("tru", .notJSON, 3), BadText("trux", .notJSON, 3), BadText("Null", .notJSON, 0),
        BadText("NaN", .notJSON, 0),
        BadText("'a'", .notJSON, 0), BadText("-", .notJSON, 1), BadText("-a", .notJSON, 1), BadText("1.", .notJSON, 2),
        BadText("1.e3", .notJSON, 2), BadText("1e", .notJSON, 2), BadText("1e+", .notJSON, 3),
        BadText("+1", .notJSON, 0),
        BadText(".5", .notJSON, 0), BadText("\"a", .notJSON, 2), BadText("\"a\\", .notJSON, 3),
        BadText("\"\\x\"", .notJSON, 2),
        BadText("\"\\u12g4\"", .notJSON, 5), BadText("\"\\u12", .notJSON, 5), BadText("\"a\nb\"", .notJSON, 2),
        // NUL is forgiven behind the value only
        BadText("{\"a\":\u{0}1}", .notJSON, 5), BadText("\"a\u{0}b\"", .notJSON, 2), BadText("\u{0}{}", .notJSON, 0),
        // the mark is forgiven at the start only, and whole
        BadText(" \u{FEFF}{}", .notJSON, 1), BadText([0xEF, 0xBB, 0x7B, 0x7D], .notJSON, 0),
        BadText("\u{FEFF}", .notJSON, 3),
        // UTF-8 is judged in strings, elsewhere no such byte can stand anyway
        BadText([0x5B, 0xFF, 0x5D], .notJSON, 1), BadText([0x22, 0xFF, 0x22], .invalidUTF8, 1),
        BadText([0x22, 0x80, 0x22], .invalidUTF8, 1), BadText([0x22, 0xC0, 0x80, 0x22], .invalidUTF8, 1),
        BadText([0x22, 0xC3, 0x22], .invalidUTF8, 1), BadText([0x22, 0x61, 0xE4, 0xB8], .invalidUTF8, 2),
        BadText([0x22, 0xE0, 0x80, 0x80, 0x22], .invalidUTF8, 1),
        BadText([0x22, 0xED, 0xA0, 0x80, 0x22], .invalidUTF8, 1),
        BadText([0x22, 0xF4, 0x90, 0x80, 0x80, 0x22], .invalidUTF8, 1),
        BadText([0x7B, 0x22, 0xFF, 0x22, 0x3A, 0x31, 0x7D], .invalidUTF8, 2),
        // half of a surrogate pair; a bad escape right behind it is found first
        BadText("\"\\ud800\"", .invalidUTF8, 1), BadText("\"a\\udc00\"", .invalidUTF8, 2),
        BadText("\"\\ud800\\u00e9\"", .invalidUTF8, 1), BadText("\"\\ud800\\ud800\\udc00\"", .invalidUTF8, 1),
        BadText("\"\\ud800x\"", .invalidUTF8, 1), BadText("\"\\ud800\\u12g4\"", .notJSON, 11),
        BadText("{\"\\ude00\":1}", .invalidUTF8, 2),
        // the first trouble in byte order counts
        BadText(Array("{\"a\":\"".utf8) + [0xFF] + Array("\",\"b\":".utf8), .invalidUTF8, 6),
        BadText(Array("{\"a\":x,\"b\":\"".utf8) + [0xFF, 0x22, 0x7D], .notJSON, 5),
        BadText(String(repeating: "[", count: 64) + "x", .notJSON, 64),
        BadText(String(repeating: "[", count: 65), .tooDeep, 64),
        BadText(String(repeating: "{\"a\":", count: 65), .tooDeep, 320),
        BadText("[\"\\ud800\"," + String(repeating: "[", count: 65), .invalidUTF8, 2),
        BadText(String(repeating: "[", count: 65) + "\"\\ud800\"", .tooDeep, 64),
        BadText(String(repeating: "[", count: 10_000) + String(repeating: "]", count: 10_000), .tooDeep, 64),
        BadText(String(repeating: "{\"a\":[", count: 10_000), .tooDeep, 192),
    ]

    @Test(arguments: bad) func `the first trouble in byte order is named`(row: BadText) {
        let error = #expect(throws: JSONError.self) { try JSONReader.read(row.bytes) }
        #expect(error?.code == row.code)
        #expect(error?.offset == row.offset, "\(error?.description ?? "")")
        #expect(throws: JSONError.self) { try JSONReader.read(row.bytes, isStrict: true) }
    }

    static let repaired: [RepairedText] = [
        RepairedText("{}", "{}", []), RepairedText(" [ ] ", "[]", []),
        RepairedText("[1,]", "[1]", .trailingComma), RepairedText("{\"a\":1,}", "{\"a\":1}", .trailingComma),
        RepairedText("{\"a\":[1 , ] , }", "{\"a\":[1]}", .trailingComma),
        RepairedText("{\"a\":1}}", "{\"a\":1}", .trailingBytes), RepairedText("{}{}", "{}", .trailingBytes),
        RepairedText("1 2", "1", .trailingBytes), RepairedText("01", "0", .trailingBytes),
        RepairedText("{\"a\":1}\u{0}", "{\"a\":1}", .trailingBytes), RepairedText("{}\u{0}\u{0}", "{}", .trailingBytes),
        RepairedText("{} \r\n\t", "{}", []), RepairedText("{}\u{FEFF}", "{}", .trailingBytes),
        RepairedText("\u{FEFF}{}", "{}", .byteOrderMark),
        RepairedText("\u{FEFF} {},", "{}", [.byteOrderMark, .trailingBytes]),
        // the last value, in the last place
        RepairedText("{\"a\":1,\"b\":2,\"a\":3}", "{\"b\":2,\"a\":3}", .duplicateMember),
        RepairedText("{\"a\":1,\"\\u0061\":2}", "{\"a\":2}", .duplicateMember),
        RepairedText("{\"a\":{\"x\":1,\"x\":2},\"a\":{\"y\":1}}", "{\"a\":{\"y\":1}}", .duplicateMember),
        RepairedText("[{\"a\":1,\"a\":2,}]x", "[{\"a\":2}]", [.duplicateMember, .trailingComma, .trailingBytes]),
        // equal as String, but not the same bytes
        RepairedText("{\"\u{E9}\":1,\"e\u{301}\":2}", "{\"\u{E9}\":1,\"e\u{301}\":2}", []),
    ]

    @Test(arguments: repaired) func `a slip is repaired and counted`(row: RepairedText) throws {
        let document = try JSONReader.read(Array(row.text.utf8))
        #expect(JSONWriter.compact(document.root, of: document).string.utf8.elementsEqual(row.compact.utf8))
        #expect(document.repairs == row.repairs)
    }

    @Test(arguments: repaired) func `nothing but a duplicate is repaired in our own files`(row: RepairedText) {
        let isFine = row.repairs.subtracting(.duplicateMember).isEmpty
        #expect(((try? JSONDocument.readStrict(Array(row.text.utf8))) != nil) == isFine)
    }

    static let kept: [String] = [
        "0", "-0", "1", "1.0", "1.50", "1e2", "1E+2", "-1.5e-10", "123456789012345678901234567890", "1e999", "true",
        "false",
        "null", "{\"z\":1,\"a\":2,\"m\":[1,1.0,\"1\"]}", "\"/&<>é中😀\"", "\"\\\"\\\\\"", "\"\u{7F}\u{2028}\"",
        "{\"\":{}}",
    ]

    @Test(arguments: kept) func `spelling of numbers and order of members are kept`(text: String) throws {
        let document = try JSONReader.read(Array(text.utf8))
        #expect(JSONWriter.compact(document.root, of: document).string == text)
        #expect(document.repairs.isEmpty)
    }

    @Test func `sixty-four levels are read`() throws {
        let text = String(repeating: "[", count: 64) + "1" + String(repeating: "]", count: 64)
        let document = try JSONReader.read(Array(text.utf8))
        #expect(JSONWriter.compact(document.root, of: document).string == text)
    }
}
