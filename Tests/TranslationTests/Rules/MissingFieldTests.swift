import Testing
import Upgrades

/// B4: what a message does not say is filled in from the record.
struct MissingFieldTests {
    @Test func `progress without a target takes that of the record (B4, H11)`() throws {
        var talk = try Talk(.aliyun, .tencent)
        talk.beginOffered()
        talk.device(Aliyun.progress(10)) {
            toBackend(Tencent.downloading(10, of: "2.0"))
            event(.downloading, 10)
        }
    }

    @Test(arguments: [Aliyun.progress(10), Aliyun.progress(-3), Aliyun.progress(100)])
    func `progress of an upgrade that nobody has named is set aside, never sent with an empty version (B4, H11)`(
        progress: Wire
    ) throws {
        var talk = try Talk(.aliyun, .tencent)
        talk.device(progress) { setAside(.noTarget) }
        talk.device(Aliyun.inform("1.0", id: "1")) { toBackend(Tencent.version("1.0")) }
        talk.device(progress) { setAside(.noTarget) }
    }

    @Test func `without a record, progress that names its target opens one (B4)`() throws {
        var talk = try Talk(.tencent, .aliyun)
        talk.device(Tencent.version("1.0"))
        talk.device(Tencent.state("burning")) {
            toBackend(Aliyun.progress(100, note: "burning", id: 2))
            event(.installing)
        }
    }

    @Test func `where nobody needs the target, progress is passed on without it (B4)`() throws {
        var talk = try Talk(.aliyun, .aliyun)
        talk.device(Aliyun.progress(10)) {
            toBackend(Aliyun.progress(10))
            event(.downloading, 10, from: nil, to: nil)
        }
    }

    @Test func `an offer that fits a record so opened is adopted: not passed on, no event (B4)`() throws {
        var talk = try Talk(.tencent, .aliyun)
        talk.device(Tencent.version("1.0"))
        talk.device(Tencent.downloading(10))
        talk.backend(Aliyun.offer()) {}
        talk.device(Tencent.downloading(20)) {
            toBackend(Aliyun.progress(20, id: 3))
            event(.downloading, 20)
        }
        talk.device(Tencent.version("1.0")) {
            toDevice(Tencent.receipt("1.0"))
            toBackend(Aliyun.inform("1.0", id: 4))
            toDevice(Tencent.offer())
            event(.offered, attempt: 2)
        }
    }

    @Test func `an unknown target takes any offer (B4)`() throws {
        var talk = try Talk(.aliyun, .aliyun)
        talk.device(Aliyun.progress(10))
        talk.backend(Aliyun.offer()) {}
        talk.device(Aliyun.progress(20)) {
            toBackend(Aliyun.progress(20))
            event(.downloading, 20, from: nil)
        }
    }

    @Test func `an offer that contradicts a record so opened is held (B4)`() throws {
        var talk = try Talk(.tencent, .aliyun)
        talk.device(Tencent.version("1.0"))
        talk.device(Tencent.downloading(10))
        talk.backend(Aliyun.offer("3.0")) {}
        talk.device(Tencent.version("2.0")) {
            toDevice(Tencent.receipt("2.0"))
            toBackend(Aliyun.inform("2.0", id: 3))
            toDevice(Tencent.offer("3.0"))
            event(.succeeded, 10)
            event(.offered, from: "2.0", to: "3.0")
        }
    }

    @Test func `after a terminal the offer is a new upgrade, not an adopted one (B4)`() throws {
        var talk = try Talk(.tencent, .aliyun)
        talk.device(Tencent.version("1.0"))
        talk.device(Tencent.fail("-1")) {
            toBackend(Aliyun.progress(-2, note: "result_code=-1", id: 2))
            event(.failed, failure: .downloadTimeout)
        }
        talk.backend(Aliyun.offer()) {
            toDevice(Tencent.offer())
            event(.offered)
        }
    }

    @Test func `an unknown from is the first other version reported while the upgrade is open (B)`() throws {
        var talk = try Talk(.tencent, .aliyun)
        talk.backend(Aliyun.offer()) {
            toDevice(Tencent.offer())
            event(.offered, from: nil)
        }
        // while still offered it counts as a report of `from`: asked again, no attempt, no event
        talk.device(Tencent.version("1.0")) {
            toDevice(Tencent.receipt("1.0"))
            toBackend(Aliyun.inform("1.0", id: 1))
            toDevice(Tencent.offer())
        }
        talk.device(Tencent.downloading(10)) {
            toBackend(Aliyun.progress(10, id: 2))
            event(.downloading, 10)
        }
    }

    @Test func `an unknown from that is reported while running is only passed on, and counts the next time (B)`() throws
    {
        var talk = try Talk(.tencent, .aliyun)
        talk.backend(Aliyun.offer())
        talk.device(Tencent.downloading(10))
        talk.device(Tencent.version("1.0")) {
            toDevice(Tencent.receipt("1.0"))
            toBackend(Aliyun.inform("1.0", id: 2))
        }
        talk.device(Tencent.version("1.0")) {
            toDevice(Tencent.receipt("1.0"))
            toBackend(Aliyun.inform("1.0", id: 3))
            toDevice(Tencent.offer())
            event(.offered, attempt: 2)
        }
    }
}
