import Testing

@testable import Simulation

/// Transcripts of a device that speaks the Tencent dialect.
struct TencentDeviceTests {
    static let update = "$ota/update/PRODTENC01/dev1"
    static let report = "$ota/report/PRODTENC01/dev1"
    static let receipt = #"{"result_code":0,"result_msg":"success","type":"report_version_rsp","version":"1.0.0"}"#
    static let offer =
        #"{"file_size":1000,"md5sum":"\#(emptyMD5)","type":"update_firmware","url":"http://h/f?a=1&b=2","version":"2.0.0"}"#

    static func bench(_ profile: TencentProfile = .documented, plan: FaultPlan = FaultPlan()) -> DeviceBench {
        DeviceBench(TencentDevice(product: "PRODTENC01", device: "dev1", profile: profile), plan: plan)
    }

    @Test func `a whole upgrade, word for word`() throws {
        var bench = Self.bench()
        #expect(bench.handle(.connected) == [.subscribe([Subscription(Self.update, qos: 1)])])
        #expect(
            bench.handle(.subscribed(granted: [1])) == [
                .publish(Publication(Self.report, #"{"type":"report_version","report":{"version":"1.0.0"}}"#, qos: 1)),
                .wake(at: .seconds(10)),
            ])
        #expect(bench.hear(Self.update, Self.receipt).isEmpty)
        #expect(
            bench.hear(Self.update, Self.offer) == [
                .erase,
                .download(DownloadRequest(url: "http://h/f?a=1&b=2", range: nil, offset: 0, digestKind: .md5)),
            ])
        func progress(_ percent: Int) -> DeviceAction {
            let text =
                #"{"type":"report_progress","report":{"progress":{"state":"downloading","percent":"\#(percent)","#
                + #""result_code":"0","result_msg":""},"version":"2.0.0"}}"#
            return .publish(Publication(Self.report, text, qos: 0))
        }
        func state(_ name: String) -> DeviceAction {
            let text =
                #"{"type":"report_progress","report":{"progress":{"state":"\#(name)","result_code":"0","result_msg":""},"#
                + #""version":"2.0.0"}}"#
            return .publish(Publication(Self.report, text, qos: 1))
        }
        #expect(bench.handle(.downloadStarted) == [progress(0)])
        #expect(bench.handle(.stored(100), after: .milliseconds(500)).isEmpty)
        #expect(bench.handle(.stored(300), after: .milliseconds(500)) == [progress(30)])
        #expect(bench.handle(.stored(999), after: .milliseconds(999)).isEmpty)
        #expect(bench.handle(.stored(1000)).isEmpty)
        let burnt = bench.now + .milliseconds(200)
        #expect(bench.handle(.downloaded(digest: emptyMD5)) == [progress(100), state("burning"), .wake(at: burnt)])
        let back = burnt + .milliseconds(200)
        #expect(
            bench.handle(.woken, after: .milliseconds(200)) == [state("done"), .erase, .disconnect, .wake(at: back)])
        #expect(bench.handle(.disconnected).isEmpty)
        #expect(bench.handle(.woken, after: .milliseconds(200)) == [.connect])
        #expect(bench.join().payloads == [#"{"type":"report_version","report":{"version":"2.0.0"}}"#])
        #expect(bench.machine.status.result == .succeeded)
        #expect(bench.machine.status.version == "2.0.0")
    }

    @Test(arguments: [
        #"{"result_code":"0","result_msg":"success","type":"report_version_rsp","version":"1.0.0"}"#,
        #"{"result_code":-1,"result_msg":"no","type":"report_version_rsp","version":"1.0.0"}"#,
        "no json", "{}",
    ])
    func `an offer waits for an answer with the number 0`(answer: String) {
        var bench = Self.bench(.pythonSDK)
        _ = bench.join()
        _ = bench.hear(Self.update, answer)
        #expect(bench.hear(Self.update, Self.offer).isEmpty)
        // The version is reported again, and the answer counts then.
        #expect(bench.handle(.woken, after: .seconds(10)).payloads.count == 1)
        _ = bench.hear(Self.update, Self.receipt)
        #expect(bench.hear(Self.update, Self.offer).download != nil)
    }

    @Test func `the python SDK gives up on a granted QoS of 0`() {
        var bench = Self.bench(.pythonSDK)
        #expect(bench.join(granted: [0]).isEmpty)
        #expect(bench.machine.status.phase == .silent)
    }

    @Test(arguments: [
        #"{"file_size":"1000","md5sum":"0","type":"update_firmware","url":"http://h/f","version":"2.0.0"}"#,
        #"{"file_size":1000,"type":"update_firmware","url":"http://h/f","version":"2.0.0"}"#,
        #"{"file_size":1000,"md5sum":"0","type":"update_firmware","url":"http://h/f","version":"1.0.0"}"#,
        #"{"file_size":1000,"md5sum":"0","type":"else","url":"http://h/f","version":"2.0.0"}"#,
    ])
    func `some offers vanish without a word`(offer: String) {
        var bench = Self.bench()
        _ = bench.join()
        _ = bench.hear(Self.update, Self.receipt)
        #expect(bench.hear(Self.update, offer).isEmpty)
    }

    @Test func `offers are ignored while one is downloaded`() {
        var bench = Self.bench()
        _ = bench.join()
        _ = bench.hear(Self.update, Self.receipt)
        #expect(bench.hear(Self.update, Self.offer).download != nil)
        #expect(bench.hear(Self.update, Self.offer).isEmpty)
    }

    @Test func `an upper-case digest never matches, but for the java SDK`() {
        for (profile, isGood) in [(TencentProfile.cSDK, false), (.pythonSDK, false), (.javaSDK, true)] {
            let wire = TencentDevice(product: "P", device: "d", profile: profile)
            let offer = DownloadOffer(
                version: "2", size: 1, digestKind: .md5, digest: emptyMD5.uppercased(), url: "", module: nil)
            #expect(wire.accepts(digest: emptyMD5, for: offer) == isGood)
        }
    }

    @Test(arguments: [
        (DownloadFailure.status(404), "-2"), (.status(403), "-3"), (.unreachable, "-5"), (.broken, "-1"),
        (.status(500), "-1"),
    ])
    func `the python SDK reports a failure, and then another`(failure: DownloadFailure, code: String) {
        var bench = Self.bench(.pythonSDK)
        _ = bench.join()
        _ = bench.hear(Self.update, Self.receipt)
        _ = bench.hear(Self.update, Self.offer)
        func fail(_ code: String) -> String {
            #"{"type": "report_progress", "report": {"progress": {"state": "fail", "result_code": "\#(code)", "#
                + #""result_msg": "time_out"}, "version": "2.0.0"}}"#
        }
        let actions = bench.handle(.downloadFailed(failure))
        #expect(actions.payloads == (code == "-5" ? [fail("-5")] : [fail(code), fail("-5")]))
        #expect(actions.qualities.allSatisfy { $0 == 1 })
    }

    @Test(arguments: [
        (TencentProfile.cSDK, "bytes=600-1000"), (.pythonSDK, "bytes=600-1000"), (.documented, "bytes=600-"),
    ])
    func `a dropped download is continued`(profile: TencentProfile, range: String) {
        var bench = Self.bench(profile, plan: FaultPlan(drop: FaultPlan.Drop(percent: 60, absence: .seconds(3))))
        _ = bench.join()
        _ = bench.hear(Self.update, Self.receipt)
        #expect(bench.hear(Self.update, Self.offer).download?.range == (profile.closesRange ? "bytes=0-1000" : nil))
        _ = bench.handle(.downloadStarted)
        #expect(bench.handle(.stored(600)) == [.cancelDownload, .disconnect, .wake(at: .seconds(3))])
        #expect(bench.machine.status.phase == .away)
        // Letters of the download that was cancelled, and the end of the connection, change nothing.
        #expect(bench.handle(.stored(700)).isEmpty)
        #expect(bench.handle(.disconnected).isEmpty)
        #expect(bench.handle(.woken, after: .seconds(3)) == [.connect])
        #expect(bench.join().payloads.count == 1)
        _ = bench.hear(Self.update, Self.receipt)
        let resigned = Self.offer.replacing("a=1", with: "a=9")
        let request = bench.hear(Self.update, resigned).download
        #expect(request?.offset == 600)
        #expect(request?.range == range)
        #expect(request?.url == "http://h/f?a=9&b=2")
    }

    @Test func `another package begins at its first byte, except where the version alone is compared`() {
        for (profile, offset) in [(TencentProfile.documented, 0), (.cSDK, 600)] {
            var bench = Self.bench(profile, plan: FaultPlan(drop: FaultPlan.Drop(percent: 60)))
            _ = bench.join()
            _ = bench.hear(Self.update, Self.receipt)
            _ = bench.hear(Self.update, Self.offer)
            _ = bench.handle(.stored(600))
            _ = bench.handle(.woken, after: .seconds(1))
            _ = bench.join()
            _ = bench.hear(Self.update, Self.receipt)
            let other = Self.offer.replacing(emptyMD5, with: "00000000000000000000000000000000")
            #expect(bench.hear(Self.update, other).download?.offset == offset)
        }
    }

    @Test func `a fault that shows once lets the second attempt pass`() {
        var bench = Self.bench(plan: FaultPlan(.offer, times: 1))
        _ = bench.join()
        _ = bench.hear(Self.update, Self.receipt)
        #expect(bench.hear(Self.update, Self.offer).payloads.count == 1)
        #expect(bench.machine.status.result == .failed("refused"))
        #expect(bench.hear(Self.update, Self.offer).download != nil)
        #expect(bench.machine.status.result == nil)
    }

    @Test(arguments: [
        (Fault.connect, "http://127.0.0.1:1/unreachable"), (.notFound, "http://h/f-missing?a=1&b=2"),
        (.denied, "http://h/f"),
    ])
    func `faults of the download are provoked at the server`(fault: Fault, url: String) {
        var bench = Self.bench(plan: FaultPlan(fault))
        _ = bench.join()
        _ = bench.hear(Self.update, Self.receipt)
        #expect(bench.hear(Self.update, Self.offer).download?.url == url)
    }
}
