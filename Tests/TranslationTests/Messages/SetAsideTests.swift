import Testing
import Translation
import Upgrades

/// Which messages are set aside, and with which code, in the order of judgement.
struct SetAsideTests {
    private static let inform = Aliyun.inform("1.0", id: "1")

    @Test(arguments: [
        "foo/bar", "", "/", "ota/device/inform/a1AliPk0001/dev1", "/ota/device/inform/a1AliPk0001",
        "/ota/device/inform//dev1",
        "/ota/device/inform/a1AliPk0001/dev1/more", "/ota/device/inform/a1AliPk0001/",
        "/OTA/device/inform/a1AliPk0001/dev1",
        "$ota/update/a1AliPk0001/dev1/",
    ]) func `a topic of neither side is unknown before its payload is looked at (A)`(topic: String) throws {
        var talk = try Talk(.aliyun, .tencent)
        talk.device(Wire(topic: topic, payload: "no json")) { setAside(.unknownTopic) }
    }

    @Test func `a topic of the other side's dialect is unknown (A)`() throws {
        var talk = try Talk(.aliyun, .aliyun)
        talk.device(Tencent.version("1.0")) { setAside(.unknownTopic) }
    }

    @Test func `a name that is another's on that side is unknown (A)`() throws {
        let device = Identity(product: "P", device: "a")
        let backend = Identity(product: "Q", device: "b")
        let dialect = try Vendor.aliyun.dialect()
        var talk = Talk(dialect, dialect, names: [Identities(device: device, backend: backend)])
        func inform(_ name: String) -> Wire { Self.inform.at("/ota/device/inform/\(name)") }
        func offer(_ name: String) -> Wire { Aliyun.offer().at("/ota/device/upgrade/\(name)") }
        talk.device(inform("P/a")) { toBackend(inform("Q/b")) }
        talk.device(inform("Q/b")) { setAside(.unknownTopic) }
        talk.backend(offer("P/a")) { setAside(.unknownTopic) }
        talk.backend(offer("Q/b")) {
            toDevice(offer("P/a"))
            event(.offered, device: "a")
        }
        talk.device(inform("P/c")) { toBackend(inform("P/c")) }
    }

    @Test func `more than 256 KiB are too much, before they are read (A)`() throws {
        var talk = try Talk(.aliyun, .tencent)
        let limit = 256 * 1024
        talk.bytes(Array(repeating: 0x78, count: limit + 1), on: Self.inform) { setAside(.tooLarge) }
        talk.bytes(Array(repeating: 0x78, count: limit), on: Self.inform) { setAside(.notJSON) }
        let padding = Array(repeating: UInt8(ascii: " "), count: limit - Self.inform.payload.utf8.count)
        talk.bytes(padding + Array(Self.inform.payload.utf8), on: Self.inform) { toBackend(Tencent.version("1.0")) }
    }

    @Test(arguments: [
        "", " ", "x", "{", #"{"id":1"#, #"{"id":1,,"#, "{'id':1}", "{id:1}", "nul", "-", #"{"a":"\x"}"#,
        #"{"a":"\u12"}"#, "\"a\nb\"",
    ])
    func `what is no JSON from its first byte is set aside (A)`(payload: String) throws {
        var talk = try Talk(.aliyun, .tencent)
        talk.device(Wire(topic: Self.inform.topic, payload: payload)) { setAside(.notJSON) }
    }

    @Test func `level 65 is too deep, level 64 is not (A)`() throws {
        var talk = try Talk(.tencent, .tencent)
        func nested(_ levels: Int) -> Wire {
            Tencent.version("1.0").adding(
                #""x":\#(String(repeating: "[", count: levels))\#(String(repeating: "]", count: levels))"#)
        }
        talk.device(nested(63)) { toBackend(nested(63)) }
        talk.device(nested(64)) { setAside(.tooDeep) }
    }

    @Test(
        arguments: [[0xC3, 0x28], [0xFF], [0xC0, 0xAF], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0x80]]
            as [[UInt8]])
    func `text that is no UTF-8 is set aside (A)`(text: [UInt8]) throws {
        var talk = try Talk(.aliyun, .tencent)
        let payload = Array(#"{"id":1,"params":{"version":""#.utf8) + text + Array(#""}}"#.utf8)
        talk.bytes(payload, on: Self.inform) { setAside(.invalidUTF8) }
    }

    @Test(arguments: [#"\ud800"#, #"\udc00"#, #"\ud800x"#, #"\ud800\u0041"#])
    func `half a surrogate pair is no text (A)`(text: String) throws {
        var talk = try Talk(.aliyun, .tencent)
        talk.device(Aliyun.inform(text, id: "1")) { setAside(.invalidUTF8) }
    }

    @Test func `the first fault in the order of the bytes is told (A)`() throws {
        var talk = try Talk(.aliyun, .tencent)
        let deep = String(repeating: "[", count: 65)
        talk.bytes(
            Array(#"{"a":"#.utf8) + [UInt8(ascii: "\""), 0xFF] + Array(#"",}"#.utf8) + Array(deep.utf8), on: Self.inform
        ) {
            setAside(.invalidUTF8)
        }
        talk.bytes(Array("{\"a\":\(deep)\"".utf8) + [0xFF], on: Self.inform) { setAside(.tooDeep) }
        talk.bytes(Array(#"{"a"x"#.utf8) + [0xFF] + Array(deep.utf8), on: Self.inform) { setAside(.notJSON) }
    }

    @Test(arguments: [
        "1", "[]", "null", "{}", #"{"id":1}"#, #"{"id":1,"params":{}}"#, #"{"id":1,"params":{"version":null}}"#,
        #"{"id":1,"params":{"version":true}}"#, #"{"id":1,"params":{"version":{}}}"#, #"{"id":1,"params":[]}"#,
        #"{"id":1,"params":{"version":["1.0"]}}"#, #"{"id":{},"params":{"version":"1.0"}}"#,
    ]) func `what looks like no message of the topic has no known shape (A)`(payload: String) throws {
        var talk = try Talk(.aliyun, .tencent)
        talk.device(Wire(topic: Self.inform.topic, payload: payload)) { setAside(.unknownShape) }
    }

    @Test(arguments: [Aliyun.inform("", id: "1"), Aliyun.progress(step: #""ten""#, id: "1")])
    func `a value that means nothing is unknown (A)`(wire: Wire) throws {
        var talk = try Talk(.aliyun, .tencent)
        talk.device(wire) { setAside(.unknownValue) }
    }

    @Test(arguments: [
        Tencent.state("upgrading"), Tencent.offer("").at("$ota/update/PRODTENC01/dev1"), Tencent.offer(url: ""),
        Tencent.offer().replacing("\(Sample.size)", with: #""many""#),
        Tencent.offer().replacing("\(Sample.size)", with: "1.5"),
        Tencent.offer().replacing("\(Sample.size)", with: "9223372036854775808"), Tencent.downloading(1, of: ""),
    ]) func `a Tencent value that means nothing is unknown (A)`(wire: Wire) throws {
        var talk = try Talk(.tencent, .tencent)
        talk.device(wire) { setAside(.unknownValue) }
    }

    @Test(arguments: ["true", "{}", "[1]"]) func `a hole that holds no scalar tries the next form (A)`(value: String)
        throws
    {
        var talk = try Talk(.tencent, .aliyun)
        talk.beginDownloading()
        talk.device(Tencent.downloading(20).replacing(#""20""#, with: value)) { setAside(.unknownValue) }
        talk.device(Tencent.state("burning").replacing(#""burning""#, with: value)) { setAside(.unknownShape) }
    }

    @Test func `two digests that contradict each other are no digest (A)`() throws {
        var talk = try Talk(.tencent, .aliyun)
        talk.device(Tencent.version("1.0"))
        talk.backend(Aliyun.offer().replacing(#""md5":"36eb"#, with: #""md5":"36ea"#)) { setAside(.conflictingValues) }
        talk.backend(Aliyun.offer().replacing(#""md5":"36eb"#, with: #""md5":"36EB"#)) {
            toDevice(Tencent.offer())
            event(.offered)
        }
    }

    @Test func `an unknown kind of Tencent message has no shape, and other members do not disturb (A)`() throws {
        var talk = try Talk(.tencent, .tencent)
        talk.backend(Tencent.receipt("1.0").replacing("report_version_rsp", with: "cancel")) { setAside(.unknownShape) }
        talk.device(Tencent.version("1.0").replacing(#""type":"report_version","#, with: "")) {
            setAside(.unknownShape)
        }
    }
}

extension Wire {
    /// The same payload on another topic.
    func at(_ topic: String) -> Wire {
        var wire = self
        wire.topic = topic
        return wire
    }
}
