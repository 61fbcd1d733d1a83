import Foundation
import TestSupport
import Testing

/// `ota-gateway run` while somebody works on its files.
struct ReloadProcessTests {
    private static let shown = "step: \"${percent:text|0}\"\n            desc: \"${note|}\""

    @Test func `changed files are taken over while an upgrade runs, broken ones are told of and change nothing`() throws
    {
        let folder = try TemporaryFolder()
        let (site, cloud) = (try MosquittoBroker(), try MosquittoBroker())
        for name in ["tencent.yaml", "aliyun.yaml"] {
            try folder.write(String(contentsOfFile: "\(Rig.mappings)/\(name)", encoding: .utf8), to: name)
        }
        let aliyun = try String(contentsOfFile: folder.file("aliyun.yaml"), encoding: .utf8)
        func saying(_ word: String) -> String {
            aliyun.replacing(Self.shown, with: Self.shown.replacing("|}", with: "|\(word)}"))
        }
        try folder.write(
            """
            mappings: .
            journal: journal.sqlite
            brokers:
              site: { url: "mqtt://127.0.0.1:\(site.port)" }
              cloud: { url: "mqtt://127.0.0.1:\(cloud.port)" }
            backends: { upgrader: { dialect: aliyun, broker: cloud } }
            fleets: { fleet: { devices: "tencent/P/*", broker: site, backend: upgrader } }
            progress: { broker: site, topic: "ota/progress/${device}" }
            """, to: "config.yml")
        let gateway = try GatewayProcess(["run", folder.file("config.yml")], in: folder)
        try #require(gateway.waits(for: "ready: "), "\(gateway.log)")
        let backend = try Peer(port: cloud.port, filters: Vendor.aliyun.backendFilters)
        let device = try Peer(port: site.port, filters: Vendor.tencent.deviceFilters + ["ota/progress/#"])
        func waits(_ peer: Peer, for parts: String...) -> Bool {
            peer.driver.run(seconds: 20) { _ in peer.heard.contains { line in parts.allSatisfy { line.contains($0) } } }
        }
        func count(_ part: String) -> Int { gateway.log.components(separatedBy: part).count - 1 }
        try device.tell(Vendor.tencent.report("1.0.0", of: "P/dev1"))
        #expect(waits(backend, for: "\"1.0.0\""))
        try backend.tell(Vendor.aliyun.offer("2.0.0", to: "P/dev1"))
        #expect(waits(device, for: "$ota/update/P/dev1", "\"2.0.0\""))
        try device.tell(Vendor.tencent.downloading(10, "2.0.0", of: "P/dev1"))
        #expect(waits(backend, for: "\"step\":\"10\"", "\"desc\":\"\""))

        try folder.write(saying("second"), to: "aliyun.yaml")
        #expect(gateway.waits(for: "reloaded: "), "\(gateway.log)")
        try device.tell(Vendor.tencent.downloading(20, "2.0.0", of: "P/dev1"))
        #expect(waits(backend, for: "\"step\":\"20\"", "\"desc\":\"second\""))

        try folder.write(saying("third").replacing("${failure:step}", with: "${failure:stpe}"), to: "aliyun.yaml")
        #expect(gateway.waits(for: "nothing was reloaded: the files have errors"), "\(gateway.log)")
        #expect(gateway.log.contains("aliyun.yaml:") && gateway.log.contains("[unknown-conversion]"))
        try device.tell(Vendor.tencent.downloading(30, "2.0.0", of: "P/dev1"))
        #expect(waits(backend, for: "\"step\":\"30\"", "\"desc\":\"second\""))

        try folder.write(saying("fourth"), to: "aliyun.yaml")
        #expect(Deadline(seconds: 20).wait { count("reloaded: brokers") == 2 }, "\(gateway.log)")
        try device.tell(Vendor.tencent.downloading(40, "2.0.0", of: "P/dev1"))
        #expect(waits(backend, for: "\"step\":\"40\"", "\"desc\":\"fourth\""))
        #expect(waits(device, for: "\"percent\":40"))

        let events = device.heard.filter { $0.hasPrefix("ota/progress/") }
        for (place, event) in events.enumerated() {
            #expect(event.contains("\"attempt\":1,") && event.contains("\"seq\":\(place + 1)"))
        }
        let versions = events.compactMap {
            $0.components(separatedBy: #""mappingversion":""#).last?.components(separatedBy: "\"").first
        }
        #expect(
            versions.count == 5 && Set(versions).count == 3 && versions[2] != versions[1] && versions[2] == versions[3])
        for version in versions { #expect(gateway.log.contains("mapping version \(version)"), "\(gateway.log)") }
        #expect(count("connected to broker") == 2 && count("nothing was reloaded") == 1, "\(gateway.log)")
        gateway.signal(SIGTERM)
        #expect(gateway.exitCode(within: 5) == 0, "\(gateway.log)")
    }

    @Test func `without watching only a hang-up reloads`() throws {
        let folder = try TemporaryFolder()
        let text = """
            mappings: \(Rig.mappings)
            journal: journal.sqlite
            brokers: { site: { url: "mqtt://127.0.0.1:\(try Loopback.freePort())" } }
            backends: { upgrader: { dialect: aliyun, broker: site } }
            fleets:
              fleet: { devices: "tencent/P/*", broker: site, backend: upgrader }
            """
        try folder.write(text, to: "gateway.yaml")
        let gateway = try GatewayProcess(["run", "--no-watch", folder.file("gateway.yaml")], in: folder)
        try #require(gateway.waits(for: "no connection to broker"), "\(gateway.log)")
        #expect(gateway.log.contains("starting with mapping version "))
        try folder.write(text.replacing("fleet:", with: "flotte:"), to: "gateway.yaml")
        gateway.signal(SIGHUP)
        #expect(gateway.waits(for: "fleets flotte"), "\(gateway.log)")
        gateway.signal(SIGTERM)
        #expect(gateway.exitCode(within: 5) == 0)
    }
}
