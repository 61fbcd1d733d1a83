import Testing
import Upgrades

/// B3: who answers a version report.
struct ReceiptTests {
    @Test func `the gateway answers a version report where the backend does not, at once (B3, H13)`() throws {
        var talk = try Talk(.tencent, .aliyun)
        talk.device(Tencent.version("1.0")) {
            toDevice(Tencent.receipt("1.0"))
            toBackend(Aliyun.inform("1.0", id: 1))
        }
        talk.device(Tencent.version("1.0")) {
            toDevice(Tencent.receipt("1.0"))
            toBackend(Aliyun.inform("1.0", id: 2))
        }
    }

    @Test func `the receipt comes before the offer that the report asks for (B3, H13)`() throws {
        var talk = try Talk(.tencent, .aliyun)
        talk.beginOffered()
        talk.device(Tencent.version("1.0")) {
            toDevice(Tencent.receipt("1.0"))
            toBackend(Aliyun.inform("1.0", id: 2))
            toDevice(Tencent.offer())
        }
    }

    @Test func `a receipt of the device's own dialect is printed by the template, code as a number (B3, H23)`() throws {
        var talk = try Talk(.tencent, .tencent)
        talk.device(Tencent.version("1.0")) { toBackend(Tencent.version("1.0")) }
        talk.backend(Tencent.receipt("1.0").replacing(#""result_code":0"#, with: #""result_code":"0""#)) {
            toDevice(Tencent.receipt("1.0"))
        }
        talk.backend(Tencent.receipt("1.0", code: -3, message: "no such device").adding(#""seq":17"#)) {
            toDevice(Tencent.receipt("1.0", code: -3, message: "no such device").adding(#""seq":17"#))
        }
        talk.backend(Tencent.receipt("1.0").replacing(#""success""#, with: #""""#)) { toDevice(Tencent.receipt("1.0")) }
    }

    @Test(arguments: [0, 7]) func `a receipt has no image in another dialect (B3, H13, H14)`(code: Int) throws {
        var talk = try Talk(.aliyun, .tencent)
        talk.device(Aliyun.inform("1.0", id: "1")) { toBackend(Tencent.version("1.0")) }
        talk.backend(Tencent.receipt("1.0", code: code)) {}
    }

    @Test func `Aliyun to Aliyun knows no receipts (B3)`() throws {
        var talk = try Talk(.aliyun, .aliyun)
        talk.device(Aliyun.inform("1.0", id: "1")) { toBackend(Aliyun.inform("1.0", id: "1")) }
    }
}
