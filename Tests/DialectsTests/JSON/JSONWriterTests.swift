import Testing
import Upgrades

@testable import Dialects

struct JSONWriterTests {
    /// A text and the JSON string that platforms write for it (hazards H21, H22).
    static let strings: [(String, String)] = [
        ("", "\"\""), ("a/b&c<>'", "\"a/b&c<>'\""), ("é中😀\u{2028}", "\"é中😀\u{2028}\""), ("\"\\", "\"\\\"\\\\\""),
        ("\u{8}\u{C}\n\r\t", "\"\\b\\f\\n\\r\\t\""), ("\u{0}\u{1}\u{B}\u{1F}", "\"\\u0000\\u0001\\u000b\\u001f\""),
        ("\u{7F}", "\"\u{7F}\""), ("\r\n", "\"\\r\\n\""),
    ]

    @Test(arguments: strings) func `only what must be escaped is`(text: String, json: String) throws {
        var out: [UInt8] = []
        JSONWriter.append(Text(text), to: &out)
        #expect(out == Array(json.utf8))
        let document = try JSONReader.read(out)
        #expect(document.text(document.root) == Text(text))
    }

    static let compacted: [(String, String)] = [
        (" { \"a\" : [ 1 , 2.50 ] , \"b\" : { } } ", "{\"a\":[1,2.50],\"b\":{}}"),
        ("{\"a\\/b\":\"\\u0026\\/\\u00e9\\ud83d\\ude00\"}", "{\"a/b\":\"&/é😀\"}"),
        ("\"\\u0041\\u000A\\u0007\"", "\"A\\n\\u0007\""), ("[\n]", "[]"), ("[true,\tnull]", "[true,null]"),
    ]

    @Test(arguments: compacted) func `a value is printed compactly, with strings escaped anew`(
        text: String, json: String
    ) throws {
        let document = try JSONReader.read(Array(text.utf8))
        #expect(JSONWriter.compact(document.root, of: document).bytes == Array(json.utf8))
    }

    @Test(arguments: [0, -1, 4_294_967_296, Int64.min, Int64.max]) func `a number is decimal`(number: Int64) {
        var out: [UInt8] = []
        JSONWriter.append(number, to: &out)
        #expect(String(decoding: out, as: UTF8.self) == String(number))
    }
}
