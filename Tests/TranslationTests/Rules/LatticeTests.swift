import Testing
import Upgrades

/// B5: the first terminal wins, and an attempt only moves forward.
struct LatticeTests {
    @Test func `a second fail of the same attempt is swallowed (H9, B5)`() throws {
        var talk = try Talk(.tencent, .aliyun)
        talk.beginDownloading()
        talk.device(Tencent.fail("-4", note: "time_out")) {
            toBackend(Aliyun.progress(-3, note: "result_code=-4: time_out", id: 3))
            event(.failed, 10, failure: .integrity, note: "time_out")
        }
        talk.device(Tencent.fail("-5", note: "time_out")) {}
        talk.device(Tencent.fail("-4", note: "time_out")) {}
    }

    @Test(arguments: Sides.all) func `late progress does not bring a closed record back (H10, B5)`(sides: Sides) throws
    {
        var talk = try Talk(sides)
        talk.beginDownloading()
        talk.device(sides.device.failed())
        talk.device(sides.device.failed()) {}
        talk.device(sides.device.downloading(50)) {}
        talk.device(sides.device.downloading(100)) {}
        if sides.device == .tencent {
            talk.device(Tencent.state("burning")) {}
            talk.device(Tencent.state("done")) {}
        }
    }

    @Test(arguments: Vendor.allCases) func `progress for another target is stale in any phase (H12, H40, B5)`(
        backend: Vendor
    ) throws {
        var talk = try Talk(.tencent, backend)
        func noise(_ talk: inout Talk) {
            talk.device(Tencent.downloading(50, of: "1.9")) {}
            talk.device(Tencent.state("burning", of: "1.9")) {}
            talk.device(Tencent.state("done", of: "1.9")) {}
            talk.device(Tencent.fail("-4", of: "1.9")) {}
        }
        talk.beginOffered()
        noise(&talk)
        talk.device(Tencent.downloading(10))
        noise(&talk)
        talk.device(Tencent.state("burning"))
        noise(&talk)
        talk.device(Tencent.fail("-5"))
        noise(&talk)
    }

    @Test func `a target is compared by its bytes (B5)`() throws {
        var talk = try Talk(.tencent, .aliyun)
        talk.device(Tencent.version("1.0"))
        talk.backend(Aliyun.offer("2.0\u{E9}"))
        talk.device(Tencent.downloading(10, of: "2.0e\u{301}")) {}
        talk.device(Tencent.downloading(10, of: "2.0\u{E9}")) {
            toBackend(Aliyun.progress(10, id: 2))
            event(.downloading, 10, to: "2.0\u{E9}")
        }
    }

    @Test func `percent and phase never fall within an attempt (B5, H39)`() throws {
        var talk = try Talk(.tencent, .aliyun)
        talk.beginDownloading(40)
        talk.device(Tencent.downloading(40)) {}
        talk.device(Tencent.downloading(39)) {}
        talk.device(Tencent.state("burning"))
        talk.device(Tencent.downloading(99)) {}
        talk.device(Tencent.downloading(100)) {}
        talk.device(Tencent.state("burning")) {}
        talk.device(Tencent.state("done"))
        talk.device(Tencent.state("burning")) {}
        talk.device(Tencent.state("done")) {}
        talk.device(Tencent.fail("-5")) {
            toBackend(Aliyun.progress(-4, note: "result_code=-5", id: 5))
            event(.failed, 40, failure: .install)
        }
    }

    @Test func `downloading without a percent does not lower it, nor say news (B5)`() throws {
        var talk = try Talk(.tencent, .aliyun)
        talk.beginDownloading(40)
        talk.device(Tencent.progress(#""state":"downloading","result_code":"0","result_msg":"""#)) {}
    }

    @Test(arguments: Sides.all)
    func `a report of from after progress is a new attempt with a percent of its own (B5, H10)`(
        sides: Sides
    ) throws {
        var talk = try Talk(sides)
        talk.beginDownloading(40)
        talk.device(sides.device.version("1.0"))
        if sides.backend == .tencent { talk.backend(Tencent.offer()) }
        talk.device(sides.device.downloading(5)) {
            switch sides.backend {
            case .tencent: toBackend(Tencent.downloading(5))
            case .aliyun: toBackend(Aliyun.progress(5, id: sides.isSameDialect ? 1 : 4))
            }
            event(.downloading, 5, attempt: 2)
        }
    }

    @Test(arguments: Sides.all) func `the same offer after a terminal is a new attempt (B5, B6)`(sides: Sides) throws {
        var talk = try Talk(sides)
        talk.beginDownloading(40)
        talk.device(sides.device.failed())
        let id = sides.isSameDialect ? "1568864790381" : "4000"
        talk.backend(sides.backend.offer()) {
            toDevice(sides.device == .tencent ? Tencent.offer() : Aliyun.offer(id: id))
            event(.offered, attempt: 2)
        }
        talk.device(sides.device.downloading(1)) {
            switch sides.backend {
            case .tencent: toBackend(Tencent.downloading(1))
            case .aliyun: toBackend(Aliyun.progress(1, id: sides.isSameDialect ? 1 : 4))
            }
            event(.downloading, 1, attempt: 2)
        }
    }

    @Test func `a report of from after a failure starts no attempt: the backend's next offer does (B5, H10)`() throws {
        var talk = try Talk(.tencent, .aliyun)
        talk.beginDownloading(40)
        talk.device(Tencent.fail("-4"))
        talk.device(Tencent.version("1.0")) {
            toDevice(Tencent.receipt("1.0"))
            toBackend(Aliyun.inform("1.0", id: 4))
        }
        talk.device(Tencent.downloading(5)) {}
    }
}
