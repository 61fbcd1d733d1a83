import Testing
import Upgrades

/// B6: what becomes of an offer, by the state of the record that it meets.
struct OfferTests {
    private static let fresh = "https://files.example/fw.bin?again=1"

    @Test(arguments: Sides.all)
    func `the same offer while offered is passed on with its new URL, without an event (B6, H17)`(
        sides: Sides
    ) throws {
        var talk = try Talk(sides)
        talk.beginOffered()
        talk.backend(sides.backend.offer(url: Self.fresh)) {
            switch sides.device {
            case .tencent: toDevice(Tencent.offer(url: Self.fresh))
            case .aliyun:
                toDevice(
                    Aliyun.offer(
                        "2.0", id: sides.isSameDialect ? "1568864790381" : "2000", AliyunPackage(url: Self.fresh)))
            }
        }
    }

    @Test(arguments: Sides.all) func `the same offer while running only refreshes the URL (B6, H17)`(sides: Sides)
        throws
    {
        var talk = try Talk(sides)
        talk.beginDownloading()
        talk.backend(sides.backend.offer(url: Self.fresh)) {}
        talk.device(sides.device.downloading(20)) {
            switch sides.backend {
            case .tencent: toBackend(Tencent.downloading(20))
            case .aliyun: toBackend(Aliyun.progress(20, id: sides.isSameDialect ? 1 : 3))
            }
            event(.downloading, 20)
        }
    }

    @Test func `the refreshed URL is the one that is sent again (B6, H17)`() throws {
        var talk = try Talk(.tencent, .aliyun)
        talk.beginDownloading()
        talk.backend(Aliyun.offer(AliyunPackage(url: Self.fresh))) {}
        talk.device(Tencent.version("1.0")) {
            toDevice(Tencent.receipt("1.0"))
            toBackend(Aliyun.inform("1.0", id: 3))
            toDevice(Tencent.offer(url: Self.fresh))
            event(.offered, attempt: 2)
        }
    }

    @Test(arguments: Sides.all) func `a different offer supersedes one that has not been begun (B6)`(sides: Sides)
        throws
    {
        var talk = try Talk(sides)
        talk.beginOffered()
        talk.backend(sides.backend.offer("3.0")) {
            toDevice(
                sides.device == .tencent
                    ? Tencent.offer("3.0") : Aliyun.offer("3.0", id: sides.isSameDialect ? "1568864790381" : "2000"))
            event(.superseded, synthetic: true)
            event(.offered, to: "3.0")
        }
    }

    @Test(arguments: Sides.all) func `an offer after a terminal is a new upgrade (B6)`(sides: Sides) throws {
        var talk = try Talk(sides)
        talk.beginDownloading()
        talk.device(sides.device.failed())
        talk.backend(sides.backend.offer("3.0")) {
            toDevice(
                sides.device == .tencent
                    ? Tencent.offer("3.0") : Aliyun.offer("3.0", id: sides.isSameDialect ? "1568864790381" : "4000"))
            event(.offered, to: "3.0")
        }
    }

    @Test(arguments: Sides.all) func `an offer of the current version never reaches the device, each time (B6, H42)`(
        sides: Sides
    ) throws {
        var talk = try Talk(sides)
        talk.device(sides.device.version("1.0"))
        for round in 0..<2 {
            talk.backend(sides.backend.offer("1.0")) {
                for line in Self.confirmation(of: sides.backend, id: (sides.isSameDialect ? 1 : 2) + round) { line }
                event(.succeeded, to: "1.0", synthetic: true)
            }
        }
    }

    @Test(arguments: Sides.all)
    func `an offer of the current version replaces one not begun, which is not superseded (B6, H42)`(
        sides: Sides
    ) throws {
        var talk = try Talk(sides)
        talk.beginOffered()
        talk.backend(sides.backend.offer("1.0")) {
            for line in Self.confirmation(of: sides.backend, id: sides.isSameDialect ? 1 : 2) { line }
            event(.succeeded, to: "1.0", synthetic: true)
        }
        talk.device(sides.device.version("1.0")) {
            if sides.device == .tencent, !sides.isSameDialect { toDevice(Tencent.receipt("1.0")) }
            switch sides.backend {
            case .tencent: toBackend(Tencent.version("1.0"))
            case .aliyun: toBackend(sides.isSameDialect ? Aliyun.inform("1.0", id: "7") : Aliyun.inform("1.0", id: 3))
            }
        }
    }

    @Test func `a digest in capitals is the same digest (B6, H3)`() throws {
        var talk = try Talk(.tencent, .aliyun)
        talk.beginDownloading()
        talk.backend(Aliyun.offer("3.0"))
        talk.backend(Aliyun.offer(AliyunPackage(md5: Sample.md5.uppercased()))) {}  // the held one is dropped
        talk.device(Tencent.fail("-5")) {
            toBackend(Aliyun.progress(-4, note: "result_code=-5", id: 3))
            event(.failed, 10, failure: .install)
        }
    }

    @Test(arguments: [
        AliyunPackage(size: 1), AliyunPackage(md5: "ffffffffffffffffffffffffffffffff"),
        AliyunPackage(sha256: Sample.sha256),
    ]) func `another size or digest is another package (B6)`(package: AliyunPackage) throws {
        var talk = try Talk(.aliyun, .aliyun)
        talk.beginOffered()
        talk.backend(Aliyun.offer(package)) {
            toDevice(Aliyun.offer(package))
            event(.superseded, synthetic: true)
            event(.offered)
        }
    }

    @Test func `packages of several files are the same if the list is (B6)`() throws {
        let files = #"[{"fileSize":1,"fileUrl":"https://f/1"},{"fileSize":2,"fileUrl":"https://f/2"}]"#
        var talk = try Talk(.aliyun, .aliyun)
        talk.device(Aliyun.inform("1.0", id: "1"))
        talk.backend(Aliyun.offer(AliyunPackage(files: files))) {
            toDevice(Aliyun.offer(AliyunPackage(files: files)))
            event(.offered)
        }
        talk.backend(Aliyun.offer(AliyunPackage(files: files))) { toDevice(Aliyun.offer(AliyunPackage(files: files))) }
        let others = files.replacing("/2", with: "/3")
        talk.backend(Aliyun.offer(AliyunPackage(files: others))) {
            toDevice(Aliyun.offer(AliyunPackage(files: others)))
            event(.superseded, synthetic: true)
            event(.offered)
        }
    }

    @Test(arguments: [
        Aliyun.offer().replacing(#""success""#, with: #""package not found""#),
        Aliyun.offer().replacing(#""1000""#, with: #""4004""#),
        Aliyun.offer().replacing(#","message":"success""#, with: ""),
    ]) func `an error notice is no offer (H46, B6)`(notice: Wire) throws {
        for device in Vendor.allCases {
            var talk = try Talk(device, .aliyun)
            talk.backend(notice) { setAside(.unknownShape) }
        }
    }

    /// What a backend takes for success of version 1.0.
    private static func confirmation(of backend: Vendor, id: Int) -> [Line] {
        switch backend {
        case .tencent: [toBackend(Tencent.state("done", of: "1.0")), toBackend(Tencent.version("1.0"))]
        case .aliyun: [toBackend(Aliyun.inform("1.0", id: id))]
        }
    }
}
