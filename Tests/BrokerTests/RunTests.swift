import Foundation
import Journal
import TestSupport
import Testing

/// `ota-gateway run` as a program: how it starts, reloads and ends.
struct RunTests {
    @Test func `a bad configuration ends the start with all its findings`() throws {
        let folder = try TemporaryFolder()
        try folder.write(
            """
            mappings: \(Rig.mappings)
            journal: journal.sqlite
            brokers: { site: { url: "mqtt://127.0.0.1:1" }, cloud: { url: "http://127.0.0.1" } }
            backends: { upgrader: { dialect: aliyun, broker: clowd } }
            fleets: { fleet: { devices: "tencent/P", broker: site, backend: upgrader } }
            """, to: "gateway.yaml")
        let gateway = try GatewayProcess(["run", folder.file("gateway.yaml")], in: folder)
        #expect(gateway.exitCode() == 78)
        for code in ["bad-url", "unknown-broker", "bad-devices"] {
            #expect(gateway.log.contains("[\(code)]"), "\(gateway.log)")
        }
        #expect(!FileManager.default.fileExists(atPath: folder.file("journal.sqlite")))
    }

    @Test func `a loop and an unknown dialect are found before the start`() throws {
        let folder = try TemporaryFolder()
        try folder.write(
            """
            mappings: \(Rig.mappings)
            journal: journal.sqlite
            brokers: { site: { url: "mqtt://127.0.0.1:1" } }
            backends: { upgrader: { dialect: tencent, broker: site } }
            fleets: { fleet: { devices: "tencent/P/*", broker: site, backend: upgrader } }
            """, to: "gateway.yaml")
        let gateway = try GatewayProcess(["run", folder.file("gateway.yaml")], in: folder)
        #expect(gateway.exitCode() == 78)
        #expect(gateway.log.contains("[loop]"))
    }

    @Test func `a bad dialect file ends the start with its findings`() throws {
        let folder = try TemporaryFolder()
        try folder.write("dialect: acme\nmessages: { offer: 3 }\nbehaviour: { success: never }\n", to: "acme.yaml")
        try Self.write(folder, mappings: folder.path, ports: [1, 2])
        let gateway = try GatewayProcess(["run", folder.file("gateway.yaml")], in: folder)
        #expect(gateway.exitCode() == 78)
        #expect(gateway.log.contains("acme.yaml:"))
        #expect(gateway.log.contains("[unknown-dialect]"))
    }

    @Test func `a journal that another gateway has open ends the start`() throws {
        let folder = try TemporaryFolder()
        let journal = try Journal(path: folder.file("journal.sqlite"))
        try Self.write(folder, mappings: Rig.mappings, ports: [1, 2])
        let gateway = try GatewayProcess(["run", folder.file("gateway.yaml")], in: folder)
        #expect(gateway.exitCode() == 78)
        #expect(gateway.log.contains("[locked]"), "\(gateway.log)")
        try journal.close()
    }

    @Test func `a broker that is down is said once and tried again, and a signal ends it all the same`() throws {
        let folder = try TemporaryFolder()
        let broker = try MosquittoBroker()
        try Self.write(folder, mappings: Rig.mappings, ports: [broker.port, try Loopback.freePort()])
        let gateway = try GatewayProcess(["run", folder.file("gateway.yaml")], in: folder)
        #expect(gateway.waits(for: "connected to broker 'site'"))
        #expect(gateway.waits(for: "connection refused, nothing listens on that port; trying again in"))
        gateway.signal(SIGTERM)
        #expect(gateway.exitCode(within: 5) == 0, "\(gateway.log)")
        #expect(!gateway.log.contains("ready"))
    }

    @Test func `it says ready, reloads routes at a hang-up, and ends with 0`() throws {
        let folder = try TemporaryFolder()
        let (site, cloud) = (try MosquittoBroker(), try MosquittoBroker())
        try Self.write(folder, mappings: Rig.mappings, ports: [site.port, cloud.port])
        let gateway = try GatewayProcess(["run", folder.file("gateway.yaml")], in: folder)
        #expect(gateway.waits(for: "ready: brokers site, cloud; backends upgrader; fleets fleet"))
        let backend = try Peer(port: cloud.port, filters: Vendor.aliyun.backendFilters)
        let device = try Peer(port: site.port, filters: Vendor.tencent.deviceFilters)
        try device.tell(Vendor.tencent.report("1.0.0", of: "P/dev1"))
        #expect(backend.driver.run { _ in backend.heard("/ota/device/inform/P/dev1") })

        let good = try String(contentsOfFile: folder.file("gateway.yaml"), encoding: .utf8)
        try folder.write("fleets: 3", to: "gateway.yaml")
        gateway.signal(SIGHUP)
        #expect(gateway.waits(for: "nothing was reloaded"))
        try device.tell(Vendor.tencent.report("1.0.1", of: "P/dev1"))
        #expect(backend.driver.run { _ in backend.heard("1.0.1") })

        try folder.write(
            good
                + "  second: { devices: \"tencent/P2/*\", broker: site, backend: upgrader, identity: { product: Q2 } }\n",
            to: "gateway.yaml")
        gateway.signal(SIGHUP)
        #expect(gateway.waits(for: "reloaded: brokers site, cloud; backends upgrader; fleets fleet, second"))
        try device.tell(Vendor.tencent.report("5.0.0", of: "P2/dev9"))
        #expect(backend.driver.run { _ in backend.heard("/ota/device/inform/Q2/dev9", "5.0.0") })

        gateway.signal(SIGTERM)
        #expect(gateway.exitCode(within: 5) == 0, "\(gateway.log)")
        #expect(gateway.log.contains("counted so far: "))
    }

    static func write(_ folder: TemporaryFolder, mappings: String, ports: [UInt16]) throws {
        try folder.write(
            """
            mappings: \(mappings)
            journal: journal.sqlite
            brokers: { site: { url: "mqtt://127.0.0.1:\(ports[0])" }, cloud: { url: "mqtt://127.0.0.1:\(ports[1])" } }
            backends: { upgrader: { dialect: aliyun, broker: cloud } }
            fleets:
              fleet: { devices: "tencent/P/*", broker: site, backend: upgrader }

            """, to: "gateway.yaml")
    }
}
