import Testing
import Upgrades

/// B1: one wire value, one phase.
struct PhaseTests {
    @Test func `the states of a Tencent device are steps of an Aliyun one (B1, H4)`() throws {
        var talk = try Talk(.tencent, .aliyun)
        talk.beginOffered()
        talk.device(Tencent.downloading(10)) {
            toBackend(Aliyun.progress(10, id: 2))
            event(.downloading, 10)
        }
        talk.device(Tencent.downloading(100)) {
            toBackend(Aliyun.progress(100, id: 3))
            event(.downloaded, 100)
        }
        talk.device(Tencent.state("burning")) {
            toBackend(Aliyun.progress(100, note: "burning", id: 4))
            event(.installing, 100)
        }
        talk.device(Tencent.state("done")) {
            toBackend(Aliyun.progress(100, note: "done", id: 5))
            event(.installed, 100)
        }
        talk.device(Tencent.version("2.0")) {
            toDevice(Tencent.receipt("2.0"))
            toBackend(Aliyun.inform("2.0", id: 6))
            event(.succeeded, 100)
        }
    }

    @Test func `burning and done keep the device's note and the last percent (B1, H4)`() throws {
        var talk = try Talk(.tencent, .aliyun)
        talk.beginDownloading(37)
        talk.device(Tencent.state("burning", note: "erasing")) {
            toBackend(Aliyun.progress(100, note: "erasing", id: 3))
            event(.installing, 37)
        }
        talk.device(Tencent.state("done", note: "bye")) {
            toBackend(Aliyun.progress(100, note: "bye", id: 4))
            event(.installed, 37)
        }
    }

    @Test func `step 100 is downloaded, and done is said only with the report of the target, before it (B1, H6)`()
        throws
    {
        var talk = try Talk(.aliyun, .tencent)
        talk.beginOffered()
        talk.device(Aliyun.progress(99)) {
            toBackend(Tencent.downloading(99))
            event(.downloading, 99)
        }
        talk.device(Aliyun.progress(100)) {
            toBackend(Tencent.downloading(100))
            event(.downloaded, 100)
        }
        talk.device(Aliyun.progress(100)) {}
        talk.device(Aliyun.inform("2.0", id: "1")) {
            toBackend(Tencent.state("done"))
            toBackend(Tencent.version("2.0"))
            event(.succeeded, 100)
        }
    }

    @Test func `done is at once success where the backend judges by progress, in one event (B1)`() throws {
        var talk = try Talk(.tencent, .tencent)
        talk.beginDownloading(90)
        talk.device(Tencent.state("burning")) {
            toBackend(Tencent.state("burning"))
            event(.installing, 90)
        }
        talk.device(Tencent.state("done")) {
            toBackend(Tencent.state("done"))
            event(.succeeded, 90)
        }
        talk.device(Tencent.version("2.0")) { toBackend(Tencent.version("2.0")) }
    }

    @Test func `a whole upgrade between Aliyun and Aliyun (B1)`() throws {
        var talk = try Talk(.aliyun, .aliyun)
        talk.device(Aliyun.inform("1.0", id: "1")) { toBackend(Aliyun.inform("1.0", id: "1")) }
        talk.backend(Aliyun.offer()) {
            toDevice(Aliyun.offer())
            event(.offered)
        }
        talk.device(Aliyun.progress(step: "0", id: "2")) {
            toBackend(Aliyun.progress(step: "\"0\"", id: "2"))
            event(.downloading, 0)
        }
        talk.device(Aliyun.progress(step: "\"100\"", id: "3")) {
            toBackend(Aliyun.progress(step: "\"100\"", id: "3"))
            event(.downloaded, 100)
        }
        talk.device(Aliyun.inform("2.0", id: "4")) {
            toBackend(Aliyun.inform("2.0", id: "4"))
            event(.succeeded, 100)
        }
    }

    @Test(arguments: [-1, -2, -3, -4, -7, -300]) func `every negative step is a failure (B1)`(step: Int) throws {
        var talk = try Talk(.aliyun, .aliyun)
        talk.beginDownloading()
        let failure: FailureClass = [-2: .download, -3: .integrity, -4: .install][step] ?? .upgrade
        talk.device(Aliyun.progress(step, id: 9)) {
            toBackend(Aliyun.progress(step, id: 9))
            event(.failed, 10, failure: failure)
        }
    }

    @Test(arguments: [("-1", 0), ("0", 0), ("7", 7), ("7.9", 7), ("5e1", 50)])
    func `percent is floored and clamped before it is judged (B1, H39)`(spelled: String, percent: Int) throws {
        var talk = try Talk(.tencent, .aliyun)
        talk.beginOffered()
        talk.device(
            Tencent.progress(#""state":"downloading","percent":"\#(spelled)","result_code":"0","result_msg":"""#)
        ) {
            toBackend(Aliyun.progress(percent, id: 2))
            event(.downloading, percent)
        }
    }

    @Test(arguments: ["100", "100.0", "104", "1e9"]) func `any percent from 100 is downloaded (B1, H39)`(
        spelled: String
    ) throws {
        var talk = try Talk(.tencent, .aliyun)
        talk.beginOffered()
        talk.device(
            Tencent.progress(#""state":"downloading","percent":"\#(spelled)","result_code":"0","result_msg":"""#)
        ) {
            toBackend(Aliyun.progress(100, id: 2))
            event(.downloaded, 100)
        }
    }

    @Test func `LuatOS' version outside the report is the target too (H12)`() throws {
        var talk = try Talk(.tencent, .aliyun)
        talk.beginOffered()
        talk.device(Tencent.luat(#""state":"downloading","percent":-1,"result_code":"0","result_msg":"""#)) {
            toBackend(Aliyun.progress(0, id: 2))
            event(.downloading, 0)
        }
        talk.device(Tencent.luat(#""state":"done","result_code":"0","result_msg":"""#)) {
            toBackend(Aliyun.progress(100, note: "done", id: 3))
            event(.installed, 0)
        }
    }
}
