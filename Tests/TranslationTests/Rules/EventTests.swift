import Testing
import Upgrades

/// B13: what an event says.
struct EventTests {
    @Test func `native holds the members as spelled, those that are there and not null (B13)`() throws {
        var talk = try Talk(.tencent, .aliyun)
        talk.beginOffered()
        talk.device(
            Tencent.progress(#""state":"downloading","percent":1.50e1,"result_code":null,"result_msg":"\u0041/\/b\n""#)
        ) {
            toBackend(Aliyun.progress(15, note: #"A//b\n"#, id: 2))
            event(.downloading, 15, native: .json(#"{"state":"downloading","percent":1.50e1,"result_msg":"A//b\n"}"#))
        }
    }

    @Test func `native of an Aliyun device is its step and text (B13)`() throws {
        var talk = try Talk(.aliyun, .tencent)
        talk.beginOffered()
        talk.device(Aliyun.progress(step: "23", note: "xxxxxxxx", id: "1", module: "")) {
            toBackend(Tencent.downloading(23, note: "xxxxxxxx"))
            event(.downloading, 23, native: .json(#"{"step":23,"desc":"xxxxxxxx"}"#))
        }
    }

    @Test func `extras that find no place are named: of progress, of an offer, never of a version report (B13, H25)`()
        throws
    {
        var talk = try Talk(.tencent, .aliyun)
        talk.device(Tencent.version("1.0").adding(#""fw_type":"mcu""#)) {
            toDevice(Tencent.receipt("1.0"))
            toBackend(Aliyun.inform("1.0", id: 1))
        }
        talk.backend(Aliyun.offer().adding(#""requestId":"r1""#).replacing(#""size""#, with: #""fileName":"f","size""#))
        {
            toDevice(Tencent.offer())
            event(.offered, dropped: ["fileName", "requestId"])
        }
        talk.device(Tencent.downloading(10).adding(#""fw_type":"mcu","speed":12"#)) {
            toBackend(Aliyun.progress(10, id: 2))
            event(.downloading, 10, dropped: ["fw_type", "speed"])
        }
    }

    @Test func `where nothing was printed, nothing was dropped (B13, B5)`() throws {
        var talk = try Talk(.tencent, .aliyun)
        talk.beginDownloading()
        talk.device(Tencent.downloading(11).adding(#""speed":12"#), at: 2.5) { event(.downloading, 11) }
    }

    @Test func `an id is never named as dropped (B13)`() throws {
        var talk = try Talk(.aliyun, .tencent)
        talk.device(Aliyun.inform("1.0", id: "1"))
        talk.backend(Tencent.offer())
        talk.device(Aliyun.progress(10)) {
            toBackend(Tencent.downloading(10))
            event(.downloading, 10)
        }
    }

    @Test func `within a dialect extras go back to the end of the object that they came from (A, B13)`() throws {
        var hub = try Talk(.tencent, .tencent)
        hub.device(Tencent.version("1.0").adding(#""fw_type":"mcu""#)) {
            toBackend(Tencent.version("1.0").adding(#""fw_type":"mcu""#))
        }
        hub.backend(Tencent.offer().replacing(#""file_size""#, with: #""user_define":{"a":[1.0,null]},"file_size""#)) {
            toDevice(Tencent.offer().adding(#""user_define":{"a":[1.0,null]}"#))
            event(.offered)
        }
        hub.device(Tencent.downloading(10).replacing(#""state""#, with: #""speed":9,"state""#)) {
            toBackend(
                Tencent.progress(#""state":"downloading","percent":"10","result_code":"0","result_msg":"","speed":9"#))
            event(.downloading, 10, native: .json(Tencent.downloading(10).native ?? ""))
        }
        var iot = try Talk(.aliyun, .aliyun)
        iot.device(
            Aliyun.inform("1.0", id: "1").adding(#""sys":{"ack":0}"#).replacing(
                #""version""#, with: #""a/b":1,"version""#)
        ) {
            toBackend(
                Aliyun.inform("1.0", id: "1").replacing(#""1.0"}"#, with: #""1.0","a/b":1}"#).adding(
                    #""sys":{"ack":0}"#))
        }
    }

    @Test func `a failure stays with the upgrade, and goes with a new attempt (B13)`() throws {
        var talk = try Talk(.aliyun, .tencent)
        talk.beginDownloading()
        talk.device(Aliyun.progress(-4, note: "flash"))
        talk.backend(Tencent.offer()) {
            toDevice(Aliyun.offer(id: "4000"))
            event(.offered, attempt: 2)
        }
    }

    @Test func `a report of what is known makes no event (B13)`() throws {
        var talk = try Talk(.tencent, .aliyun)
        talk.device(Tencent.version("1.0"))
        talk.device(Tencent.version("1.1")) {
            toDevice(Tencent.receipt("1.1"))
            toBackend(Aliyun.inform("1.1", id: 2))
        }
    }

    @Test func `a member that the matched form does not name is an extra, and not native (A, B13)`() throws {
        let burning = #""state":"burning","percent":"50","result_code":"0","result_msg":"""#
        var talk = try Talk(.tencent, .aliyun)
        talk.beginDownloading()
        talk.device(Tencent.progress(burning)) {
            toBackend(Aliyun.progress(100, note: "burning", id: 3))
            event(.installing, 10, native: .json(Tencent.state("burning").native ?? ""), dropped: ["percent"])
        }
        var hub = try Talk(.tencent, .tencent)
        hub.beginDownloading()
        hub.device(Tencent.progress(burning)) {
            toBackend(Tencent.progress(#""state":"burning","result_code":"0","result_msg":"","percent":"50""#))
            event(.installing, 10, native: .json(Tencent.state("burning").native ?? ""))
        }
    }
}
