import Testing
import Upgrades

/// B10: what happens when nothing is heard.
struct TimeTests {
    @Test(arguments: Sides.all) func `an upgrade without progress is timed out after 15 minutes (B10, H36)`(
        sides: Sides
    ) throws {
        var talk = try Talk(sides)
        talk.beginDownloading()  // heard at 2 s
        talk.time(is: 901.999) {}
        talk.time(is: 902) {
            switch sides.backend {
            case .tencent: toBackend(Tencent.fail("-1", note: "timed out"))
            case .aliyun: toBackend(Aliyun.progress(-1, note: "timed out", id: sides.isSameDialect ? 1 : 3))
            }
            event(.timedOut, 10, failure: .timedOut, note: "timed out", synthetic: true)
        }
        talk.device(sides.device.downloading(20)) {}
        talk.time(is: 10_000) {}
    }

    @Test func `the time runs from each progress of the target, swallowed ones too (B10)`() throws {
        var talk = try Talk(.tencent, .aliyun) { $0.timeout = .seconds(60) }
        talk.beginDownloading()
        talk.device(Tencent.downloading(10), at: 50) {}
        talk.device(Tencent.downloading(50, of: "1.9"), at: 80) {}  // another target's does not count
        talk.time(is: 109.999) {}
        talk.time(is: 110) {
            toBackend(Aliyun.progress(-1, note: "timed out", id: 3))
            event(.timedOut, 10, failure: .timedOut, note: "timed out", synthetic: true)
        }
    }

    @Test func `the time of progress goes on over a restart (B10)`() throws {
        var talk = try Talk(.tencent, .aliyun) { $0.timeout = .seconds(60) }
        talk.beginDownloading()
        talk.device(Tencent.version("1.0"), at: 50)
        talk.time(is: 62) {
            toBackend(Aliyun.progress(-1, note: "timed out", id: 4))
            event(.timedOut, attempt: 2, failure: .timedOut, note: "timed out", synthetic: true)
        }
    }

    @Test func `a timeout of 0 is none (B10)`() throws {
        var talk = try Talk(.tencent, .aliyun) { $0.timeout = .zero }
        talk.beginDownloading()
        talk.time(is: 1_000_000) {}
    }

    @Test func `an offer that is never begun waits for ever by default (B10, H37)`() throws {
        var talk = try Talk(.tencent, .aliyun)
        talk.beginOffered()
        talk.time(is: 1_000_000) {}
    }

    @Test func `offer-timeout ends it, from when it was last passed on (B10, H37)`() throws {
        var talk = try Talk(.tencent, .aliyun) { $0.offerTimeout = .seconds(60) }
        talk.beginOffered()
        talk.device(Tencent.version("1.0"), at: 30) {
            toDevice(Tencent.receipt("1.0"))
            toBackend(Aliyun.inform("1.0", id: 2))
            toDevice(Tencent.offer())
        }
        talk.time(is: 89.999) {}
        talk.time(is: 90) {
            toBackend(Aliyun.progress(-1, note: "timed out", id: 3))
            event(.timedOut, failure: .timedOut, note: "timed out", synthetic: true)
        }
    }

    @Test func `the first progress ends the time of the offer (B10)`() throws {
        var talk = try Talk(.tencent, .aliyun) { $0.offerTimeout = .seconds(60) }
        talk.beginDownloading()
        talk.time(is: 901.999) {}
    }

    @Test func `an end ends the time (B10)`() throws {
        for end in [Tencent.version("2.0"), Tencent.fail("-4")] {
            var talk = try Talk(.tencent, .aliyun)
            talk.beginDownloading()
            talk.device(end)
            talk.time(is: 10_000) {}
        }
    }

    @Test func `version reports of one burst are merged, the last one counting; receipts are not delayed (B10, H18)`()
        throws
    {
        var talk = try Talk(.tencent, .aliyun) { $0.settle = .seconds(1) }
        talk.device(Tencent.version("app-1.0.0-20180101.1000"), at: 0) {
            toDevice(Tencent.receipt("app-1.0.0-20180101.1000"))
        }
        talk.device(Tencent.version("1.0"), at: 0.4) { toDevice(Tencent.receipt("1.0")) }
        talk.time(is: 0.999) {}
        talk.time(is: 1) { toBackend(Aliyun.inform("1.0", id: 1)) }
        talk.time(is: 5) {}
    }

    @Test func `a spurious report in between does not restart a running upgrade (B10, H18)`() throws {
        var talk = try Talk(.aliyun, .aliyun) { $0.settle = .seconds(1) }
        talk.device(Aliyun.inform("1.0", id: "1"), at: 0)
        talk.time(is: 1) { toBackend(Aliyun.inform("1.0", id: "1")) }
        talk.backend(Aliyun.offer(), at: 2)
        talk.device(Aliyun.progress(100, id: 2), at: 3)
        talk.device(Aliyun.inform("1.0", id: "3"), at: 4) {}
        talk.device(Aliyun.inform("2.0", id: "4"), at: 4.1) {}
        talk.time(is: 5) {
            toBackend(Aliyun.inform("2.0", id: "4"))
            event(.succeeded, 100)
        }
    }

    @Test func `where the backend gives receipts, the gateway gives that of a merged-away report (B10, H13, H18)`()
        throws
    {
        var talk = try Talk(.tencent, .tencent) { $0.settle = .seconds(1) }
        talk.device(Tencent.version("0.0"), at: 0) {}
        talk.device(Tencent.version("1.0"), at: 0.4) { toDevice(Tencent.receipt("0.0")) }
        talk.time(is: 1) { toBackend(Tencent.version("1.0")) }
        talk.backend(Tencent.receipt("1.0")) { toDevice(Tencent.receipt("1.0")) }
    }

    @Test func `other messages are not delayed, and modules settle apart (B10, H18)`() throws {
        var talk = try Talk(.aliyun, .aliyun) { $0.settle = .seconds(2) }
        talk.device(Aliyun.inform("1.0", id: "1"), at: 0) {}
        talk.device(Aliyun.inform("5.0", id: "2", module: "MCU"), at: 0.5) {}
        talk.device(Aliyun.progress(10, id: 3), at: 1) {
            toBackend(Aliyun.progress(10, id: 3))
            event(.downloading, 10, from: nil, to: nil)
        }
        talk.time(is: 2) { toBackend(Aliyun.inform("1.0", id: "1")) }
        talk.time(is: 2.5) { toBackend(Aliyun.inform("5.0", id: "2", module: "MCU")) }
    }

    @Test func `timers of one moment fire as progress, settle, time-out (B13)`() throws {
        var talk = try Talk(.tencent, .aliyun) {
            $0.timeout = .seconds(1)
            $0.settle = .seconds(1)
        }
        talk.backend(Aliyun.offer(), at: 1)
        talk.device(Tencent.downloading(10), at: 2)
        talk.device(Tencent.version("1.5"), at: 2) { toDevice(Tencent.receipt("1.5")) }
        talk.device(Tencent.downloading(11), at: 2) { event(.downloading, 11, from: nil) }
        talk.time(is: 3) {
            toBackend(Aliyun.progress(11, id: 2))
            toBackend(Aliyun.inform("1.5", id: 3))
            toBackend(Aliyun.progress(-1, note: "timed out", id: 4))
            event(.timedOut, 11, from: "1.5", failure: .timedOut, note: "timed out", synthetic: true)
        }
    }

    @Test func `timers go by their time, then by kind, then by the device that was heard first (B13)`() throws {
        var talk = try Talk(.aliyun, .tencent) { $0.timeout = .seconds(10) }
        for device in ["dev2", "dev1"] {
            talk.device(Aliyun.inform("1.0", id: "1").of(device), at: 0)
            talk.backend(Tencent.offer().of(device), at: 0)
        }
        talk.device(Aliyun.progress(1), at: 1)
        talk.device(Aliyun.progress(1).of("dev2"), at: 1)
        talk.device(Aliyun.progress(2), at: 1.5)
        talk.device(Aliyun.progress(2).of("dev2"), at: 1.4)
        talk.time(is: 60) {
            toBackend(Tencent.downloading(2).of("dev2"))
            toBackend(Tencent.downloading(2))
            for device in ["dev2", "dev1"] {
                toBackend(Tencent.fail("-1", note: "timed out").of(device))
                event(.timedOut, 2, failure: .timedOut, note: "timed out", synthetic: true, device: device)
            }
        }
    }
}
