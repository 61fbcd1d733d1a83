import Testing
import Upgrades

/// B8: records are kept by module, and a module is never taken for the whole device.
struct ModuleTests {
    @Test func `the modules of a device are upgraded side by side (B8, H26)`() throws {
        var talk = try Talk(.aliyun, .aliyun)
        talk.beginOffered()
        talk.device(Aliyun.inform("5.0", id: "1", module: "MCU")) {
            toBackend(Aliyun.inform("5.0", id: "1", module: "MCU"))
        }
        talk.backend(Aliyun.offer("6.0", AliyunPackage(module: "MCU"))) {
            toDevice(Aliyun.offer("6.0", AliyunPackage(module: "MCU")))
            event(.offered, from: "5.0", to: "6.0", module: "MCU")
        }
        talk.device(Aliyun.progress(10, id: 2)) {
            toBackend(Aliyun.progress(10, id: 2))
            event(.downloading, 10)
        }
        talk.device(Aliyun.progress(-3, id: 3, module: "MCU")) {
            toBackend(Aliyun.progress(-3, id: 3, module: "MCU"))
            event(.failed, from: "5.0", to: "6.0", failure: .integrity, module: "MCU")
        }
        talk.device(Aliyun.inform("2.0", id: "4")) {
            toBackend(Aliyun.inform("2.0", id: "4"))
            event(.succeeded, 10)
        }
    }

    @Test func `an empty module is the whole device (B8)`() throws {
        var talk = try Talk(.aliyun, .tencent)
        talk.device(Aliyun.inform("1.0", id: "1", module: "")) { toBackend(Tencent.version("1.0")) }
        talk.backend(Tencent.offer()) {
            toDevice(Aliyun.offer("2.0", id: "1000"))
            event(.offered)
        }
        talk.device(Aliyun.progress(10, module: "")) {
            toBackend(Tencent.downloading(10))
            event(.downloading, 10)
        }
    }

    @Test func `a module that the backend cannot name is recorded and never forwarded (B8, H26)`() throws {
        var talk = try Talk(.aliyun, .tencent)
        talk.beginOffered()
        talk.device(Aliyun.inform("5.0", id: "1", module: "wifi")) {}
        talk.device(Aliyun.progress(10, module: "wifi")) {
            event(.downloading, 10, from: "5.0", to: nil, module: "wifi")
        }
        talk.device(Aliyun.progress(-2, module: "wifi")) {
            event(.failed, 10, from: "5.0", to: nil, failure: .download, module: "wifi")
        }
        // the target of the whole device, but not its report
        talk.device(Aliyun.inform("2.0", id: "1", module: "wifi")) {}
        talk.device(Aliyun.progress(30)) {
            toBackend(Tencent.downloading(30))
            event(.downloading, 30)
        }
    }

    @Test func `a fleet's module stands for the whole Tencent device (B8, H25)`() throws {
        var talk = try Talk(.tencent, .aliyun) { $0.module = "MCU" }
        talk.device(Tencent.version("1.0")) {
            toDevice(Tencent.receipt("1.0"))
            toBackend(Aliyun.inform("1.0", id: 1, module: "MCU"))
        }
        talk.backend(Aliyun.offer(AliyunPackage(module: "MCU"))) {
            toDevice(Tencent.offer())
            event(.offered, module: "MCU")
        }
        talk.device(Tencent.downloading(10)) {
            toBackend(Aliyun.progress(10, id: 2, module: "MCU"))
            event(.downloading, 10, module: "MCU")
        }
    }

    @Test func `then the whole device of the backend cannot be carried (B8, H25)`() throws {
        var talk = try Talk(.tencent, .aliyun) { $0.module = "MCU" }
        talk.device(Tencent.version("1.0"))
        talk.backend(Aliyun.offer()) {
            let reason = "refused: the module default"
            toBackend(Aliyun.progress(-1, note: reason, id: 2))
            event(.refused, from: nil, failure: .refused, note: reason, synthetic: true)
        }
    }

    @Test func `a refusal names the module that was meant (B8, H25)`() throws {
        var talk = try Talk(.tencent, .aliyun)
        talk.device(Tencent.version("1.0"))
        talk.backend(Aliyun.offer(AliyunPackage(module: "wifi"))) {
            let reason = "refused: the module wifi"
            toBackend(Aliyun.progress(-1, note: reason, id: 2, module: "wifi"))
            event(.refused, from: nil, failure: .refused, note: reason, synthetic: true, module: "wifi")
        }
    }

    @Test func `a fleet's module of an Aliyun device stands for the whole device of a Tencent backend (B8, H26)`()
        throws
    {
        var talk = try Talk(.aliyun, .tencent) { $0.module = "MCU" }
        talk.device(Aliyun.inform("1.0", id: "1", module: "MCU")) { toBackend(Tencent.version("1.0")) }
        talk.backend(Tencent.offer()) {
            toDevice(Aliyun.offer("2.0", id: "1000", AliyunPackage(module: "MCU")))
            event(.offered, module: "MCU")
        }
        talk.device(Aliyun.progress(10, module: "MCU")) {
            toBackend(Tencent.downloading(10))
            event(.downloading, 10, module: "MCU")
        }
        talk.device(Aliyun.inform("0.9", id: "2")) {}  // the device as a whole, which the backend does not know then
        talk.device(Aliyun.progress(50)) { event(.downloading, 50, from: "0.9", to: nil) }
    }

    @Test func `a fleet's module has no effect within one dialect (B8)`() throws {
        var talk = try Talk(.aliyun, .aliyun) { $0.module = "MCU" }
        talk.device(Aliyun.inform("1.0", id: "1")) { toBackend(Aliyun.inform("1.0", id: "1")) }
        talk.backend(Aliyun.offer()) {
            toDevice(Aliyun.offer())
            event(.offered)
        }
        var hub = try Talk(.tencent, .tencent) { $0.module = "MCU" }
        hub.device(Tencent.version("1.0"))
        hub.backend(Tencent.offer()) {
            toDevice(Tencent.offer())
            event(.offered)
        }
    }

    @Test func `the gateway's own query names the fleet's module (B8, B6)`() throws {
        var talk = try Talk(.tencent, .aliyun) { $0.module = "MCU" }
        talk.device(Tencent.version("1.0"))
        talk.backend(Aliyun.offer(AliyunPackage(url: "https://f/2?Expires=50", module: "MCU")))
        talk.device(Tencent.version("1.0"), at: 60) {
            toDevice(Tencent.receipt("1.0"))
            toBackend(Aliyun.inform("1.0", id: 2, module: "MCU"))
            toBackend(Aliyun.get(id: "\"4000000000\"", module: "MCU"))
        }
    }
}
