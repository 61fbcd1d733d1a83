import Testing
import Upgrades

/// B2: the version that a device reports is the truth.
struct SuccessTests {
    @Test(arguments: Sides.all) func `a report of the target is success after a failure too (B2)`(sides: Sides) throws {
        var talk = try Talk(sides)
        talk.beginDownloading()
        talk.device(sides.device.failed())
        talk.device(sides.device.version("2.0")) {
            for line in Self.success(of: sides, id: 4) { line }
            event(.succeeded, 10)
        }
    }

    @Test(arguments: Sides.all) func `a report of the target is success after a time-out too (B2, H36)`(sides: Sides)
        throws
    {
        var talk = try Talk(sides) { $0.timeout = .seconds(60) }
        talk.beginDownloading()
        talk.device(sides.device.version("2.0"), at: 100) {
            switch sides.backend {
            case .aliyun: toBackend(Aliyun.progress(-1, note: "timed out", id: sides.isSameDialect ? 1 : 3))
            case .tencent: toBackend(Tencent.fail("-1", note: "timed out"))
            }
            event(.timedOut, 10, failure: .timedOut, note: "timed out", native: .null, synthetic: true)
            for line in Self.success(of: sides, id: 4) { line }
            event(.succeeded, 10)
        }
    }

    @Test func `a report of the target is success after a refusal too (B2)`() throws {
        var talk = try Talk(.tencent, .aliyun)
        talk.device(Tencent.version("1.0"))
        talk.backend(Aliyun.offer(AliyunPackage(md5: nil, sha256: Sample.sha256)))
        talk.device(Tencent.version("2.0")) {
            toDevice(Tencent.receipt("2.0"))
            toBackend(Aliyun.inform("2.0", id: 3))
            event(.succeeded)
        }
    }

    @Test(arguments: Sides.all) func `another version is passed on and leaves the upgrade alone (B2)`(sides: Sides)
        throws
    {
        var talk = try Talk(sides)
        talk.beginDownloading()
        talk.device(sides.device.version("1.5")) {
            if sides.device == .tencent, !sides.isSameDialect { toDevice(Tencent.receipt("1.5")) }
            switch sides.backend {
            case .tencent: toBackend(Tencent.version("1.5"))
            case .aliyun: toBackend(sides.isSameDialect ? Aliyun.inform("1.5", id: "7") : Aliyun.inform("1.5", id: 3))
            }
        }
        talk.device(sides.device.downloading(11)) {
            switch sides.backend {
            case .tencent: toBackend(Tencent.downloading(11))
            case .aliyun: toBackend(Aliyun.progress(11, id: sides.isSameDialect ? 1 : 4))
            }
            event(.downloading, 11)
        }
    }

    @Test func `the version of a superseded offer is just another version (B2)`() throws {
        var talk = try Talk(.tencent, .aliyun)
        talk.beginOffered()
        talk.backend(Aliyun.offer("3.0"))
        talk.device(Tencent.version("2.0")) {
            toDevice(Tencent.receipt("2.0"))
            toBackend(Aliyun.inform("2.0", id: 2))
        }
        talk.device(Tencent.version("3.0")) {
            toDevice(Tencent.receipt("3.0"))
            toBackend(Aliyun.inform("3.0", id: 3))
            event(.succeeded, to: "3.0")
        }
    }

    @Test func `the version of a held offer is just another version (B2)`() throws {
        var talk = try Talk(.aliyun, .tencent)
        talk.beginDownloading()
        talk.backend(Tencent.offer("3.0")) {}
        talk.device(Aliyun.inform("3.0", id: "1")) { toBackend(Tencent.version("3.0")) }
        talk.device(Aliyun.progress(20)) {
            toBackend(Tencent.downloading(20))
            event(.downloading, 20)
        }
    }

    @Test func `by default done is not success towards a backend that judges by version (B2, H5)`() throws {
        var talk = try Talk(.tencent, .aliyun)
        talk.beginDownloading()
        talk.device(Tencent.state("done")) {
            toBackend(Aliyun.progress(100, note: "done", id: 3))
            event(.installed, 10)
        }
    }

    @Test func `done-is-success prints the report, and the real one later makes no event (B2, H5)`() throws {
        var talk = try Talk(.tencent, .aliyun) { $0.doneIsSuccess = true }
        talk.beginDownloading()
        talk.device(Tencent.state("done")) {
            toBackend(Aliyun.progress(100, note: "done", id: 3))
            toBackend(Aliyun.inform("2.0", id: 4))
            event(.installed, 10)
            event(.succeeded, 10, synthetic: true)
        }
        talk.device(Tencent.version("2.0")) {
            toDevice(Tencent.receipt("2.0"))
            toBackend(Aliyun.inform("2.0", id: 5))
        }
    }

    @Test func `done-is-success changes nothing towards a backend that judges by progress (B2)`() throws {
        var talk = try Talk(.tencent, .tencent) { $0.doneIsSuccess = true }
        talk.beginDownloading()
        talk.device(Tencent.state("done")) {
            toBackend(Tencent.state("done"))
            event(.succeeded, 10)
        }
    }

    /// What is sent for a report of the target; the device's own id goes through in its own dialect.
    private static func success(of sides: Sides, id: Int) -> [Line] {
        switch (sides.device, sides.backend) {
        case (.tencent, .aliyun): [toDevice(Tencent.receipt("2.0")), toBackend(Aliyun.inform("2.0", id: id))]
        case (.aliyun, .aliyun): [toBackend(Aliyun.inform("2.0", id: "7"))]
        case (_, .tencent): [toBackend(Tencent.state("done")), toBackend(Tencent.version("2.0"))]
        }
    }
}
