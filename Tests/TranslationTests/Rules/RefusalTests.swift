import Testing
import Upgrades

/// B6: an offer that a device's dialect cannot carry is refused: nothing for the device, a failure for the backend.
struct RefusalTests {
    /// An offer and why it is refused.
    struct Refusal: CustomTestStringConvertible {
        let hazard: String
        let offer: Wire
        let reason: String
        var target = "2.0"
        var testDescription: String { hazard }
    }

    private static let twoFiles =
        #"[{"fileSize":1,"fileName":"a","fileUrl":"https://f/a","fileMd5":"aa","fileSign":"aa"},{"fileSize":2,"fileName":"b","fileUrl":"https://f/b","fileMd5":"bb","fileSign":"bb"}]"#

    private static let refusals = [
        Refusal(
            hazard: "H1: no MD5 digest", offer: Aliyun.offer(AliyunPackage(md5: nil, sha256: Sample.sha256)),
            reason: "there is no MD5 digest"),
        Refusal(
            hazard: "H1: an empty digest", offer: Aliyun.offer(AliyunPackage(md5: "")), reason: "the digest is empty"),
        Refusal(
            hazard: "H27: several files", offer: Aliyun.offer(AliyunPackage(files: twoFiles)),
            reason: "a package of several files"),
        Refusal(
            hazard: "H28: a difference", offer: Aliyun.offer(AliyunPackage(isDiff: "1")), reason: "a difference package"
        ),
        Refusal(
            hazard: "H28: a difference, said by text", offer: Aliyun.offer(AliyunPackage(isDiff: #""1""#)),
            reason: "a difference package"),
        Refusal(
            hazard: "H29: a signature", offer: Aliyun.offer(AliyunPackage(signature: "c2ln")),
            reason: "a signed package"),
        Refusal(
            hazard: "H31: blocks through the broker", offer: Aliyun.offer(AliyunPackage(stream: 27367)),
            reason: "a download in blocks through the broker"),
        Refusal(
            hazard: "H31: blocks through the broker, beside a url",
            offer: Aliyun.offer().replacing(#","signMethod""#, with: #","dProtocol":"mqtt","signMethod""#),
            reason: "a download in blocks through the broker"),
        Refusal(
            hazard: "H41: a version of 33 bytes", offer: Aliyun.offer(String(repeating: "v", count: 33)),
            reason: "the target has 33 bytes, more than 32", target: String(repeating: "v", count: 33)),
        Refusal(
            hazard: "H41: a version of 32 letters in 33 bytes",
            offer: Aliyun.offer(String(repeating: "v", count: 31) + "é"),
            reason: "the target has 33 bytes, more than 32", target: String(repeating: "v", count: 31) + "é"),
        Refusal(
            hazard: "H41: a URL of 1025 bytes", offer: Aliyun.offer(AliyunPackage(url: url(bytes: 1025))),
            reason: "the url has 1025 bytes, more than 1024"),
    ]

    private static func url(bytes: Int) -> String { "https://f/" + String(repeating: "u", count: bytes - 10) }

    @Test(arguments: refusals) func `what a Tencent device cannot carry is refused (B6)`(refusal: Refusal) throws {
        var talk = try Talk(.tencent, .aliyun)
        talk.device(Tencent.version("1.0"))
        talk.backend(refusal.offer) {
            toBackend(Aliyun.progress(-1, note: "refused: \(refusal.reason)", id: 2))
            event(
                .refused, to: refusal.target, failure: .refused, note: "refused: \(refusal.reason)", synthetic: true)
        }
        talk.device(Tencent.version("1.0")) {
            toDevice(Tencent.receipt("1.0"))
            toBackend(Aliyun.inform("1.0", id: 3))
        }
    }

    @Test func `a version with a quote in it would break JSON that is built by printf (H41)`() throws {
        var talk = try Talk(.tencent, .aliyun)
        talk.device(Tencent.version("1.0"))
        for version in [#"2"0"#, #"2\0"#] {
            let escaped = version.replacing(#"\"#, with: #"\\"#).replacing("\"", with: #"\""#)
            let reason = #"refused: the target has one of "\ in it"#
            let printed = reason.replacing(#"\"#, with: #"\\"#).replacing("\"", with: #"\""#)
            let id = version == #"2"0"# ? 2 : 3
            talk.backend(Aliyun.offer(escaped)) {
                toBackend(Aliyun.progress(-1, note: printed, id: id))
                event(.refused, to: version, failure: .refused, note: reason, synthetic: true)
            }
        }
    }

    @Test func `what just fits is carried (H41)`() throws {
        var talk = try Talk(.tencent, .aliyun)
        let version = String(repeating: "v", count: 32)
        let url = Self.url(bytes: 1024)
        talk.device(Tencent.version("1.0"))
        talk.backend(Aliyun.offer(version, AliyunPackage(url: url))) {
            toDevice(Tencent.offer(version, url: url))
            event(.offered, to: version)
        }
    }

    @Test(arguments: Sides.all) func `an empty digest is refused in every combination (H1, A)`(sides: Sides) throws {
        var talk = try Talk(sides)
        talk.device(sides.device.version("1.0"))
        talk.backend(sides.backend == .tencent ? Tencent.offer(md5: "") : Aliyun.offer(AliyunPackage(md5: ""))) {
            let reason = "refused: the digest is empty"
            switch sides.backend {
            case .tencent: toBackend(Tencent.fail("-5", note: reason))
            case .aliyun: toBackend(Aliyun.progress(-1, note: reason, id: sides.isSameDialect ? 1 : 2))
            }
            event(.refused, failure: .refused, note: reason, synthetic: true)
        }
    }

    @Test func `limits bind Tencent to Tencent too (H41)`() throws {
        var talk = try Talk(.tencent, .tencent)
        talk.device(Tencent.version("1.0"))
        talk.backend(Tencent.offer(url: Self.url(bytes: 1025))) {
            let reason = "refused: the url has 1025 bytes, more than 1024"
            toBackend(Tencent.fail("-5", note: reason))
            event(.refused, failure: .refused, note: reason, synthetic: true)
        }
    }

    @Test
    func `a download through the broker is refused towards Aliyun too, until its blocks can be carried (H31, B6)`()
        throws
    {
        var talk = try Talk(.aliyun, .aliyun)
        talk.device(Aliyun.inform("1.0", id: "1"))
        talk.backend(Aliyun.offer(AliyunPackage(stream: 5))) {
            let reason = "refused: a download in blocks through the broker"
            toBackend(Aliyun.progress(-1, note: reason, id: 1))
            event(.refused, failure: .refused, note: reason, synthetic: true)
        }
    }

    @Test func `a refused offer that is pushed again is refused again: a new attempt (B5, B6)`() throws {
        var talk = try Talk(.tencent, .aliyun)
        talk.device(Tencent.version("1.0"))
        for attempt in 1...2 {
            talk.backend(Aliyun.offer(AliyunPackage(signature: "c2ln"))) {
                let reason = "refused: a signed package"
                toBackend(Aliyun.progress(-1, note: reason, id: attempt + 1))
                event(.refused, attempt: attempt, failure: .refused, note: reason, synthetic: true)
            }
        }
    }

    @Test func `a fleet may lift single refusals, and the event names what was lost (H28, H29, B6)`() throws {
        var talk = try Talk(.tencent, .aliyun) { $0.allowed = [.diff, .signature] }
        talk.device(Tencent.version("1.0"))
        talk.backend(Aliyun.offer(AliyunPackage(isDiff: "1", signature: "c2ln"))) {
            toDevice(Tencent.offer())
            event(.offered, dropped: ["diff", "signature"])
        }
    }

    @Test func `lifting one refusal does not lift the other (H28, H29)`() throws {
        var talk = try Talk(.tencent, .aliyun) { $0.allowed = [.diff] }
        talk.device(Tencent.version("1.0"))
        talk.backend(Aliyun.offer(AliyunPackage(isDiff: "1", signature: "c2ln"))) {
            let reason = "refused: a signed package"
            toBackend(Aliyun.progress(-1, note: reason, id: 2))
            event(.refused, failure: .refused, note: reason, synthetic: true)
        }
    }

    @Test(arguments: [AliyunPackage(isDiff: "0"), AliyunPackage(module: ""), AliyunPackage(module: "default")])
    func `a field at its default is no loss (A, H25, H28)`(package: AliyunPackage) throws {
        var talk = try Talk(.tencent, .aliyun)
        talk.device(Tencent.version("1.0"))
        talk.backend(Aliyun.offer(package)) {
            toDevice(Tencent.offer())
            event(.offered)
        }
    }

    @Test func `what may be given up is dropped and named (H1, H30)`() throws {
        var talk = try Talk(.tencent, .aliyun)
        talk.device(Tencent.version("1.0"))
        talk.backend(Aliyun.offer(AliyunPackage(sha256: Sample.sha256, extraData: #"{"_package_udi":"batch 7"}"#))) {
            toDevice(Tencent.offer())
            event(.offered, dropped: ["extra-data", "sha256"])
        }
    }

    @Test(arguments: [Vendor.tencent, .aliyun]) func `a list of one file is one file (H27)`(device: Vendor) throws {
        var talk = try Talk(device, .aliyun)
        talk.device(device.version("1.0"))
        let file =
            #"[{"fileSize":\#(Sample.size),"fileUrl":"\#(Sample.url)","fileMd5":"\#(Sample.md5)","fileSign":"\#(Sample.md5)"}]"#
        talk.backend(Aliyun.offer(AliyunPackage(files: file))) {
            toDevice(device == .tencent ? Tencent.offer() : Aliyun.offer())
            event(.offered)
        }
    }
}
