import Testing
import Upgrades

/// B6: a device that reports the version it started from asks for the offer again.
struct RestartTests {
    @Test func `while still offered, the offer is sent again: no attempt, no event (B6)`() throws {
        var talk = try Talk(.aliyun, .aliyun)
        talk.beginOffered()
        talk.device(Aliyun.inform("1.0", id: "9"), at: 7) {
            toBackend(Aliyun.inform("1.0", id: "9"))
            toDevice(Aliyun.offer(id: "7000"))
        }
    }

    @Test func `after progress, the offer is sent again under a new id: a new attempt (B6, B12)`() throws {
        var talk = try Talk(.aliyun, .aliyun)
        talk.beginDownloading()
        talk.device(Aliyun.inform("1.0", id: "9"), at: 7) {
            toBackend(Aliyun.inform("1.0", id: "9"))
            toDevice(Aliyun.offer(id: "7000"))
            event(.offered, attempt: 2)
        }
        talk.device(Aliyun.progress(3, id: 10)) {
            toBackend(Aliyun.progress(3, id: 10))
            event(.downloading, 3, attempt: 2)
        }
        talk.device(Aliyun.inform("1.0", id: "11"), at: 9) {
            toBackend(Aliyun.inform("1.0", id: "11"))
            toDevice(Aliyun.offer(id: "9000"))
            event(.offered, attempt: 3)
        }
    }

    @Test(arguments: Vendor.allCases) func `a backend that offers on a report by itself is waited for (B6, H17)`(
        device: Vendor
    ) throws {
        var talk = try Talk(device, .tencent)
        talk.beginDownloading()
        talk.device(device.version("1.0")) {
            toBackend(Tencent.version("1.0"))
            event(.offered, attempt: 2)
        }
        talk.device(device.version("1.0")) { toBackend(Tencent.version("1.0")) }
        talk.backend(Tencent.offer()) { toDevice(device == .tencent ? Tencent.offer() : Aliyun.offer(id: "5000")) }
    }

    @Test(arguments: Vendor.allCases) func `a held offer takes over instead (B6, H43)`(backend: Vendor) throws {
        var talk = try Talk(.tencent, backend)
        talk.beginDownloading()
        talk.backend(backend.offer("3.0")) {}
        talk.device(Tencent.version("1.0")) {
            if backend == .aliyun { toDevice(Tencent.receipt("1.0")) }
            toBackend(backend == .aliyun ? Aliyun.inform("1.0", id: 3) : Tencent.version("1.0"))
            toDevice(Tencent.offer("3.0"))
            event(.superseded, 10, synthetic: true)
            event(.offered, to: "3.0")
        }
    }

    @Test(arguments: [
        "https://f/2?Expires=100&OSSAccessKeyId=a", "https://f/2?a=b&Expires=100", "https://f/2?auth_key=100-0-0-abc",
        "https://f/2?x=1%26Expires=100",
    ]) func `an expired URL is never sent again: the backend is asked anew (B6, H19)`(url: String) throws {
        for device in Vendor.allCases {
            var talk = try Talk(device, .aliyun)
            talk.beginDownloading(url: url)
            talk.device(device.version("1.0"), at: 100) {
                if device == .tencent { toDevice(Tencent.receipt("1.0")) }
                toBackend(device == .tencent ? Aliyun.inform("1.0", id: 3) : Aliyun.inform("1.0", id: "7"))
                toBackend(Aliyun.get(id: "\"4000000000\""))
                event(.offered, attempt: 2)
            }
            talk.device(device.version("1.0")) {
                if device == .tencent { toDevice(Tencent.receipt("1.0")) }
                toBackend(device == .tencent ? Aliyun.inform("1.0", id: 4) : Aliyun.inform("1.0", id: "7"))
                toBackend(Aliyun.get(id: "\"4000000001\""))
            }
            talk.backend(Aliyun.getReply(id: "\"4000000000\"", "2.0", AliyunPackage(url: "https://f/2?Expires=900"))) {
                switch device {
                case .tencent: toDevice(Tencent.offer(url: "https://f/2?Expires=900"))
                case .aliyun: toDevice(Aliyun.offer("2.0", id: "102000", AliyunPackage(url: "https://f/2?Expires=900")))
                }
            }
        }
    }

    @Test(arguments: [
        ("https://f/2?Expires=100", 99.999), ("https://f/2?NotExpires=100", 100), ("https://f/Expires=100", 100),
        ("https://f/2?auth_key=100", 100), ("https://f/2?sign=q-sign-time%3D1%3B100", 100),
    ]) func `a URL that has not expired, or says so in no known way, is sent again (B6, H19)`(url: String, at: Double)
        throws
    {
        var talk = try Talk(.tencent, .aliyun)
        talk.beginDownloading(url: url)
        talk.device(Tencent.version("1.0"), at: at) {
            toDevice(Tencent.receipt("1.0"))
            toBackend(Aliyun.inform("1.0", id: 3))
            toDevice(Tencent.offer(url: url))
            event(.offered, attempt: 2)
        }
    }

    @Test func `a fresh offer is passed on as it is, whatever its URL says (B6)`() throws {
        var talk = try Talk(.tencent, .aliyun)
        let url = "https://f/2?Expires=1"
        talk.device(Tencent.version("1.0"))
        talk.backend(Aliyun.offer(AliyunPackage(url: url)), at: 100) {
            toDevice(Tencent.offer(url: url))
            event(.offered)
        }
    }

    @Test func `where no offer opened the running upgrade, the backend is asked for it (B6, B4)`() throws {
        var talk = try Talk(.tencent, .aliyun)
        talk.device(Tencent.version("1.0"))
        talk.device(Tencent.downloading(10))
        talk.device(Tencent.version("1.0")) {
            toDevice(Tencent.receipt("1.0"))
            toBackend(Aliyun.inform("1.0", id: 3))
            toBackend(Aliyun.get(id: "\"4000000000\""))
            event(.offered, attempt: 2)
        }
        talk.backend(Aliyun.offer()) { toDevice(Tencent.offer()) }
    }
}
