import Foundation
import Testing

@testable import Journal

/// A journal is read beside the gateway that writes it.
struct ReaderTests {
    let folder: TemporaryFolder
    init() throws { folder = try TemporaryFolder() }

    private static func entry(_ device: String, _ text: String, _ way: TrailEntry.Way = .fromDevice) -> TrailEntry {
        TrailEntry(way: way, device: DeviceKey("tencent/P/\(device)"), topic: "t/\(device)", payload: Array(text.utf8))
    }

    @Test func `what is committed is read while the writer has it open`() throws {
        let journal = try Journal(path: folder.journal)
        let reader = try JournalReader(path: folder.journal)
        #expect(reader.isGatewayRunning)
        var batch = JournalBatch()
        batch.append(.sample("a"))
        batch.append(.sample("b", kind: .terminal))
        batch.setAside(.sample("x"))
        batch.increment("messages", by: 3)
        batch.setState([1, 2, 3], of: DeviceKey("tencent/P/a"), link: "cloud", due: 9)
        batch.set(
            LinkStanding.key(ofLink: "cloud"), to: LinkStanding(isUp: false, since: 7, text: "refused").encoded())
        let resting = LinkStanding(isUp: true, isResting: true, since: 8, text: "mqtt 5\nand more")
        batch.set(LinkStanding.key(ofLink: "site"), to: resting.encoded())
        try journal.commit(batch)

        #expect(try reader.backlog().map(\.kind) == [.progress, .terminal])
        #expect(try reader.backlog().allSatisfy { $0.link == "cloud" && $0.messages == 1 && $0.oldest == 5 })
        #expect(try reader.links().map(\.name) == ["cloud", "site"])
        #expect(
            try reader.links().map(\.standing) == [LinkStanding(isUp: false, since: 7, text: "refused"), resting])
        #expect(try reader.outbox(of: DeviceKey("tencent/P/a"), limit: 9).map(\.topic) == ["t/a"])
        #expect(try reader.device(DeviceKey("tencent/P/a"))?.state == [1, 2, 3])
        #expect(try reader.devices(named: "a", limit: 9) == [DeviceKey("tencent/P/a")])
        #expect(try reader.devices(named: "P/a", limit: 9) == [DeviceKey("tencent/P/a")])
        #expect(try reader.devices(named: "/a", limit: 9) == [])
        #expect(try reader.quarantined(limit: 9).map(\.message) == [.sample("x")])
        #expect(try reader.quarantineCodes() == [SetAsideMessage.sample("x").code: 1])
        #expect(try reader.counters().contains { $0 == (name: "messages", value: 3) })
        try journal.close()
        #expect(!reader.isGatewayRunning)
        #expect(try reader.backlog().count == 2)
    }

    @Test func `a journal that is not there is told`() throws {
        let error = #expect(throws: JournalError.self) { try JournalReader(path: folder.file("none.sqlite")) }
        #expect(error?.code == .open)
    }

    @Test func `the trail tells a device's last messages`() throws {
        let journal = try Journal(path: folder.journal)
        for round in 1...3 {
            var batch = JournalBatch()
            batch.note(Self.entry("a", "in \(round)"), at: Int64(round))
            batch.note(Self.entry("b", "other"), at: Int64(round))
            batch.note(Self.entry("a", "out \(round)", .toBackend), at: Int64(round))
            try journal.commit(batch)
        }
        let reader = try JournalReader(path: folder.journal)
        let last = try reader.trail(of: DeviceKey("tencent/P/a"), limit: 3)
        #expect(last.map { String(decoding: $0.entry.payload, as: UTF8.self) } == ["out 2", "in 3", "out 3"])
        #expect(last.map(\.time) == [2, 3, 3])
    }

    @Test func `the trail stays within its bound`() throws {
        var bounds = JournalBounds()
        bounds.trailBytes = 2_000
        let journal = try Journal(path: folder.journal, bounds: bounds)
        for round in 1...100 {
            var batch = JournalBatch()
            batch.note(Self.entry("a", String(repeating: "x", count: 80) + "\(round)"), at: Int64(round))
            try journal.commit(batch)
            #expect(journal.ledger.trailBytes <= bounds.trailBytes + 200)
        }
        let kept = try JournalReader(path: folder.journal).trail(of: DeviceKey("tencent/P/a"), limit: 1_000)
        #expect(kept.count > 10 && kept.count < 25)
        #expect(kept.last?.time == 100)
    }

    @Test func `entries are stored as they are, but for the end of a long payload`() {
        let long = [UInt8](repeating: 7, count: 5_000)
        let entries = TrailEntry.Way.allCases.map { way in
            TrailEntry(way: way, device: DeviceKey("é/\(way)"), topic: "", payload: way == .toDevice ? long : [0, 255])
        }
        var bytes: [UInt8] = []
        for entry in entries { entry.encode(to: &bytes) }
        #expect(TrailEntry.decode(bytes) == entries)
        #expect(entries.map(\.payload.count).max() == TrailEntry.payloadLimit)
        for count in bytes.indices { #expect(TrailEntry.decode(Array(bytes[..<count])).count < entries.count) }
    }
}
