import Testing
import Upgrades

/// H32: what devices in the field write although it is no JSON.
struct LenientJSONTests {
    @Test(arguments: [
        #"{"id":1,"params":{"version":"1.0",},}"#, #"{"id":1,"params":{"version":"1.0"}}}"#,
        #"{"id":1,"params":{"version":"1.0"}} and more"#, #"{"id":1,"params":{"version":"0.9","version":"1.0"}}"#,
        #"{"id":9,"params":{"version":"0.9"},"id":1,"params":{"version":"1.0"}}"#,
        "\u{FEFF}" + #"{"id":1,"params":{"version":"1.0"}}"#,
        #"{"id":1,"params":{"version":"1.0"}}"# + "\0", #"{"id":1,"params":"{\"version\":\"1.0\"}"}"#,
        #"{"id":1,"params":"{\"version\":\"1.0\",}}"}"#, "\r\n\t " + #"{"id":1,"params":{"version":"1.0"}}"# + "\r\n",
    ]) func `a version report is understood in spite of it (H32)`(payload: String) throws {
        var talk = try Talk(.aliyun, .tencent)
        talk.device(Wire(topic: Aliyun.inform("1.0", id: "1").topic, payload: payload)) {
            toBackend(Tencent.version("1.0"))
        }
        var pair = try Talk(.aliyun, .aliyun)
        pair.device(Wire(topic: Aliyun.inform("1.0", id: "1").topic, payload: payload)) {
            toBackend(Aliyun.inform("1.0", id: "1"))
        }
    }

    @Test func `progress that is a text is read as the object in it (H32)`() throws {
        var talk = try Talk(.tencent, .aliyun)
        talk.beginOffered()
        let wire = Wire(
            topic: Tencent.version("1.0").topic,
            payload:
                #"{"type":"report_progress","report":{"progress":"{\"state\":\"downloading\",\"percent\":\"10\"}","version":"2.0"}}"#,
            native: #"{"state":"downloading","percent":"10"}"#)
        talk.device(wire) {
            toBackend(Aliyun.progress(10, id: 2))
            event(.downloading, 10)
        }
    }

    @Test(arguments: ["burning", "{", #"{\"state\""#, "[]", "3", ""])
    func `a text with no object in it has no shape (H32)`(text: String) throws {
        var talk = try Talk(.tencent, .aliyun)
        talk.beginOffered()
        talk.device(
            Wire(
                topic: Tencent.version("1.0").topic,
                payload: #"{"type":"report_progress","report":{"progress":"\#(text)","version":"2.0"}}"#)
        ) { setAside(.unknownShape) }
    }

    @Test func `the last of two equal members counts, in the last place (H32)`() throws {
        var talk = try Talk(.tencent, .tencent)
        let wire = Wire(
            topic: Tencent.version("1.0").topic,
            payload: #"{"a":1,"type":"report_version","b":2,"a":3,"report":{"version":"1.0"}}"#)
        talk.device(wire) { toBackend(Tencent.version("1.0").adding(#""b":2,"a":3"#)) }
    }
}
