import Journal
import TestSupport
import Testing

@testable import Gateway

/// A real broker whose access list changes while the gateway runs.
struct RightsTests {
    private static let all = ["topic readwrite #"]
    private static let readOnly = ["topic read #"]

    @Test func `a right that is taken away and given back loses nothing and keeps the order`() throws {
        var options = BrokerOptions()
        options.rights = Self.all
        let rig = try Rig(
            """
            backends: { upgrader: { dialect: aliyun, broker: cloud } }
            fleets: { fleet: { devices: "tencent/PDEV/*", broker: site, backend: upgrader } }
            """, brokers: ["site": .init(), "cloud": options])
        let cloud = try #require(rig.brokers["cloud"])
        let device = try rig.peer(at: "site", [])
        let backend = try rig.peer(at: "cloud", Vendor.aliyun.backendFilters)
        try rig.ready()
        func report(_ version: String) throws { try device.say(Vendor.tencent.report(version, of: "PDEV/dev1")) }

        try report("1.0.0")
        #expect(try rig.run { backend.heard("\"1.0.0\"") })
        try cloud.setRights(Self.readOnly)
        for version in ["1.0.1", "1.0.2"] { try report(version) }
        #expect(try rig.run { rig.log.has("broker 'cloud' refuses messages (not authorised)") }, "\(rig.log.lines)")
        #expect(backend.heard.count == 1 && rig.journal.outboxBytes > 0)

        try cloud.setRights(Self.all)
        try rig.pass(seconds: 40)
        #expect(try rig.run { rig.journal.outboxBytes == 0 })
        #expect(try rig.run { backend.heard("\"1.0.2\"") })
        let versions = ["1.0.0", "1.0.1", "1.0.2"]
        #expect(backend.heard.compactMap { line in versions.first { line.contains("\"\($0)\"") } } == versions)
        #expect(try rig.count("refused-by-broker") == 0)
    }
}
