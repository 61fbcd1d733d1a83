import Testing
import Upgrades

/// B5: how often a backend hears of percents.
struct RateTests {
    @Test func `a backend hears a percent at most once a second, and the last one when the second ends (B5, H38)`()
        throws
    {
        var talk = try Talk(.tencent, .aliyun)
        talk.beginDownloading(10)  // said at 2 s
        talk.device(Tencent.downloading(11), at: 2.3) { event(.downloading, 11) }
        talk.device(Tencent.downloading(12), at: 2.999) { event(.downloading, 12) }
        talk.time(is: 3.5) { toBackend(Aliyun.progress(12, id: 3)) }
        talk.device(Tencent.downloading(13), at: 3.9) { event(.downloading, 13) }
        talk.time(is: 3.999) {}
        talk.time(is: 4) { toBackend(Aliyun.progress(13, id: 4)) }
        talk.time(is: 10) {}
    }

    @Test func `after a whole second a percent goes out at once (B5)`() throws {
        var talk = try Talk(.aliyun, .tencent)
        talk.beginDownloading(10)
        talk.device(Aliyun.progress(11), at: 3) {
            toBackend(Tencent.downloading(11))
            event(.downloading, 11)
        }
    }

    @Test func `what is due fires before the message of the same moment, which then waits (B5)`() throws {
        var talk = try Talk(.tencent, .aliyun)
        talk.beginDownloading(10)
        talk.device(Tencent.downloading(11), at: 2.5)
        talk.device(Tencent.downloading(12), at: 3) {
            toBackend(Aliyun.progress(11, id: 3))
            event(.downloading, 12)
        }
        talk.time(is: 4) { toBackend(Aliyun.progress(12, id: 4)) }
    }

    @Test func `a phase change goes at once and drops what waits (B5, H38)`() throws {
        var talk = try Talk(.tencent, .aliyun)
        talk.beginDownloading(10)
        talk.device(Tencent.downloading(11), at: 2.1) { event(.downloading, 11) }
        talk.device(Tencent.downloading(100), at: 2.2) {
            toBackend(Aliyun.progress(100, id: 3))
            event(.downloaded, 100)
        }
        talk.device(Tencent.state("burning"), at: 2.3) {
            toBackend(Aliyun.progress(100, note: "burning", id: 4))
            event(.installing, 100)
        }
        talk.time(is: 10) {}
    }

    @Test(arguments: Sides.all) func `a terminal goes at once and drops what waits (B5, H38)`(sides: Sides) throws {
        var talk = try Talk(sides)
        talk.beginDownloading(10)
        talk.device(sides.device.downloading(11), at: 2.1) { event(.downloading, 11) }
        talk.device(sides.device.failed(), at: 2.2) {
            switch (sides.device, sides.backend) {
            case (_, .aliyun):
                toBackend(
                    Aliyun.progress(
                        -3, note: sides.isSameDialect ? "" : "result_code=-4", id: sides.isSameDialect ? 1 : 3))
            case (.tencent, .tencent): toBackend(Tencent.fail("-4"))
            case (.aliyun, .tencent): toBackend(Tencent.fail("-4", note: "step=-3"))
            }
            event(.failed, 11, failure: .integrity)
        }
        talk.time(is: 10) {}
    }

    @Test func `a new attempt drops what waits (B5)`() throws {
        var talk = try Talk(.aliyun, .tencent)
        talk.beginDownloading(10)
        talk.device(Aliyun.progress(11), at: 2.1)
        talk.device(Aliyun.inform("1.0", id: "1"), at: 2.2) {
            toBackend(Tencent.version("1.0"))
            event(.offered, attempt: 2)
        }
        talk.time(is: 10) {}
    }

    @Test func `a hold drops what waits (B5)`() throws {
        var talk = try Talk(.tencent, .aliyun)
        talk.beginDownloading(10)
        talk.device(Tencent.downloading(11), at: 2.1) { event(.downloading, 11) }
        talk.backend(Aliyun.offer("3.0"), at: 2.2) {}
        talk.time(is: 10) {}
    }

    @Test func `the modules of a device share its second, oldest first, a newer percent at the end (B5)`() throws {
        var talk = try Talk(.aliyun, .aliyun)
        talk.beginDownloading(10)
        talk.device(Aliyun.progress(5, id: 2, module: "MCU"), at: 2.1) {
            toBackend(Aliyun.progress(5, id: 2, module: "MCU"))
            event(.downloading, 5, from: nil, to: nil, module: "MCU")
        }
        talk.device(Aliyun.progress(11, id: 3), at: 2.2) { event(.downloading, 11) }
        talk.device(Aliyun.progress(6, id: 4, module: "MCU"), at: 2.3) {
            event(.downloading, 6, from: nil, to: nil, module: "MCU")
        }
        talk.device(Aliyun.progress(12, id: 5), at: 2.4) { event(.downloading, 12) }
        talk.time(is: 3.1) { toBackend(Aliyun.progress(6, id: 4, module: "MCU")) }
        talk.time(is: 4.1) { toBackend(Aliyun.progress(12, id: 5)) }
    }

    @Test func `each device has a second of its own (B5)`() throws {
        var talk = try Talk(.tencent, .aliyun)
        talk.beginDownloading(10)
        talk.device(Tencent.version("1.0").of("dev2"), at: 2.1)
        talk.backend(Aliyun.offer().of("dev2"), at: 2.2)
        talk.device(Tencent.downloading(10).of("dev2"), at: 2.3)
        talk.device(Tencent.downloading(11), at: 2.4) { event(.downloading, 11) }
        talk.device(Tencent.downloading(11).of("dev2"), at: 2.5) { event(.downloading, 11, device: "dev2") }
        talk.time(is: 3) { toBackend(Aliyun.progress(11, id: 3)) }
        talk.time(is: 3.3) { toBackend(Aliyun.progress(11, id: 3).of("dev2")) }
    }

    @Test(arguments: Sides.all) func `the same percent again is no news (B5, H38)`(sides: Sides) throws {
        var talk = try Talk(sides)
        talk.beginDownloading(10)
        talk.device(sides.device.downloading(10), at: 10) {}
    }
}
