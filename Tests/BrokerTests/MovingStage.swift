import Foundation
import Journal
import Migration
import Synchronization
import TestSupport
import Testing

@testable import Gateway

/// Some devices at broker `site`, two backends at brokers of their own, and a gateway that moves the devices from the one to
/// the other.
struct MovingStage {
    static let product = "PDEV"

    let rig: Rig
    let vendor: Vendor
    let device: Peer
    let old: (vendor: Vendor, peer: Peer)
    let new: (vendor: Vendor, peer: Peer)
    let progress: Peer

    init(_ vendor: Vendor, from old: Vendor, to new: Vendor, fleet options: String = "") throws {
        rig = try Rig(
            """
            name: plant-7
            backends: { old: { dialect: \(old.rawValue), broker: old }, new: { dialect: \(new.rawValue), broker: new } }
            fleets:
              fleet: { devices: "\(vendor.rawValue)/\(Self.product)/*", broker: site, backend: old,
                       identity: { product: POLD }\(options.isEmpty ? "" : ", \(options)") }
            progress: { broker: site, topic: "ota/progress/${dialect}/${product}/${device}" }
            """, brokers: ["site": .init(), "old": .init(), "new": .init()])
        self.vendor = vendor
        device = try rig.peer(at: "site", vendor.deviceFilters)
        self.old = (old, try rig.peer(at: "old", old.backendFilters))
        self.new = (new, try rig.peer(at: "new", new.backendFilters))
        progress = try rig.peer(at: "site", ["ota/progress/#"])
        try rig.ready()
    }

    var plan: Migration.Plan {
        .init(
            destination: "new",
            fleets: [.init(name: "fleet", origin: "old", product: "PNEW", device: "n-${device}", exceptions: [:])])
    }

    /// Has the gateway obey, as the control socket does.
    @discardableResult
    func order(_ action: MigrationRequest.Action, name: String = "leave") throws -> ControlReply {
        let request = MigrationRequest(migration: name, action: action, who: "tester", reason: "a test")
        let box = Answer()
        rig.control.ask(.migrate(request)) { box.set($0) }
        guard try rig.run(until: { box.reply != nil }), let reply = box.reply else { throw TestFailure("no answer") }
        return reply
    }

    @discardableResult
    func order(_ command: Migration.Command) throws -> ControlReply { try order(.command(command)) }

    private final class Answer: Sendable {
        private let value = Mutex<ControlReply?>(nil)
        var reply: ControlReply? { value.withLock { $0 } }
        func set(_ reply: ControlReply) { value.withLock { $0 = reply } }
    }

    func status() throws -> MigrationStatus {
        let reader = try rig.reader()
        let book = try MigrationBook(try reader.migrations())
        let migration = try #require(book["leave"])
        return MigrationStatus(try MigrationView(migration, of: book, in: reader, plan: rig.reactor.pipeline.plan))
    }

    /// Lets devices report a version, and the new backend hear of them.
    func begin(_ names: [String], patience: Int64 = 900, plan: Migration.Plan? = nil) throws {
        for name in names { try report("1.0.0", of: name) }
        try expect(messages: Int64(names.count))
        var plan = plan ?? self.plan
        plan.patience = patience
        try order(.plan(plan))
        try order(.start)
        #expect(try rig.run { new.peer.count("\"1.0.0\"") >= names.count - takenNames(plan) })
    }

    /// Devices whose name at the new backend is another one's exception.
    private func takenNames(_ plan: Migration.Plan) -> Int {
        plan.fleets[0].exceptions.values.count { $0.hasPrefix("PNEW/n-") }
    }

    func report(_ version: String, of device: String = "d1") throws {
        try self.device.say(vendor.report(version, of: "\(Self.product)/\(device)"))
    }
    func offerOld(_ version: String, to device: String = "d1", url: String = "https://old.example/fw") throws {
        try old.peer.say(old.vendor.offer(version, to: "POLD/\(device)", url: url))
    }
    func offerNew(_ version: String, to device: String = "d1", url: String = "https://new.example/fw") throws {
        try new.peer.say(new.vendor.offer(version, to: "PNEW/n-\(device)", url: url))
    }

    /// Waits for something heard by a peer.
    func expect(_ peer: Peer, hears parts: String..., sourceLocation: SourceLocation = #_sourceLocation) throws {
        let isHeard = try rig.run { peer.heard.contains { line in parts.allSatisfy { line.contains($0) } } }
        #expect(
            isHeard, "expected \(parts) among \(peer.heard), log \(rig.log.lines)", sourceLocation: sourceLocation)
    }

    func expect(messages count: Int64, sourceLocation: SourceLocation = #_sourceLocation) throws {
        #expect(try rig.run { try rig.count("messages") >= count }, sourceLocation: sourceLocation)
    }

    /// Waits until so many devices belong to the new backend, none being on its way.
    func expect(moved count: Int, sourceLocation: SourceLocation = #_sourceLocation) throws {
        let isSo = try rig.run {
            let status = try status()
            return status.devices.atDestination == count && status.devices.leaving == 0
        }
        let devices = try status().devices
        #expect(isSo, "\(devices), log \(rig.log.lines)", sourceLocation: sourceLocation)
    }
}
