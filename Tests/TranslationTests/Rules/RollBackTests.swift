import Testing
import Upgrades

/// B7: a device that installs and then runs the old version has rolled back.
struct RollBackTests {
    @Test(arguments: ["burning", "done"])
    func `a backend that judges by version hears the failure before the report (B7, H5)`(
        state: String
    ) throws {
        var talk = try Talk(.tencent, .aliyun)
        talk.beginDownloading()
        talk.device(Tencent.state(state))
        talk.device(Tencent.version("1.0")) {
            toDevice(Tencent.receipt("1.0"))
            toBackend(Aliyun.progress(-4, note: "rolled back", id: 4))
            toBackend(Aliyun.inform("1.0", id: 5))
            event(.failed, 10, failure: .install, note: "rolled back", synthetic: true)
        }
        talk.device(Tencent.version("1.0")) {
            toDevice(Tencent.receipt("1.0"))
            toBackend(Aliyun.inform("1.0", id: 6))
        }
    }

    @Test(arguments: ["burning", "done"]) func `a backend that judges by progress sees only the report (B7)`(
        state: String
    ) throws {
        var talk = try Talk(.tencent, .tencent)
        talk.beginDownloading()
        talk.device(Tencent.state(state))
        talk.device(Tencent.version("1.0")) {
            toBackend(Tencent.version("1.0"))
            event(.failed, 10, failure: .install, note: "rolled back", synthetic: true)
        }
    }

    @Test(arguments: Sides.all) func `a roll-back after success is one too (B7)`(sides: Sides) throws {
        var talk = try Talk(sides)
        talk.beginDownloading()
        talk.device(sides.device.version("2.0"))
        talk.device(sides.device.version("1.0")) {
            if sides.device == .tencent, !sides.isSameDialect { toDevice(Tencent.receipt("1.0")) }
            switch sides.backend {
            case .tencent: toBackend(Tencent.version("1.0"))
            case .aliyun:
                toBackend(Aliyun.progress(-4, note: "rolled back", id: sides.isSameDialect ? 1 : 4))
                toBackend(sides.isSameDialect ? Aliyun.inform("1.0", id: "7") : Aliyun.inform("1.0", id: 5))
            }
            event(.failed, 10, failure: .install, note: "rolled back", synthetic: true)
        }
    }

    @Test func `the target reported later makes it a success again, without a failure (B7, B13)`() throws {
        var talk = try Talk(.tencent, .aliyun)
        talk.beginDownloading()
        talk.device(Tencent.state("burning"))
        talk.device(Tencent.version("1.0"))
        talk.device(Tencent.version("2.0")) {
            toDevice(Tencent.receipt("2.0"))
            toBackend(Aliyun.inform("2.0", id: 6))
            event(.succeeded, 10)
        }
    }

    @Test func `a third version is no roll-back (B7)`() throws {
        var talk = try Talk(.tencent, .aliyun)
        talk.beginDownloading()
        talk.device(Tencent.state("burning"))
        talk.device(Tencent.version("1.5")) {
            toDevice(Tencent.receipt("1.5"))
            toBackend(Aliyun.inform("1.5", id: 4))
        }
    }
}
