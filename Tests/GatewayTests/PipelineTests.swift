import GatewayFile
import Journal
import Testing
import Upgrades

@testable import Gateway

struct PipelineTests {
    private static let configuration = """
        brokers: { site: { url: "mqtt://a" }, cloud: { url: "mqtt://b" } }
        backends: { upgrader: { dialect: aliyun, broker: cloud } }
        fleets: { fleet: { devices: "tencent/P/*", broker: site, backend: upgrader, identity: { product: Q } } }
        progress: { broker: site, topic: "ota/progress/${dialect}/${product}/${device}" }
        """
    private static let report = #"{"type":"report_version","report":{"version":"1.0.0"}}"#
    private static let offer = """
        {"code":"1000","data":{"size":93,"sign":"36eb5951179db14a631463a37a9322a2","version":"2.0.0","signMethod":"Md5",\
        "url":"https://ota.example/fw.bin?Expires=4000000000"},"id":"7","message":"success"}
        """
    private static func progress(_ state: String, _ code: String = "0") -> String {
        """
        {"type":"report_progress","report":{"progress":{"state":\(state),"result_code":"\(code)","result_msg":""},\
        "version":"2.0.0"}}
        """
    }

    @Test func `rows say where they go, what they are and what they supersede`() throws {
        var scene = try Scene(Self.configuration)
        let reports = try scene.hear("$ota/report/P/d", Self.report, onLink: "site")
        #expect(reports.map(\.kind) == [.receipt, .versionReport])
        #expect(reports.map(\.link) == ["site", "cloud"])
        #expect(reports.map(\.qos) == [0, 1])
        #expect(reports.map(\.device.text) == ["tencent/P/d", "tencent/P/d"])
        #expect(reports.map { $0.supersedeKey == nil } == [false, true])
        let offers = try scene.hear("/ota/device/upgrade/Q/d", Self.offer, onLink: "cloud")
        #expect(offers.map(\.kind) == [.offer, .event])
        #expect(offers.map(\.expiry) == [4_000_000_000, nil])
        #expect(offers.last?.topic == "ota/progress/tencent/P/d")
        let first = try scene.hear("$ota/report/P/d", Self.progress(#""downloading","percent":"5""#), onLink: "site")
        scene.now.timers = scene.now.timers.map { $0 + 5_000 }
        let second = try scene.hear("$ota/report/P/d", Self.progress(#""burning""#), onLink: "site")
        #expect(first.map(\.kind) == [.progress, .event] && second.map(\.kind) == [.progress, .event])
        #expect(first.first?.supersedeKey == second.first?.supersedeKey && first.first?.supersedeKey != nil)
        let last = try scene.hear("$ota/report/P/d", Self.progress(#""fail""#, "-4"), onLink: "site")
        #expect(last.map(\.kind) == [.terminal, .event])
        #expect(last.first?.supersedeKey == nil)
    }

    @Test func `an event names the version of the dialect files that made it, beside its data`() throws {
        var scene = try Scene(Self.configuration)
        let version = scene.pipeline.plan.mappingVersion.description
        let event = try #require(scene.hear("/ota/device/upgrade/Q/d", Self.offer, onLink: "cloud").last)
        #expect(version.count == 12 && version.allSatisfy(\.isHexDigit))
        #expect(
            event.text.contains(
                #""datacontenttype":"application/json","mappingversion":"\#(version)","data":{"device":"#))

        try scene.pipeline.replan(
            Scene.plan(
                Self.configuration, further: [Scene.mapping("tencent.yaml") + "# changed\n"]))
        let next = try scene.hear("$ota/report/P/d", Self.progress(#""downloading","percent":"5""#), onLink: "site")
        #expect(next.last?.text.contains(#""mappingversion":"\#(scene.pipeline.plan.mappingVersion)","#) == true)
        #expect(next.last?.text.contains(version) == false)
    }

    @Test func `a state that cannot be read starts anew and is counted`() throws {
        var scene = try Scene(Self.configuration)
        scene.stored[DeviceKey("tencent/P/d")] = [9, 9]
        let message = try scene.hear("$ota/report/P/d", Self.report, onLink: "site")
        #expect(message.count == 2)
        #expect(scene.pipeline.takeRemarks().contains { $0.isGrave && $0.text.contains("version 9") })
    }

    @Test func `a topic belongs to whoever listens on that broker`() throws {
        let plan = try Scene.plan(Self.configuration)
        #expect(plan.owners(of: "$ota/report/P/d", onLink: 0).map(\.sender) == [.device])
        #expect(plan.owners(of: "$ota/report/P/d", onLink: 1).isEmpty)
        #expect(plan.owners(of: "$ota/report/X/d", onLink: 0).isEmpty)
        #expect(plan.owners(of: "/ota/device/upgrade/Q/d", onLink: 1).map(\.sender) == [.backend])
        #expect(plan.owners(of: "/ota/device/upgrade/P/d", onLink: 1).isEmpty)
        #expect(plan.owners(of: "/ota/device/upgrade/Q/d", onLink: 0).isEmpty)
    }

    @Test func `links subscribe by product and device where the file names them`() throws {
        let plan = try Scene.plan(
            """
            brokers: { site: { url: "mqtt://a" }, cloud: { url: "mqtt://b" } }
            backends: { upgrader: { dialect: tencent, broker: cloud }, other: { dialect: aliyun, broker: cloud } }
            fleets:
              one: { devices: "aliyun/P/*", broker: site, backend: upgrader, identity: { product: Q } }
              two: { devices: "tencent/*/d1", broker: site, backend: other, identity: { product: "x${product}" } }
              three: { devices: "tencent/R/d7", broker: cloud, backend: other, identity: { product: Z } }
            """)
        #expect(
            Set(plan.filters[0]) == [
                "/ota/device/inform/P/+", "/ota/device/progress/P/+", "/sys/P/+/thing/ota/firmware/get",
                "/ota/device/request/P/+", "$ota/report/+/d1",
            ])
        #expect(plan.filters[1].contains("$ota/update/Q/+") && plan.filters[1].contains("$ota/report/R/d7"))
        #expect(
            plan.filters[1].filter { $0.hasPrefix("/ota/device/upgrade") } == [
                "/ota/device/upgrade/+/d1", "/ota/device/upgrade/Z/d7",
            ])
    }

    @Test func `a filter that another one covers is left out`() {
        #expect(RoutingPlan.withoutCovered(["a/b/c", "a/+/c", "a/b/+", "a/b"]) == ["a/+/c", "a/b/+", "a/b"])
    }
}
