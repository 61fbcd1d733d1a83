import Dialects
import Foundation
import FuzzTargets
import TestMaterial
import Testing

/// A text on which JSON readers are known to differ, and what ours makes of it.
struct TrickyJSON: Sendable, CustomTestStringConvertible {
    enum Verdict: Sendable {
        /// JSON, to us and to Foundation.
        case read
        /// No JSON, but we understand it: `forgiven` where Foundation does too, `onlyForgivenHere` where it does not.
        case forgiven, onlyForgivenHere
        /// Not read by us: nor by Foundation, or by Foundation alone.
        case refused, refusedHere
        /// JSON that only we read.
        case onlyReadHere
    }
    let bytes: [UInt8]
    let verdict: Verdict
    var testDescription: String { String(decoding: bytes.prefix(40), as: UTF8.self).debugDescription }

    private static func rows(_ verdict: Verdict, _ texts: [String]) -> [TrickyJSON] {
        texts.map { TrickyJSON(bytes: Array($0.utf8), verdict: verdict) }
    }

    static let all: [TrickyJSON] =
        rows(
            .read,
            [
                // numbers
                "0", "-0", "-0.0", "0e0", "0E-0", "1e5", "1E+5", "1.0e-5", "123456789012345678901234567890",
                "0.1000000000000000055511151231257827", "1e308", "4.9e-324", "1e-999", "9007199254740993",
                "-9223372036854775808", "18446744073709551616", "[0,-1,1.5]", "20e1", "0e3",
                "[0E12]",
                // strings
                "\"\"", "\"\\u0000\"", "\"\\/\"", "\"/\"", "\"\\\"\\\\\\b\\f\\n\\r\\t\"", "\"\\uD83D\\uDE00\"",
                "\"\u{7F}\"",
                "\"\u{2028}\u{2029}\"", "\"\u{FEFF}\"", "\"\u{FFFE}\u{10FFFF}\"", "\"\\uFFFF\"", "\"é\"",
                "\"e\u{301}\"",
                "\"\u{1F468}\u{200D}\u{1F467}\"", "\"\\u00e9\\u0065\\u0301\"", "\"#// /* */ '\"",
                // structure
                "{}", "[]", "[[]]", "[{}]", "{\"\":0}", "{\"a\":{\"a\":{\"a\":[]}}}", " \t\r\n{ \"a\" : [ 1 , 2 ] } \n",
                "null",
                "true", "false", "{\"\\u0061\":1}", "{\"a\\u0000b\":1}", "{\"a.b\":1,\"a/b\":2,\"__proto__\":3}",
                // a name that comes twice, spelled in one way or in two
                "{\"a\":1,\"a\":2}", "{\"a\":1,\"\\u0061\":2}", "{\"a\":1,\"b\":0,\"a\":{}}",
                "{\"\u{E9}\":1,\"e\u{301}\":2}",
                String(repeating: "[", count: 64) + String(repeating: "]", count: 64),
            ])
        + rows(.forgiven, ["[1,]", "{\"a\":1,}", "[[],]", "\u{FEFF}{}"])
        + rows(
            .onlyForgivenHere,
            [
                "{}}", "[]]", "1 2", "{}{}", "{}x", "{} //", "01", "-01", "1,", "\"a\"\"b\"", "{}\u{0}", "nullx",
                "0x1F", "1_000",
                "{}#", "1.5.2",
            ])
        + rows(
            .refused,
            [
                "", " ", "[", "{", "\"", "[1", "[,]", "[,1]", "[1,,2]", "{,}", "{\"a\"}", "{\"a\":}", "{\"a\":1,,}",
                "{a:1}",
                "{'a':1}", "{1:1}", "{null:1}", "'a'", "[1 2]", "[1:2]", "{\"a\":1]", "[1}", "tru", "True", "NULL",
                "nul", "NaN",
                "Infinity", "-Infinity", "undefined", "+1", "-", "--1", ".5", "-.5", "1.", "1.e1", "1e", "1e+", "2.e3",
                "[1e]",
                "\"\\x41\"", "\"\\a\"", "\"\\u12\"", "\"\\u12g4\"", "\"\\", "\"\\\"", "\"a\nb\"", "\"\t\"", "\"\u{0}\"",
                "\"\u{1F}\"",
                "\"\\ud800\"", "\"\\udc00\"", "\"\\ud800\\ud800\"", "\"\\udc00\\ud800\"", "\"\\ud800x\"", "\u{0}",
                "\u{A0}1",
                "\u{2028}1", "\u{B}1", "// c\n1", "/* c */1", "#1", "{\"a\":1 \"b\":2}", "\u{FEFF}", "]", "}", ",", ":",
            ])
        + [
            [0x22, 0xFF, 0x22], [0x22, 0xC0, 0xAF, 0x22], [0x22, 0xED, 0xA0, 0x80, 0x22],
            [0x22, 0xF4, 0x90, 0x80, 0x80, 0x22],
            [0x22, 0xE4, 0xB8, 0x22], [0x22, 0x80, 0x22],
        ].map { TrickyJSON(bytes: $0, verdict: .refused) }
        + rows(.refusedHere, [String(repeating: "[", count: 65) + String(repeating: "]", count: 65)])
        // UTF-16, which RFC 8259 section 8.1 does not allow
        + [[0xFE, 0xFF, 0x00, 0x5B, 0x00, 0x5D], [0x5B, 0x00, 0x5D, 0x00]].map {
            TrickyJSON(bytes: $0, verdict: .refusedHere)
        }
        + rows(.onlyReadHere, ["1e999", "[-2e400]"])
}

/// Foundation is the judge of our reader; where they differ is listed, and meant.
struct JSONOracleTests {
    private var json: FuzzTarget {
        get throws { try #require(FuzzTarget.pure.first { $0.name == "json" }) }
    }

    @Test(arguments: TrickyJSON.all) func `tricky texts are judged as stated`(row: TrickyJSON) throws {
        let isStrict = (try? JSONDocument.readStrict(row.bytes)) != nil
        let isLenient = (try? Dialect.parse(row.bytes)) != nil
        let theirs = try? JSONSerialization.jsonObject(with: Data(row.bytes), options: .fragmentsAllowed)
        let isRead = [isStrict, isLenient, theirs != nil]
        switch row.verdict {
        case .read: #expect(isRead == [true, true, true])
        case .forgiven: #expect(isRead == [false, true, true])
        case .onlyForgivenHere: #expect(isRead == [false, true, false])
        case .refused: #expect(isRead == [false, false, false])
        case .refusedHere: #expect(isRead == [false, false, true])
        case .onlyReadHere: #expect(isRead == [true, true, false])
        }
        try json.check(row.bytes)
    }

    @Test(arguments: 0..<400 as Range<UInt64>) func `random JSON says the same to Foundation`(seed: UInt64) throws {
        var random = RandomJSON(seed: seed)
        let text = random.text()
        #expect((try? JSONDocument.readStrict(text)) != nil)
        try json.check(text)
        for _ in 0..<5 { try json.check(random.mutated(text)) }
    }
}
