import Gateway
import Journal
import MosquittoClient
import TestSupport
import Testing

/// Whole upgrades through two real brokers.
struct UpgradeTests {
    private static let combinations = Vendor.allCases.flatMap { device in Vendor.allCases.map { (device, $0) } }

    @Test(arguments: combinations) func `an upgrade succeeds`(vendor: Vendor, backend: Vendor) throws {
        let stage = try Stage(vendor, backend)
        try stage.begin()
        if vendor == .tencent, backend == .aliyun {
            try stage.expect(\.device, hears: "report_version_rsp", "\"1.0.0\"")
        }
        try stage.device.say(vendor.done("2.0.0", of: Stage.device))
        try stage.report("2.0.0")
        switch (vendor, backend) {
        case (_, .aliyun): try stage.expect(\.backend, hears: "/ota/device/inform/PCLOUD/dev1", "\"2.0.0\"")
        case (_, .tencent): try stage.expect(\.backend, hears: "$ota/report/PCLOUD/dev1", "\"done\"")
        }
        try stage.expect(\.progress, hears: "\"phase\":\"succeeded\"")
        let phases =
            ["offered", "downloading"] + (vendor == .tencent && backend == .aliyun ? ["installed"] : []) + ["succeeded"]
        for phase in phases {
            #expect(stage.progress.heard("\"phase\":\"\(phase)\""), "\(phase) of \(stage.progress.heard)")
        }
        #expect(
            stage.progress.heard(
                "ota/progress/\(vendor.rawValue)/PDEV/dev1 ", #""specversion":"1.0","type":"ota.progress.v1""#,
                #""source":"/ota-gateway/plant-7","subject":"\#(vendor.rawValue)/PDEV/dev1""#,
                #""id":"\#(vendor.rawValue)/PDEV/dev1/default/1""#, #""backend":"upgrader""#, "\"seq\":1"))
        let events = try stage.rig.journal.events(after: 0, limit: 100).map {
            String(decoding: $0.event.cloudEvent ?? [], as: UTF8.self)
        }
        #expect(events == stage.progress.driver.messages.map { String(decoding: $0.payload, as: UTF8.self) })
    }

    @Test(
        arguments: [
            (Vendor.tencent, "-1", "-2"), (.tencent, "-2", "-2"), (.tencent, "-3", "-2"), (.tencent, "-4", "-3"),
            (.tencent, "-5", "-4"), (.tencent, "-9", "-1"), (.aliyun, "-1", "-5"), (.aliyun, "-2", "-1"),
            (.aliyun, "-3", "-4"), (.aliyun, "-4", "-5"), (.aliyun, "-7", "-5"),
        ])
    func `a failure crosses with its code`(vendor: Vendor, code: String, shown: String) throws {
        let backend = vendor == .tencent ? Vendor.aliyun : .tencent
        let stage = try Stage(vendor, backend)
        try stage.begin()
        try stage.device.say(vendor.failure(code, note: "why", "2.0.0", of: Stage.device))
        try stage.expect(
            \.backend, hears: backend.shownCode(shown), "\(vendor == .tencent ? "result_code" : "step")=\(code): why")
        try stage.expect(\.progress, hears: "\"phase\":\"failed\"", "\"note\":\"why\"")
    }

    @Test func `an offer that cannot be carried is refused`() throws {
        let stage = try Stage(.tencent, .aliyun)
        try stage.report("1.0.0")
        try stage.expect(\.backend, hears: "\"1.0.0\"")
        let offer = Vendor.aliyun.offer("2.0.0", to: Stage.known)
        try stage.backend.say(
            offer.topic, offer.payload.replacing("\"signMethod\"", with: "\"isDiff\":1,\"signMethod\""))
        try stage.expect(\.backend, hears: "\"step\":\"-1\"", "refused: ")
        try stage.expect(\.progress, hears: "\"phase\":\"refused\"")
        #expect(!stage.device.heard("update_firmware"))
    }

    @Test func `a report of the old version asks for the offer again`() throws {
        let stage = try Stage(.tencent, .aliyun)
        try stage.begin()
        try stage.report("1.0.0")
        #expect(try stage.rig.run { stage.device.count("update_firmware") == 2 })
        try stage.download(10)
        try stage.expect(\.progress, hears: "\"attempt\":2", "\"percent\":10")
    }

    @Test func `silence is timed out`() throws {
        let stage = try Stage(.aliyun, .tencent, fleet: "timeout: 20s")
        try stage.begin()
        try stage.rig.pass(seconds: 19)
        #expect(!stage.progress.heard("timed-out"))
        try stage.rig.pass(seconds: 2)
        try stage.expect(\.backend, hears: "\"state\":\"fail\"", "timed out")
        try stage.expect(\.progress, hears: "\"phase\":\"timed-out\"", "\"synthetic\":true")
    }
}
