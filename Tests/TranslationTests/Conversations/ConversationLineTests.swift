import Testing
import Translation
import Upgrades

/// What a line of a conversation may say, as `ota-gateway translate` reads it.
///
/// Blank lines are skipped by the command before they come here.
struct ConversationLineTests {
    private func payload(_ line: String) throws -> [UInt8] {
        let parsed = ConversationLine(Array(line.utf8))
        #expect(parsed.problem == nil)
        return try #require(parsed.message).payload
    }

    @Test func `a payload that is a text is the raw payload`() throws {
        #expect(try payload(#"{"topic":"t","payload":"{\"a\":\u0031,}\u0000é"}"#) == Array("{\"a\":1,}\0é".utf8))
        #expect(try payload(#"{"topic":"t","payload":""}"#).isEmpty)
    }

    @Test(arguments: [
        (
            #"{ "b" : 1.50, "a" : [ 1E3 , -0 , 12345678901234567890 ] , "b2":{} }"#,
            #"{"b":1.50,"a":[1E3,-0,12345678901234567890],"b2":{}}"#
        ),
        ("7", "7"), ("null", "null"), ("[ true, false ]", "[true,false]"),
        (#"{"url":"a\/b\u0026\u00fc"}"#, #"{"url":"a/b&ü"}"#),
    ]) func `a payload that is a value is written compactly, members in order, numbers as spelled`(
        value: String, bytes: String
    ) throws {
        #expect(try payload(#"{"topic":"t","payload":\#(value)}"#) == Array(bytes.utf8))
    }

    @Test(arguments: [33, 64, 65, 10_000]) func `a value may nest as deeply as it likes`(depth: Int) throws {
        let open = String(repeating: "[ ", count: depth)
        let close = String(repeating: "]", count: depth)
        let line = #"{"x":{"payload":1},"topic":"t","payload" : \#(open)" ] "\#(close) ,"y":[]}"#
        let bytes = String(repeating: "[", count: depth) + #"" ] ""# + close
        #expect(try payload(line) == Array(bytes.utf8))
    }

    @Test func `a text beside a deep member is still a text`() throws {
        let deep = String(repeating: "[", count: 40) + String(repeating: "]", count: 40)
        #expect(try payload(#"{"topic":"t","payload":"a b","x":\#(deep)}"#) == Array("a b".utf8))
    }

    @Test func `payload64 carries any bytes`() throws {
        #expect(try payload(#"{"topic":"t","payload64":"AP8Kew=="}"#) == [0x00, 0xFF, 0x0A, 0x7B])
        #expect(try payload(#"{"topic":"t","payload64":""}"#).isEmpty)
    }

    @Test(
        arguments: [
            ("0", 0), ("1", 1000), ("1.5", 1500), ("0.0004", 0), ("0.0006", 1), ("1e2", 100_000), ("0.2999", 300),
        ] as [(String, Int64)])
    func `times are in seconds, to the whole millisecond`(at: String, milliseconds: Int64) {
        let line = ConversationLine(Array(#"{"topic":"t","payload":{},"at":\#(at)}"#.utf8))
        #expect(line.at == milliseconds && line.problem == nil && line.message != nil)
        let alone = ConversationLine(Array(#"{"at":\#(at)}"#.utf8))
        #expect(alone.at == milliseconds && alone.problem == nil && alone.message == nil)
    }

    @Test func `unknown members of a line are ignored`() {
        let line = ConversationLine(Array(#"{"comment":[1],"topic":"t","payload":{},"qos":1}"#.utf8))
        #expect(line.problem == nil && line.message?.topic == "t" && line.at == nil)
        let time = ConversationLine(Array(#"{"at":5,"comment":"later"}"#.utf8))
        #expect(time.problem == nil && time.at == 5000 && time.message == nil)
    }

    @Test(arguments: [
        "{}", "[]", "7", "null", #""text""#, "{", #"{"topic":"t","payload":{},}"#, #"{"topic":"t","payload":{}} x"#,
        "{'topic':1}",
        #"{"topic":"t"}"#, #"{"payload":{}}"#, #"{"topic":1,"payload":{}}"#,
        #"{"topic":"t","payload":{},"payload64":""}"#,
        #"{"topic":"t","payload64":"*"}"#, #"{"topic":"t","payload64":7}"#, #"{"at":null}"#, #"{"at":"1"}"#,
        #"{"at":-1}"#,
        #"{"topic":"t","payload":01}"#, #"{"payload":{},"at":1}"#, "{\"topic\":\"t\",\"payload\":\"\u{1}\"}",
    ]) func `anything else is a problem of the input`(line: String) {
        let parsed = ConversationLine(Array(line.utf8))
        #expect(parsed.problem != nil && parsed.message == nil)
    }

    @Test func `a line that is no text is a problem of the input`() {
        #expect(ConversationLine(Array(#"{"topic":""#.utf8) + [0xFF] + Array(#"","payload":{}}"#.utf8)).problem != nil)
    }

    @Test func `time never goes back`() throws {
        var talk = try Talk(.tencent, .aliyun)
        talk.device(Tencent.version("1.0"), at: 100)
        talk.backend(Aliyun.offer(), at: 50)
        talk.device(Tencent.downloading(10), at: 60)  // at 100 all the same
        talk.time(is: 999.999) {}
        talk.time(is: 1000) {
            toBackend(Aliyun.progress(-1, note: "timed out", id: 3))
            event(.timedOut, 10, failure: .timedOut, note: "timed out", synthetic: true)
        }
    }

    @Test func `a line without a time is one second after the line before it, a bad one too`() throws {
        let talk = try Talk(.tencent, .aliyun)
        let version = #"{"topic":"$ota/report/P/d","payload":{"type":"report_version","report":{"version":"1.0"}}}"#
        let progress =
            #"{"topic":"$ota/report/P/d","payload":{"type":"report_progress","report":{"progress":{"state":"downloading","percent":"%","result_code":"0","result_msg":""},"version":"2.0"}}"#
        let said = Script(talk.route).run([
            version, progress.replacing("%", with: "1") + "}", progress.replacing("%", with: "2") + #","at":1.5}"#,
            "bad",
            #"{"at":2.6}"#,
        ])
        let lines = said.map { $0.prefix(while: { $0 != "," }) }
        // the percent of line 3 waits until 2 s, which the bad line 4 (at 2.5 s) lets pass
        #expect(lines == [#"{"in":1"#, #"{"in":1"#, #"{"in":2"#, #"{"in":2"#, #"{"in":3"#, #"{"in":4"#, #"{"in":4"#])
        #expect(said[5].contains(#"\"step\":\"2\""#) && said[6].contains(#""code":"input""#))
    }
}
