import Testing
import Upgrades

@testable import Dialects

/// A construct in a payload, what it is given, and what comes of it.
struct Case: Sendable, CustomTestStringConvertible {
    let kind: MessageKind
    let template: String
    let wire: String
    /// The summary of the message, or the code it is set aside with.
    let read: String
    var testDescription: String { "\(template) reads \(wire)" }

    init(_ kind: MessageKind, _ template: String, _ wire: String, _ read: String) {
        self.kind = kind
        self.template = template
        self.wire = wire
        self.read = read
    }
}

/// The table of constructs, row by row.
struct ConstructTests {
    static let readings: [Case] = [
        // a required hole
        Case(.versionReport, "{ v: '${version}' }", "{\"v\":\"1.0\"}", "version=1.0"),
        Case(.versionReport, "{ v: '${version}' }", "{\"v\":1.0}", "version=1.0"),
        Case(.versionReport, "{ v: '${version}' }", "{}", "unknown-shape"),
        Case(.versionReport, "{ v: '${version}' }", "{\"v\":null}", "unknown-shape"),
        Case(.versionReport, "{ v: '${version}' }", "{\"v\":\"\"}", "unknown-value"),
        Case(.versionReport, "{ v: '${version}' }", "{\"v\":true}", "unknown-shape"),
        Case(.versionReport, "{ v: '${version}' }", "{\"v\":[\"1\"]}", "unknown-shape"),
        Case(.versionReport, "{ v: '${version}' }", "{\"v\":{}}", "unknown-shape"),
        Case(.versionReport, "{ v: '${version}' }", "[]", "unknown-shape"),
        Case(.versionReport, "{ v: '${version}' }", "\"v\"", "unknown-shape"),
        Case(.versionReport, "{ v: '${version}' }", "{\"v\":\"\\u0031\\u00e9\"}", "version=1é"),
        // a fallback: may be absent, null or empty
        Case(.versionReport, "{ v: '${version}', n: '${note|none}' }", "{\"v\":1}", "version=1"),
        Case(.versionReport, "{ v: '${version}', n: '${note|none}' }", "{\"v\":1,\"n\":null}", "version=1"),
        Case(.versionReport, "{ v: '${version}', n: '${note|none}' }", "{\"v\":1,\"n\":\"\"}", "version=1"),
        Case(.versionReport, "{ v: '${version}', n: '${note|none}' }", "{\"v\":1,\"n\":\"x\"}", "version=1 note=x"),
        Case(.versionReport, "{ v: '${version}', n: '${note|none}' }", "{\"v\":1,\"n\":false}", "unknown-shape"),
        // an optional version must not be empty either way: absent it is unfilled
        Case(.query, "{ id: '${id}', v?: '${version}' }", "{\"id\":1,\"v\":\"\"}", "id=1"),
        // ids are kept as they are spelled
        Case(
            .versionReport, "{ id: '${id|@serial}', v: '${version}' }", "{\"id\":\"007\",\"v\":1}",
            "version=1 id=\"007\""),
        Case(.versionReport, "{ id: '${id|@serial}', v: '${version}' }", "{\"id\":7e1,\"v\":1}", "version=1 id=7e1"),
        Case(
            .versionReport, "{ id: '${id|@serial}', v: '${version}' }", "{\"id\":\"\\u0041\",\"v\":1}",
            "version=1 id=\"\\u0041\""),
        Case(.versionReport, "{ id: '${id|@serial}', v: '${version}' }", "{\"id\":\"\",\"v\":1}", "version=1"),
        Case(.versionReport, "{ id: '${id|@serial}', v: '${version}' }", "{\"v\":1}", "version=1"),
        Case(.versionReport, "{ id: '${id|@serial}', v: '${version}' }", "{\"id\":{},\"v\":1}", "unknown-shape"),
        // an optional member
        Case(.versionReport, "{ v: '${version}', m?: '${module}' }", "{\"v\":1}", "version=1"),
        Case(.versionReport, "{ v: '${version}', m?: '${module}' }", "{\"v\":1,\"m\":\"\"}", "version=1"),
        Case(.versionReport, "{ v: '${version}', m?: '${module}' }", "{\"v\":1,\"m\":null}", "version=1"),
        Case(.versionReport, "{ v: '${version}', m?: '${module}' }", "{\"v\":1,\"m\":\"MCU\"}", "version=1 module=MCU"),
        Case(.versionReport, "{ v: '${version}', m?: '${module}' }", "{\"v\":1,\"m\":[]}", "unknown-shape"),
        // an optional literal
        Case(.versionReport, "{ v: '${version}', p?: '1.0' }", "{\"v\":1}", "version=1"),
        Case(.versionReport, "{ v: '${version}', p?: '1.0' }", "{\"v\":1,\"p\":\"1.0\"}", "version=1 read:/p"),
        Case(.versionReport, "{ v: '${version}', p?: '1.0' }", "{\"v\":1,\"p\":\"1.1\"}", "unknown-shape"),
        Case(.versionReport, "{ v: '${version}', p?: '1.0' }", "{\"v\":1,\"p\":null}", "unknown-shape"),
        // any of several literals, text or number alike
        Case(.versionReport, "{ v: '${version}', c: !any ['1000', 200] }", "{\"v\":1,\"c\":\"1000\"}", "version=1"),
        Case(.versionReport, "{ v: '${version}', c: !any ['1000', 200] }", "{\"v\":1,\"c\":1000}", "version=1"),
        Case(.versionReport, "{ v: '${version}', c: !any ['1000', 200] }", "{\"v\":1,\"c\":\"200\"}", "version=1"),
        Case(.versionReport, "{ v: '${version}', c: !any ['1000', 200] }", "{\"v\":1,\"c\":1e3}", "unknown-shape"),
        Case(.versionReport, "{ v: '${version}', c: !any ['1000', 200] }", "{\"v\":1,\"c\":[200]}", "unknown-shape"),
        // plain literals
        Case(
            .versionReport, "{ v: '${version}', t: a, n: 7, y: true, z: null }",
            "{\"v\":1,\"t\":\"a\",\"n\":\"7\",\"y\":true,\"z\":null}", "version=1"),
        Case(.versionReport, "{ v: '${version}', y: true }", "{\"v\":1,\"y\":\"true\"}", "unknown-shape"),
        Case(.versionReport, "{ v: '${version}', y: 'true' }", "{\"v\":1,\"y\":true}", "unknown-shape"),
        Case(.versionReport, "{ v: '${version}', z: null }", "{\"v\":1,\"z\":0}", "unknown-shape"),
        Case(.versionReport, "{ v: '${version}', z: null }", "{\"v\":1}", "unknown-shape"),
        Case(.versionReport, "{ v: '${version}', t: '$${version}' }", "{\"v\":1,\"t\":\"${version}\"}", "version=1"),
        // é written in two ways is two texts
        Case(.versionReport, "{ v: '${version}', t: \"\\u00e9\" }", "{\"v\":1,\"t\":\"e\\u0301\"}", "unknown-shape"),
        // the empty object and the empty list equal only the empty one
        Case(.versionReport, "{ v: '${version}', o: {} }", "{\"v\":1,\"o\":{}}", "version=1"),
        Case(.versionReport, "{ v: '${version}', o: {} }", "{\"v\":1,\"o\":{\"x\":1}}", "unknown-shape"),
        Case(.versionReport, "{ v: '${version}', o: {} }", "{\"v\":1,\"o\":[]}", "unknown-shape"),
        Case(.versionReport, "{ v: '${version}', l: [] }", "{\"v\":1,\"l\":[]}", "version=1"),
        Case(.versionReport, "{ v: '${version}', l: [] }", "{\"v\":1,\"l\":[0]}", "unknown-shape"),
        Case(.versionReport, "{ l: ['${version}', x] }", "{\"l\":[\"1\",\"x\"]}", "version=1"),
        Case(.versionReport, "{ l: ['${version}', x] }", "{\"l\":[\"1\"]}", "unknown-shape"),
        Case(.versionReport, "{ l: ['${version}', x] }", "{\"l\":[\"1\",\"x\",2]}", "unknown-shape"),
        // an optional object
        Case(.versionReport, "{ v: '${version}', o?: { m?: '${module}' } }", "{\"v\":1}", "version=1"),
        Case(
            .versionReport, "{ v: '${version}', o?: { m?: '${module}' } }", "{\"v\":1,\"o\":{\"m\":\"M\"}}",
            "version=1 module=M read:/o"),
        Case(.versionReport, "{ v: '${version}', o?: {} }", "{\"v\":1,\"o\":{}}", "version=1 read:/o"),
        // extras
        Case(
            .versionReport, "{ r: { v: '${version}' } }", "{\"a\":1.50,\"r\":{\"v\":1,\"b\":{\"c\":[ ]}}}",
            "version=1 +/a=1.50 +/r/b={\"c\":[]}"),
        Case(
            .versionReport, "{ a/b: { v: '${version}' } }", "{\"a/b\":{\"v\":1,\"~\":\"\\/\"}}",
            "version=1 +/a~1b/~=\"/\""),
        Case(.versionReport, "{ l: [ { v: '${version}' } ] }", "{\"l\":[{\"v\":1,\"x\":0}]}", "version=1 +/l/0/x=0"),
        // an object in a text (hazard H32)
        Case(.versionReport, "{ r: { v: '${version}' } }", "{\"r\":\"{\\\"v\\\":\\\"1\\\"}\"}", "version=1"),
        Case(.versionReport, "{ r: { v: '${version}' } }", "{\"r\":\"{\\\"v\\\":\\\"1\\\",}x\"}", "version=1"),
        Case(
            .versionReport, "{ r: { v: '${version}' } }", "\"{\\\"r\\\":\\\"{\\\\\\\"v\\\\\\\":2}\\\"}\"", "version=2"),
        Case(.versionReport, "{ r: { v: '${version}' } }", "{\"r\":\"{\\\"v\\\":\"}", "unknown-shape"),
        Case(.versionReport, "{ r: { v: '${version}' } }", "{\"r\":\"[1]\"}", "unknown-shape"),
        Case(.versionReport, "{ r: { v: '${version}' } }", "{\"r\":\"\"}", "unknown-shape"),
        Case(
            .versionReport, "{ r: { v: '${version}' } }", "{\"r\":\"{\\\"v\\\":1,\\\"x\\\":\\\"\\u00e9\\\"}\"}",
            "version=1 +/r/x=\"é\""),
        Case(.versionReport, "{ r: ['${version}'] }", "{\"r\":\"[1]\"}", "unknown-shape"),
    ]

    @Test(arguments: readings) func `a construct reads`(row: Case) throws {
        #expect(try Trial.payload(row.kind, row.template).summary(row.wire) == row.read)
    }

    /// A template, a wire text, and what the same dialect prints of it.
    static let echoes: [(template: String, wire: String, printed: String)] = [
        ("{ v: '${version}' }", " {\"v\" : 1.0 } ", "{\"v\":\"1.0\"}"),
        ("{ v: '${version:integer}' }", "{\"v\":\"10\"}", "{\"v\":10}"),
        ("{ v: '${version}', n: '${note|none}' }", "{\"v\":\"1\",\"n\":\"\"}", "{\"v\":\"1\",\"n\":\"none\"}"),
        ("{ v: '${version}', n: '${note|}' }", "{\"v\":\"1\"}", "{\"v\":\"1\",\"n\":\"\"}"),
        ("{ id: '${id|@serial}', v: '${version}' }", "{\"v\":\"1\"}", "{\"id\":\"42\",\"v\":\"1\"}"),
        ("{ id: '${id|@time}', v: '${version}' }", "{\"v\":\"1\"}", "{\"id\":1700000000123,\"v\":\"1\"}"),
        (
            "{ id: '${id|@time}', v: '${version}' }", "{\"id\":\"\\u0041\",\"v\":\"1\"}",
            "{\"id\":\"\\u0041\",\"v\":\"1\"}"
        ),
        ("{ id: '${id|7}', v: '${version}' }", "{\"v\":\"1\"}", "{\"id\":\"7\",\"v\":\"1\"}"),
        ("{ m?: '${module}', v: '${version}' }", "{\"v\":\"1\",\"m\":\"\"}", "{\"v\":\"1\"}"),
        ("{ m?: '${module}', v: '${version}' }", "{\"v\":\"1\",\"m\":\"M\"}", "{\"m\":\"M\",\"v\":\"1\"}"),
        ("{ v: '${version}', p?: '1.0' }", "{\"v\":\"1\"}", "{\"v\":\"1\"}"),
        ("{ v: '${version}', p?: '1.0' }", "{\"p\":1.0,\"v\":\"1\"}", "{\"v\":\"1\",\"p\":\"1.0\"}"),
        ("{ v: '${version}', c: !any ['1000', 200] }", "{\"v\":\"1\",\"c\":200}", "{\"v\":\"1\",\"c\":\"1000\"}"),
        ("{ v: '${version}', c: !any [200, '1000'] }", "{\"v\":\"1\",\"c\":\"1000\"}", "{\"v\":\"1\",\"c\":200}"),
        (
            "{ z: 1.0, t: '$${x}', y: false, v: '${version}', o: {}, l: [] }",
            "{\"z\":\"1.0\",\"t\":\"${x}\",\"y\":false,\"v\":1,\"o\":{},\"l\":[]}",
            "{\"z\":1.0,\"t\":\"${x}\",\"y\":false,\"v\":\"1\",\"o\":{},\"l\":[]}"
        ),
        ("{ v: '${version}', o?: { m?: '${module}' } }", "{\"v\":\"1\"}", "{\"v\":\"1\"}"),
        (
            "{ v: '${version}', o?: { m?: '${module}', k: x } }", "{\"v\":\"1\",\"o\":{\"k\":\"x\"}}",
            "{\"v\":\"1\",\"o\":{\"k\":\"x\"}}"
        ),
        (
            "{ v: '${version}', o?: { m?: '${module}' } }", "{\"o\":{\"m\":\"M\"},\"v\":\"1\"}",
            "{\"v\":\"1\",\"o\":{\"m\":\"M\"}}"
        ),
        ("{ v: '${version}', o?: {} }", "{\"v\":\"1\",\"o\":{}}", "{\"v\":\"1\",\"o\":{}}"),
        // extras go back to the end of their object, compact, and repeat no printed member
        (
            "{ r: { v: '${version}' }, k: x }", "{\"b\":[ 1.50 ],\"r\":{\"a\":\"\\/\",\"v\":\"1\"},\"k\":\"x\"}",
            "{\"r\":{\"v\":\"1\",\"a\":\"/\"},\"k\":\"x\",\"b\":[1.50]}"
        ),
        ("{ r: { v: '${version}' } }", "{\"r\":\"{\\\"v\\\":1,\\\"x\\\":2}\"}", "{\"r\":{\"v\":\"1\",\"x\":2}}"),
        (
            "{ v: '${version}', n: '${note|}' }", "{\"v\":\"a/b&\\u0001\",\"n\":\"\\u000a\\u00e9\\\"\"}",
            "{\"v\":\"a/b&\\u0001\",\"n\":\"\\né\\\"\"}"
        ),
    ]

    @Test(arguments: echoes) func `a construct prints what it has read`(template: String, wire: String, printed: String)
        throws
    {
        let trial = Trial.payload(.versionReport, template)
        let message = try trial.read(wire)
        #expect(try trial.print(message, isSameDialect: true) == printed)
    }

    @Test func `towards another dialect neither extras nor literals go`() throws {
        let trial = Trial.payload(.versionReport, "{ v: '${version}', p?: '1.0' }")
        let message = try trial.read("{\"v\":\"1\",\"p\":\"1.0\",\"x\":0}")
        #expect(try trial.print(message) == "{\"v\":\"1\"}")
        var ids = IdentifierSource(serial: 0, time: 0)
        let dialect = try trial.dialect()
        let there = dialect.print(message, product: "P", device: "D", isSameDialect: false, ids: &ids)
        #expect(there?.dropped == ["x"])
        let back = dialect.print(message, product: "P", device: "D", isSameDialect: true, ids: &ids)
        #expect(back?.dropped == [])
        #expect(back?.topic == "up/version-report/P/D")
    }

    @Test func `a required field that is not filled refuses`() throws {
        let trial = Trial.payload(.versionReport, "{ v: '${version}', m: '${module}' }")
        var message = CanonicalMessage(.versionReport)
        message.version = "1"
        #expect(try trial.print(message) == nil)
        message.module = "M"
        #expect(try trial.print(message) == "{\"v\":\"1\",\"m\":\"M\"}")
    }
}
