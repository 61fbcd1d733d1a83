import Foundation
import Journal
import MosquittoClient
import TestSupport
import Testing

/// `ota-gateway run` beside a backend's broker that is connected and takes nothing.
struct MemoryTests {
    private static let devices = 2_000
    private static let reports = 16_000

    @Test(.disabled(if: ProcessInfo.processInfo.environment["SANITIZER"] != nil, "sanitizers keep what is freed"))
    func `what a slow backend leaves waiting takes disk and no memory, and arrives`() throws {
        let folder = try TemporaryFolder()
        let (site, cloud) = (try MosquittoBroker(), try MosquittoBroker())
        try RunTests.write(folder, mappings: Rig.mappings, ports: [site.port, cloud.port])
        let gateway = try GatewayProcess(["run", folder.file("gateway.yaml")], in: folder)
        #expect(gateway.waits(for: "ready"), "\(gateway.log)")
        let device = try Peer(port: site.port, filters: [])
        let backend = try Peer(port: cloud.port, filters: Vendor.aliyun.backendFilters)
        let journal = try JournalReader(path: folder.file("journal.sqlite"))
        func isTaken(_ count: Int) throws -> Bool {
            try journal.counters().contains { $0.name == "messages" && $0.value >= count }
        }
        var said = 0
        func say(upTo count: Int) throws {
            #expect(
                try device.driver.run(seconds: 60) { driver in
                    while said < count, driver.link.inFlight < driver.link.sendWindow {
                        try device.say(Vendor.tencent.report("1.\(said)", of: "P/d\(said % Self.devices)"))
                        said += 1
                    }
                    return said == count && driver.link.inFlight == 0
                })
        }

        cloud.setFrozen(true)
        defer { cloud.setFrozen(false) }
        // each device is known, and each cache full, before memory is looked at
        try say(upTo: 2 * Self.devices)
        #expect(try Deadline(seconds: 30).wait { try isTaken(2 * Self.devices) })
        let before = try ownPages(of: gateway)
        try say(upTo: Self.reports)
        #expect(try Deadline(seconds: 30).wait { try isTaken(Self.reports) })
        let more = try ownPages(of: gateway) - before
        let waiting = try journal.backlog().filter { $0.link == "cloud" }.reduce(0) { $0 + $1.messages }
        #expect(waiting > Self.reports / 2, "a report is never given up for a newer one")
        #expect(more < 12_000, "\(more) KB more for \(Self.reports - 2 * Self.devices) messages more")

        cloud.setFrozen(false)
        #expect(backend.driver.run(seconds: 60) { $0.messages.count >= Self.reports })
        gateway.signal(SIGTERM)
        #expect(gateway.exitCode() == 0)
    }

    /// In kilobytes.
    private func ownPages(of gateway: GatewayProcess) throws -> Int {
        let status = try String(contentsOfFile: "/proc/\(gateway.identifier)/status", encoding: .utf8)
        let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("RssAnon:") })
        return try #require(Int(line.filter(\.isNumber)))
    }
}
