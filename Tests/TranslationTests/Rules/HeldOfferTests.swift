import Testing
import Upgrades

/// B6: an offer that meets a running upgrade waits for its end.
struct HeldOfferTests {
    @Test(arguments: Sides.all) func `a different offer while running is held without an event (B6, H43)`(sides: Sides)
        throws
    {
        var talk = try Talk(sides)
        talk.beginDownloading()
        talk.backend(sides.backend.offer("3.0")) {}
    }

    @Test func `while one is held, only the version reports reach a backend whose progress names no target (B6, H43)`()
        throws
    {
        var talk = try Talk(.tencent, .aliyun)
        talk.beginDownloading()
        talk.backend(Aliyun.offer("3.0")) {}
        talk.device(Tencent.downloading(20)) { event(.downloading, 20) }
        talk.device(Tencent.state("burning")) { event(.installing, 20) }
        talk.device(Tencent.version("1.7")) {
            toDevice(Tencent.receipt("1.7"))
            toBackend(Aliyun.inform("1.7", id: 3))
        }
        talk.device(Tencent.fail("-5")) {
            toDevice(Tencent.offer("3.0"))
            event(.failed, 20, failure: .install)
            event(.offered, from: "1.7", to: "3.0", native: .null)
        }
        talk.device(Tencent.downloading(1, of: "3.0")) {
            toBackend(Aliyun.progress(1, id: 4))
            event(.downloading, 1, from: "1.7", to: "3.0")
        }
    }

    @Test func `while one is held, a backend whose progress names the target hears on (B6)`() throws {
        var talk = try Talk(.aliyun, .tencent)
        talk.beginDownloading()
        talk.backend(Tencent.offer("3.0")) {}
        talk.device(Aliyun.progress(20)) {
            toBackend(Tencent.downloading(20))
            event(.downloading, 20)
        }
        talk.device(Aliyun.progress(-4, note: "flash")) {
            toBackend(Tencent.fail("-5", note: "step=-4: flash"))
            toDevice(Aliyun.offer("3.0", id: "5000"))
            event(.failed, 20, failure: .install, note: "flash")
            event(.offered, to: "3.0")
        }
    }

    @Test func `a roll-back of the running one is told by an event only, and the held one goes on (B6, B7)`() throws {
        var talk = try Talk(.tencent, .aliyun)
        talk.beginDownloading()
        talk.backend(Aliyun.offer("3.0"))
        talk.device(Tencent.state("burning"))
        talk.device(Tencent.version("1.0")) {
            toDevice(Tencent.receipt("1.0"))
            toBackend(Aliyun.inform("1.0", id: 3))
            toDevice(Tencent.offer("3.0"))
            event(.failed, 10, failure: .install, note: "rolled back", synthetic: true)
            event(.offered, to: "3.0")
        }
    }

    @Test func `a time-out of the running one is told by an event only, and the held one goes on (B6, B10)`() throws {
        var talk = try Talk(.tencent, .aliyun) { $0.timeout = .seconds(60) }
        talk.beginDownloading()
        talk.backend(Aliyun.offer("3.0"))
        talk.time(is: 62) {
            toDevice(Tencent.offer("3.0"))
            event(.timedOut, 10, failure: .timedOut, note: "timed out", synthetic: true)
            event(.offered, to: "3.0")
        }
    }

    @Test func `the held one goes on after success, under its own id (B6, B12)`() throws {
        var talk = try Talk(.aliyun, .aliyun)
        talk.beginDownloading()
        talk.backend(Aliyun.offer("3.0", id: "\"own\""))
        talk.device(Aliyun.inform("2.0", id: "5")) {
            toBackend(Aliyun.inform("2.0", id: "5"))
            toDevice(Aliyun.offer("3.0", id: "\"own\""))
            event(.succeeded, 10)
            event(.offered, from: "2.0", to: "3.0")
        }
    }

    @Test func `the newest offer is held (B6, H43)`() throws {
        var talk = try Talk(.tencent, .aliyun)
        talk.beginDownloading()
        talk.backend(Aliyun.offer("3.0"))
        talk.backend(Aliyun.offer("4.0")) {}
        talk.device(Tencent.fail("-1")) {
            toDevice(Tencent.offer("4.0"))
            event(.failed, 10, failure: .downloadTimeout)
            event(.offered, to: "4.0", native: .null)
        }
    }

    @Test func `the running offer once more drops the held one (B6)`() throws {
        var talk = try Talk(.tencent, .aliyun)
        talk.beginDownloading()
        talk.backend(Aliyun.offer("3.0")) {}
        talk.backend(Aliyun.offer()) {}
        talk.device(Tencent.downloading(20)) {
            toBackend(Aliyun.progress(20, id: 3))
            event(.downloading, 20)
        }
        talk.device(Tencent.fail("-5")) {
            toBackend(Aliyun.progress(-4, note: "result_code=-5", id: 4))
            event(.failed, 20, failure: .install)
        }
    }

    @Test func `an offer of the current version is held while another runs, and judged at its end (B6, H42)`() throws {
        var talk = try Talk(.tencent, .aliyun)
        talk.beginDownloading()
        talk.backend(Aliyun.offer("1.0")) {}
        talk.device(Tencent.fail("-4")) {
            toBackend(Aliyun.inform("1.0", id: 3))
            event(.failed, 10, failure: .integrity)
            event(.succeeded, to: "1.0", synthetic: true)
        }
    }

    @Test func `a held offer of the version that has been reached meanwhile is confirmed (B6, H42)`() throws {
        var talk = try Talk(.tencent, .aliyun)
        talk.beginDownloading()
        talk.backend(Aliyun.offer("3.0")) {}
        talk.device(Tencent.version("3.0"))
        talk.device(Tencent.fail("-4")) {
            toBackend(Aliyun.inform("3.0", id: 4))
            event(.failed, 10, failure: .integrity)
            event(.succeeded, from: "3.0", to: "3.0", synthetic: true)
        }
    }

    @Test func `a held offer whose URL has expired is not sent: the backend is asked anew (B6, H19)`() throws {
        var talk = try Talk(.tencent, .aliyun)
        talk.beginDownloading()
        talk.backend(Aliyun.offer("3.0", AliyunPackage(url: "https://f/3?Expires=20&Signature=x")), at: 10) {}
        talk.device(Tencent.fail("-4"), at: 20) {
            toBackend(Aliyun.get(id: "\"4000000000\""))
            event(.failed, 10, failure: .integrity)
            event(.offered, to: "3.0")
        }
        let url = "https://f/3?Expires=900&Signature=y"
        talk.backend(Aliyun.getReply(id: "\"4000000000\"", "3.0", AliyunPackage(url: url))) {
            toDevice(Tencent.offer("3.0", url: url))
        }
    }

    @Test func `a backend without queries is asked by a report of the current version (B6, H19)`() throws {
        var talk = try Talk(.aliyun, .tencent)
        talk.beginDownloading()
        talk.backend(Tencent.offer("3.0", url: "https://f/3?sign=q-ak%3Da%26q-sign-time%3D1%3B20%26b"), at: 10) {}
        talk.device(Aliyun.progress(-2), at: 20) {
            toBackend(Tencent.fail("-1", note: "step=-2"))
            toBackend(Tencent.version("1.0"))
            event(.failed, 10, failure: .download)
            event(.offered, to: "3.0")
        }
    }

    @Test func `it is not asked so if the message was itself a version report (B6)`() throws {
        var talk = try Talk(.aliyun, .tencent)
        talk.beginDownloading()
        talk.backend(Tencent.offer("3.0", url: "https://f/3?Expires=20"), at: 10) {}
        talk.device(Aliyun.inform("2.0", id: "1"), at: 20) {
            toBackend(Tencent.state("done"))
            toBackend(Tencent.version("2.0"))
            event(.succeeded, 10)
            event(.offered, from: "2.0", to: "3.0")
        }
    }

    @Test func `an offer that cannot be carried is refused when its turn comes (B6, H1)`() throws {
        var talk = try Talk(.tencent, .aliyun)
        talk.beginDownloading()
        talk.backend(Aliyun.offer("3.0", AliyunPackage(md5: nil, sha256: Sample.sha256))) {}
        talk.device(Tencent.version("2.0")) {
            let reason = "refused: there is no MD5 digest"
            toDevice(Tencent.receipt("2.0"))
            toBackend(Aliyun.inform("2.0", id: 3))
            toBackend(Aliyun.progress(-1, note: reason, id: 4))
            event(.succeeded, 10)
            event(.refused, from: "2.0", to: "3.0", failure: .refused, note: reason, synthetic: true)
        }
    }

    @Test func `it is refused at once, the record untouched, if the backend's progress names the target (B6)`() throws {
        var talk = try Talk(.aliyun, .tencent)
        talk.beginDownloading()
        talk.backend(Tencent.offer("3.0", md5: "")) {
            let reason = "refused: the digest is empty"
            toBackend(Tencent.fail("-5", note: reason, of: "3.0"))
            event(.refused, to: "3.0", failure: .refused, note: reason, synthetic: true)
        }
        talk.device(Aliyun.progress(20)) {
            toBackend(Tencent.downloading(20))
            event(.downloading, 20)
        }
    }

    @Test func `one that cannot be carried and meets one not begun supersedes it, then is refused (B6)`() throws {
        var talk = try Talk(.tencent, .aliyun)
        talk.beginOffered()
        talk.backend(Aliyun.offer("3.0", AliyunPackage(md5: nil, sha256: Sample.sha256))) {
            let reason = "refused: there is no MD5 digest"
            toBackend(Aliyun.progress(-1, note: reason, id: 2))
            event(.superseded, synthetic: true)
            event(.refused, to: "3.0", failure: .refused, note: reason, synthetic: true)
        }
    }
}
