import Testing
import Translation
import Upgrades

/// A third vendor is one more file and no Swift: Acme with each of the others, either way round.
struct MadeUpVendorTests {
    struct Pair: CustomTestStringConvertible {
        let device: Speaker
        let backend: Speaker
        var testDescription: String { "\(device) device, \(backend) backend" }
        var isSame: Bool { device == backend }

        /// The gateway answers a version report itself.
        @Lines func receipt(_ version: String) -> [Line] {
            if device.saysDone, !isSame { toDevice(device.receipt(version)) }
        }

        func talk() throws -> Talk {
            let device = Identity(product: Text(device.product), device: "dev1")
            let backend = Identity(product: Text(backend.product), device: "dev1")
            return Talk(
                try self.device.dialect(), try self.backend.dialect(),
                names: device == backend ? [] : [Identities(device: device, backend: backend)])
        }
    }

    static let pairs =
        Speaker.allCases.map { Pair(device: .acme, backend: $0) }
        + [Pair(device: .tencent, backend: .acme), Pair(device: .aliyun, backend: .acme)]

    @Test(arguments: pairs) func `a whole upgrade`(pair: Pair) throws {
        let (device, backend) = (pair.device, pair.backend)
        var talk = try pair.talk()
        talk.device(device.version("1.0", id: 1)) {
            for line in pair.receipt("1.0") { line }
            toBackend(backend.version("1.0", id: 1))
        }
        talk.backend(backend.offer(id: "5")) {
            toDevice(device.offer(id: "1000"))
            event(.offered)
        }
        talk.device(device.downloading(10, id: 2)) {
            toBackend(backend.downloading(10, id: 2))
            event(.downloading, 10)
        }
        talk.device(device.downloading(100, id: 3)) {
            toBackend(backend.downloading(100, id: 3))
            event(.downloaded, 100)
        }
        if device.saysDone {
            talk.device(device.state("burning", id: 4)) {
                toBackend(backend.state("burning", id: 4))
                event(.installing, 100)
            }
            talk.device(device.state("done", id: 5)) {
                toBackend(backend.state("done", id: 5))
                event(backend.saysDone ? .succeeded : .installed, 100)
            }
        }
        talk.device(device.version("2.0", id: 6)) {
            for line in pair.receipt("2.0") { line }
            if backend.saysDone, !device.saysDone { toBackend(backend.state("done", id: 0)) }
            toBackend(backend.version("2.0", id: 6))
            if !device.saysDone || !backend.saysDone { event(.succeeded, 100) }
        }
    }

    @Test(arguments: pairs) func `a failure, and the same offer once more`(pair: Pair) throws {
        let (device, backend) = (pair.device, pair.backend)
        var talk = try pair.talk()
        talk.device(device.version("1.0", id: 1))
        talk.backend(backend.offer(id: "5"))
        talk.device(device.downloading(10, id: 2))
        talk.device(device.wrongDigest("time_out", id: 3)) {
            toBackend(backend.wrongDigest(pair.isSame ? "time_out" : "\(device.wrongDigestCode): time_out", id: 3))
            event(.failed, 10, failure: .integrity, note: "time_out")
        }
        talk.device(device.wrongDigest("time_out", id: 4)) {}
        talk.backend(backend.offer(id: "6")) {
            toDevice(device.offer(id: "5000"))
            event(.offered, attempt: 2)
        }
    }

    @Test(arguments: pairs) func `a checkpoint restart`(pair: Pair) throws {
        let (device, backend) = (pair.device, pair.backend)
        var talk = try pair.talk()
        talk.device(device.version("1.0", id: 1))
        talk.backend(backend.offer(id: "5"))
        talk.device(device.downloading(50, id: 2))
        talk.device(device.version("1.0", id: 3)) {
            for line in pair.receipt("1.0") { line }
            toBackend(backend.version("1.0", id: 3))
            if !backend.saysDone { toDevice(device.offer(id: "3000")) }
            event(.offered, attempt: 2)
        }
        talk.backend(backend.offer(url: "https://f/new", id: "6")) {
            toDevice(device.offer(url: "https://f/new", id: "4000"))
        }
        talk.device(device.downloading(20, id: 4)) {
            toBackend(backend.downloading(20, id: 4))
            event(.downloading, 20, attempt: 2)
        }
    }

    @Test func `its own pattern says when a URL expires, and no other vendor's (H19)`() throws {
        for (url, isExpired) in [("https://f/2?until~50~", true), ("https://f/2?Expires=50", false)] {
            var talk = try Pair(device: .aliyun, backend: .acme).talk()
            talk.device(Aliyun.inform("1.0", id: "1"))
            talk.backend(Acme.wire(Tencent.offer(url: url)))
            talk.device(Aliyun.get(id: "2"), at: 60) {
                if isExpired { toBackend(Acme.wire(Tencent.version("1.0"))) }
                toDevice(Aliyun.getReply(id: "2", isExpired ? nil : "2.0", AliyunPackage(url: url)))
            }
        }
    }

    @Test func `what it cannot carry is refused in its own codes (H1)`() throws {
        var talk = try Pair(device: .tencent, backend: .acme).talk()
        talk.device(Tencent.version("1.0"))
        talk.backend(Acme.wire(Tencent.offer(md5: ""))) {
            let reason = "refused: the digest is empty"
            toBackend(Acme.wire(Tencent.fail("-5", note: reason)))
            event(.refused, failure: .refused, note: reason, synthetic: true)
        }
    }
}
