import Testing
import Upgrades

/// B9: a device that asks for the pending package.
struct QueryTests {
    @Test(arguments: [#""123""#, "2", #""0""#, "0", #""0011""#, "4294967295"])
    func `a query is answered from the record, with its id as it was spelled (B9, H15)`(id: String) throws {
        var talk = try Talk(.aliyun, .tencent)
        talk.beginOffered()
        talk.device(Aliyun.get(id: id)) { toDevice(Aliyun.getReply(id: id, "2.0")) }
        talk.device(Aliyun.progress(10))
        talk.device(Aliyun.get(id: id)) { toDevice(Aliyun.getReply(id: id, "2.0")) }
    }

    @Test func `where nothing is pending, the answer is empty (B9, H15)`() throws {
        var talk = try Talk(.aliyun, .tencent)
        talk.device(Aliyun.get(id: "1")) { toDevice(Aliyun.getReply(id: "1", nil)) }
        talk.beginDownloading()
        talk.device(Aliyun.progress(-1))
        talk.device(Aliyun.get(id: "2")) { toDevice(Aliyun.getReply(id: "2", nil)) }
    }

    @Test func `a held offer is not pending yet (B9)`() throws {
        var talk = try Talk(.aliyun, .tencent)
        talk.beginDownloading()
        talk.backend(Tencent.offer("3.0"))
        talk.device(Aliyun.get(id: "1")) { toDevice(Aliyun.getReply(id: "1", "2.0")) }
    }

    @Test func `a module's query never gets the package of the whole device (B9, H16)`() throws {
        var talk = try Talk(.aliyun, .tencent)
        talk.beginOffered()
        talk.device(Aliyun.get(id: "1", module: "wifi")) { toDevice(Aliyun.getReply(id: "1", nil)) }
        var mapped = try Talk(.aliyun, .tencent) { $0.module = "MCU" }
        mapped.device(Aliyun.inform("1.0", id: "1", module: "MCU"))
        mapped.backend(Tencent.offer())
        mapped.device(Aliyun.get(id: "1")) { toDevice(Aliyun.getReply(id: "1", nil)) }
        mapped.device(Aliyun.get(id: "2", module: "MCU")) {
            toDevice(Aliyun.getReply(id: "2", "2.0", AliyunPackage(module: "MCU")))
        }
    }

    @Test(arguments: ["https://f/2?sign=q-ak%3Da%26q-sign-time%3D1%3B50%26q-key%3Db", "https://f/2?Expires=50"])
    func `an expired URL is not answered with: a report of the current version fetches a fresh one (B9, H15, H19)`(
        url: String
    ) throws {
        var talk = try Talk(.aliyun, .tencent)
        talk.beginOffered(url: url)
        talk.device(Aliyun.get(id: "1"), at: 49) {
            toDevice(Aliyun.getReply(id: "1", "2.0", AliyunPackage(url: url)))
        }
        talk.device(Aliyun.get(id: "2"), at: 50) {
            toBackend(Tencent.version("1.0"))
            toDevice(Aliyun.getReply(id: "2", nil))
        }
        talk.backend(Tencent.offer(url: "https://f/2?Expires=900")) {
            toDevice(Aliyun.offer("2.0", id: "51000", AliyunPackage(url: "https://f/2?Expires=900")))
        }
    }

    @Test func `the legacy request is answered on its own topic, in the form of a push (B9, H47)`() throws {
        var talk = try Talk(.aliyun, .tencent)
        talk.beginOffered()
        talk.device(Aliyun.request("1.0", id: "0")) { toDevice(Aliyun.requestReply(id: "0", "2.0")) }
    }

    @Test func `an empty answer has no form there, so nothing is sent (B9, H47)`() throws {
        var talk = try Talk(.aliyun, .tencent)
        talk.device(Aliyun.request("1.0", id: "0")) {}
    }

    @Test func `the gateway does not take its own answer for a question, nor a question for an answer (H47)`() throws {
        var talk = try Talk(.aliyun, .tencent)
        talk.beginOffered()
        talk.device(Aliyun.requestReply(id: "0", "2.0")) {}
        var pair = try Talk(.aliyun, .aliyun)
        pair.device(Aliyun.request("1.0", id: "0")) { toBackend(Aliyun.request("1.0", id: "0")) }
        pair.backend(Aliyun.requestReply(id: "0", "2.0")) {
            toDevice(Aliyun.requestReply(id: "0", "2.0"))
            event(.offered, from: nil)
        }
    }

    @Test func `a backend with queries gets them and its reply goes to the asker (B9)`() throws {
        var talk = try Talk(.aliyun, .aliyun)
        talk.device(Aliyun.inform("1.0", id: "1"))
        talk.device(Aliyun.get(id: "2")) { toBackend(Aliyun.get(id: "2")) }
        talk.backend(Aliyun.getReply(id: "2", nil)) { toDevice(Aliyun.getReply(id: "2", nil)) }
        talk.device(Aliyun.get(id: #""3""#, module: "MCU")) { toBackend(Aliyun.get(id: #""3""#, module: "MCU")) }
        talk.backend(Aliyun.getReply(id: #""3""#, "2.0", AliyunPackage(module: "MCU"))) {
            toDevice(Aliyun.getReply(id: #""3""#, "2.0", AliyunPackage(module: "MCU")))
            event(.offered, from: nil, module: "MCU")
        }
    }

    @Test func `a reply without a module is about the asker's (B9)`() throws {
        var talk = try Talk(.aliyun, .aliyun)
        talk.device(Aliyun.get(id: "1", module: "MCU"))
        talk.device(Aliyun.get(id: "2"))
        talk.backend(Aliyun.getReply(id: "1", "2.0")) {
            toDevice(Aliyun.getReply(id: "1", "2.0"))
            event(.offered, from: nil, module: "MCU")
        }
    }

    @Test func `a reply refreshes the same offer, and supersedes another even while it runs (B9)`() throws {
        var talk = try Talk(.aliyun, .aliyun)
        talk.beginDownloading()
        talk.device(Aliyun.get(id: "1"))
        talk.backend(Aliyun.getReply(id: "1", "2.0", AliyunPackage(url: "https://f/new"))) {
            toDevice(Aliyun.getReply(id: "1", "2.0", AliyunPackage(url: "https://f/new")))
        }
        talk.device(Aliyun.get(id: "2"))
        talk.backend(Aliyun.getReply(id: "2", "3.0")) {
            toDevice(Aliyun.getReply(id: "2", "3.0"))
            event(.superseded, 10, synthetic: true)
            event(.offered, to: "3.0")
        }
        talk.device(Aliyun.get(id: "3"))
        talk.backend(Aliyun.getReply(id: "3", "1.0")) { toDevice(Aliyun.getReply(id: "3", "1.0")) }
        talk.device(Aliyun.progress(5)) {
            toBackend(Aliyun.progress(5))
            event(.downloading, 5, to: "3.0")
        }
    }

    @Test func `a reply with a download through the broker never reaches the device (B9, H31)`() throws {
        var talk = try Talk(.aliyun, .aliyun)
        talk.device(Aliyun.inform("1.0", id: "1"))
        talk.device(Aliyun.get(id: "1"))
        talk.backend(Aliyun.getReply(id: "1", "2.0", AliyunPackage(stream: 5))) {
            let reason = "refused: a download in blocks through the broker"
            toBackend(Aliyun.progress(-1, note: reason, id: 1))
            event(.refused, failure: .refused, note: reason, synthetic: true)
        }
    }

    @Test func `a reply that no Tencent device can have asked for is dropped (B9)`() throws {
        var talk = try Talk(.tencent, .aliyun)
        talk.device(Tencent.version("1.0"))
        talk.backend(Aliyun.getReply(id: "1", "2.0")) {}
        talk.backend(Aliyun.getReply(id: "1", nil)) {}
    }

    @Test func `optional literals of a query are passed on if they were said (A, B9)`() throws {
        var talk = try Talk(.aliyun, .aliyun)
        let full = Aliyun.get(id: "1").replacing(#""params""#, with: #""version":"1.0","params""#)
            .adding(#""method":"thing.ota.firmware.get""#)
        talk.device(full) { toBackend(full) }
        talk.device(Aliyun.get(id: "2")) { toBackend(Aliyun.get(id: "2")) }
        talk.device(full.replacing(#""1.0""#, with: #""2.0""#)) { setAside(.unknownShape) }
    }
}
