import Testing
import Upgrades

/// B12: ids are invented where a dialect wants them, and never judged.
struct IdentifierTests {
    @Test func `ids towards a backend count up per device, over all kinds (B12, H24)`() throws {
        var talk = try Talk(.tencent, .aliyun)
        talk.device(Tencent.version("1.0")) {
            toDevice(Tencent.receipt("1.0"))
            toBackend(Aliyun.inform("1.0", id: 1))
        }
        talk.backend(Aliyun.offer())
        talk.device(Tencent.downloading(10)) {
            toBackend(Aliyun.progress(10, id: 2))
            event(.downloading, 10)
        }
        talk.device(Tencent.version("1.0").of("dev2")) {
            toDevice(Tencent.receipt("1.0").of("dev2"))
            toBackend(Aliyun.inform("1.0", id: 1).of("dev2"))
        }
        talk.device(Tencent.fail("-4")) {
            toBackend(Aliyun.progress(-3, note: "result_code=-4", id: 3))
            event(.failed, 10, failure: .integrity)
        }
    }

    @Test func `ids towards a device are the clock in milliseconds (B12)`() throws {
        var talk = try Talk(.aliyun, .tencent)
        talk.device(Aliyun.inform("1.0", id: "1"), at: 1_626_969_597)
        talk.backend(Tencent.offer(), at: 1_626_969_597.47) {
            toDevice(Aliyun.offer(id: "1626969597470"))
            event(.offered)
        }
    }

    @Test(arguments: ["0", "1", #""0""#, #""0011""#, "4294967296", #""a\"b""#])
    func `within a dialect an id goes through unchanged, and equal ids are no repeats (B12, H24)`(id: String) throws {
        var talk = try Talk(.aliyun, .aliyun)
        for _ in 0..<3 {
            talk.device(Aliyun.inform("1.0", id: id)) { toBackend(Aliyun.inform("1.0", id: id)) }
        }
        talk.backend(Aliyun.offer("2.0", id: id)) {
            toDevice(Aliyun.offer("2.0", id: id))
            event(.offered)
        }
        for percent in [1, 2] {
            talk.device(Aliyun.progress(step: "\"\(percent)\"", id: id)) {
                toBackend(Aliyun.progress(step: "\"\(percent)\"", id: id))
                event(.downloading, percent)
            }
        }
    }

    @Test func `within a dialect an id is invented where there is none (B12)`() throws {
        var talk = try Talk(.aliyun, .aliyun)
        talk.device(Aliyun.inform("1.0", id: "1").replacing(#""id":1,"#, with: "")) {
            toBackend(Aliyun.inform("1.0", id: 1))
        }
        talk.device(Aliyun.inform("1.0", id: "null")) { toBackend(Aliyun.inform("1.0", id: 2)) }
        talk.backend(Aliyun.offer().replacing(#""id":1568864790381,"#, with: "")) {
            toDevice(Aliyun.offer(id: "2000"))
            event(.offered)
        }
    }
}
