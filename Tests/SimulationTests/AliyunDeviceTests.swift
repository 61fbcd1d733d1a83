import Testing

@testable import Simulation

/// Transcripts of a device that speaks the Aliyun dialect.
struct AliyunDeviceTests {
    static let upgrade = "/ota/device/upgrade/a1AliPk0001/dev1"
    static let inform = "/ota/device/inform/a1AliPk0001/dev1"
    static let progress = "/ota/device/progress/a1AliPk0001/dev1"
    static let reply = "/sys/a1AliPk0001/dev1/thing/ota/firmware/get_reply"

    static func data(module: String? = nil, method: String = "Md5") -> String {
        #"{"size":1000,"sign":"\#(emptyMD5)","version":"2.0.0","signMethod":"\#(method)","url":"http://h/f?Expires=9","#
            + #""md5":"\#(emptyMD5)"\#(module.map { #","module":"\#($0)""# } ?? "")}"#
    }

    static func push(_ data: String = data(), message: String = "success") -> String {
        #"{"code":"1000","data":\#(data),"id":1777439217705,"message":"\#(message)"}"#
    }

    static func bench(
        _ profile: AliyunProfile = .documented, module: String? = nil, pulls: Bool = false,
        plan: FaultPlan = FaultPlan()
    ) -> DeviceBench {
        DeviceBench(
            AliyunDevice(product: "a1AliPk0001", device: "dev1", module: module, pulls: pulls, profile: profile),
            plan: plan)
    }

    @Test func `a whole upgrade, word for word`() {
        var bench = Self.bench()
        #expect(
            bench.handle(.connected) == [
                .subscribe([Subscription(Self.upgrade, qos: 1), Subscription(Self.reply, qos: 1)])
            ])
        #expect(
            bench.handle(.subscribed(granted: [1, 1])) == [
                .publish(Publication(Self.inform, #"{"id":"1","params":{"version":"1.0.0"}}"#, qos: 0))
            ])
        #expect(bench.hear(Self.upgrade, Self.push()).download?.url == "http://h/f?Expires=9")
        func step(_ id: Int, _ step: Int) -> DeviceAction {
            let text = #"{"id":"\#(id)","params":{"step":"\#(step)","desc":""}}"#
            return .publish(Publication(Self.progress, text, qos: 0))
        }
        #expect(bench.handle(.downloadStarted) == [step(2, 0)])
        #expect(bench.handle(.stored(450), after: .seconds(1)) == [step(3, 45)])
        #expect(bench.hear(Self.upgrade, Self.push()).isEmpty)
        #expect(bench.handle(.downloaded(digest: emptyMD5)).first == step(4, 100))
        #expect(bench.handle(.woken, after: .milliseconds(200)).payloads.isEmpty)
        #expect(bench.machine.status.result == nil)
        #expect(bench.handle(.woken, after: .milliseconds(200)) == [.connect])
        #expect(bench.join().payloads == [#"{"id":"5","params":{"version":"2.0.0"}}"#])
        #expect(bench.machine.status.result == .succeeded)
    }

    @Test func `a device with a module names it and takes only its packages`() {
        var bench = Self.bench(module: "MCU")
        #expect(bench.join().payloads == [#"{"id":"1","params":{"version":"1.0.0","module":"MCU"}}"#])
        #expect(bench.hear(Self.upgrade, Self.push()).isEmpty)
        #expect(bench.hear(Self.upgrade, Self.push(Self.data(module: "wifi"))).isEmpty)
        #expect(bench.hear(Self.upgrade, Self.push(Self.data(module: "MCU"))).download != nil)
        #expect(
            bench.handle(.downloadStarted).payloads == [#"{"id":"2","params":{"step":"0","desc":"","module":"MCU"}}"#])
    }

    @Test func `a push that is no success is no offer, where the SDK looks`() {
        for (profile, isTaken) in [(AliyunProfile.documented, false), (.cSDKv3, false), (.linkSDK4, true)] {
            var bench = Self.bench(profile)
            _ = bench.join()
            #expect((bench.hear(Self.upgrade, Self.push(message: "error")).download != nil) == isTaken)
        }
    }

    @Test(arguments: [
        (AliyunProfile.pythonSDK, "MD5", DigestKind?.none), (.pythonSDK, "SHA256", .sha256),
        (.linkSDK4, "Sha256", .sha256), (.linkSDK4, "MD5", nil), (.documented, "MD5", .md5), (.cSDKv3, "SHA256", .md5),
    ])
    func `each SDK knows its spellings of the digest`(profile: AliyunProfile, method: String, kind: DigestKind?) {
        var bench = Self.bench(profile)
        _ = bench.join()
        #expect(bench.hear(Self.upgrade, Self.push(Self.data(method: method))).download?.digestKind == kind)
    }

    @Test(arguments: [
        AliyunDeviceTests.push().replacing(#""url":"#, with: #""link":"#),
        push(data().replacing(#""size":1000"#, with: #""size":1000,"dProtocol":"mqtt","streamId":1"#)),
        #"{"code":"1000","data":{"version":"2.0.0","signMethod":"Md5","files":[]},"id":9,"message":"success"}"#, "{",
    ])
    func `what the SDK cannot fetch is dropped`(push: String) {
        var bench = Self.bench()
        _ = bench.join()
        #expect(bench.hear(Self.upgrade, push).isEmpty)
    }

    @Test func `a pull is answered with a package or with nothing`() {
        var bench = Self.bench(pulls: true)
        #expect(
            bench.join().payloads == [
                #"{"id":"1","params":{"version":"1.0.0"}}"#,
                #"{"id":"2","version":"1.0","params":{},"method":"thing.ota.firmware.get"}"#,
            ])
        #expect(bench.hear(Self.reply, #"{"id":"2","code":200,"data":{}}"#).isEmpty)
        #expect(bench.hear(Self.reply, #"{"id":"2","code":200,"data":\#(Self.data())}"#).download != nil)
    }

    @Test(arguments: [
        (AliyunProfile.pythonSDK, [#"{"id": 1, "params": {"version": "1.0.0"}}"#, #"{"id": 2, "params": {}}"#]),
        (.linkSDK4, [#"{"id":1, "params":{"version":"1.0.0"}}"#, #"{"id":2, "params":{}}"#]),
        (
            .cSDKv3,
            [
                #"{"id":"1","params":{"version":"app-1.0.0-20180101.1000"}}"#,
                #"{"id":"2","params":{"version":"1.0.0"}}"#, #"{"id":3,"params":{"version":"1.0.0"}}"#,
            ]
        ),
    ])
    func `each SDK greets in its own way`(profile: AliyunProfile, texts: [String]) {
        var bench = Self.bench(profile, pulls: true)
        #expect(bench.join().payloads == texts)
    }

    @Test(arguments: [
        (AliyunProfile.pythonSDK, [#"{"id": 2, "params": {"step": 35, "desc": "", "module": "MCU"}}"#]),
        (.linkSDK4, [#"{"id":2, "params":{"step":"35","desc":"","module":"MCU"}}"#]),
        (
            .cSDKv3,
            [
                #"{"id":0,"params":{"step":"35","desc":"", "module":"MCU"}}"#,
                #"{"id":0,"params":{"step":"35", "module":"MCU"}}"#,
            ]
        ),
        (.luat, []),
    ])
    func `each SDK reports progress in its own way`(profile: AliyunProfile, texts: [String]) {
        var bench = Self.bench(profile, module: "MCU")
        _ = bench.join()
        _ = bench.hear(Self.upgrade, Self.push(Self.data(module: "MCU")))
        #expect(bench.handle(.stored(350)).payloads == texts)
    }

    @Test func `the C SDK of version 3 begins with words`() {
        var bench = Self.bench(.cSDKv3)
        _ = bench.join()
        _ = bench.hear(Self.upgrade, Self.push())
        #expect(
            bench.handle(.downloadStarted).payloads == [
                #"{"id":0,"params":{"step":"0","desc":"Enter in downloading state"}}"#,
                #"{"id":0,"params":{"step":"0"}}"#,
            ])
    }

    @Test func `LinkSDK reports every five percent`() {
        var bench = Self.bench(.linkSDK4)
        _ = bench.join()
        _ = bench.hear(Self.upgrade, Self.push())
        _ = bench.handle(.downloadStarted)
        let reports = stride(from: 10, to: 1000, by: 10).map { bench.handle(.stored($0)).payloads.count }
        #expect(reports.reduce(0, +) == 19)
    }

    @Test func `a dropped download is asked for again and continued`() {
        var bench = Self.bench(.linkSDK4, plan: FaultPlan(drop: FaultPlan.Drop(percent: 40, absence: .seconds(2))))
        _ = bench.join()
        _ = bench.hear(Self.upgrade, Self.push())
        #expect(bench.handle(.stored(400)) == [.cancelDownload, .disconnect, .wake(at: .seconds(2))])
        #expect(bench.handle(.woken, after: .seconds(2)) == [.connect])
        #expect(
            bench.join().payloads == [
                #"{"id":2, "params":{"version":"1.0.0"}}"#, #"{"id":3, "params":{}}"#,
            ])
        let request = bench.hear(Self.reply, #"{"id":3,"code":200,"data":\#(Self.data())}"#).download
        #expect(request?.range == "bytes=400-")
        #expect(bench.handle(.downloadStarted).payloads == [#"{"id":4, "params":{"step":"40","desc":""}}"#])
    }

    @Test(arguments: [
        (DownloadFailure.status(404), "-2"), (.status(403), "-2"), (.unreachable, "-2"), (.broken, "-2"),
    ])
    func `a failed download is step -2`(failure: DownloadFailure, step: String) {
        var bench = Self.bench()
        _ = bench.join()
        _ = bench.hear(Self.upgrade, Self.push())
        #expect(bench.handle(.downloadFailed(failure)).payloads.first?.contains(#""step":"\#(step)""#) == true)
    }

    @Test func `a wrong digest is step -3, a failed burning -4, a refusal -1`() {
        func last(_ fault: Fault?, digest: String) -> String? {
            var bench = Self.bench(plan: FaultPlan(fault))
            _ = bench.join()
            var actions = bench.hear(Self.upgrade, Self.push())
            actions += bench.handle(.downloaded(digest: digest))
            actions += bench.handle(.woken, after: .seconds(1))
            return actions.payloads.last
        }
        #expect(last(nil, digest: "0")?.contains(#""step":"-3""#) == true)
        #expect(last(.burn, digest: emptyMD5)?.contains(#""step":"-4""#) == true)
        #expect(last(.offer, digest: emptyMD5)?.contains(#""step":"-1""#) == true)
    }
}
