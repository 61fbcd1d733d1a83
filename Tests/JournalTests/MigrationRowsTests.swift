import Testing

@testable import Journal

/// What the journal keeps of migrations.
struct MigrationRowsTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test func `keeps parts, devices and who did what, in the commit of all else`() throws {
        let journal = try Journal(path: folder.journal)
        var batch = JournalBatch()
        #expect(batch.isEmpty)
        batch.setMigration("leave", part: "plan", to: [1, 2])
        batch.setMigration("leave", part: "life", to: [3])
        batch.setState([9], of: DeviceKey("tencent/P/d1"), link: "site", due: nil)
        batch.setState([8], of: DeviceKey("tencent/P/d2"), link: "site", due: nil)
        batch.setMigrant([4, 5], of: DeviceKey("tencent/P/d1"), migration: "leave", owner: 1, goal: 0)
        let entry = AuditEntry(
            time: 77, migration: "leave", who: "ann", command: "start", reason: "so", outcome: "planned → mirroring")
        batch.note(entry)
        #expect(!batch.isEmpty)
        try journal.commit(batch)
        batch.removeAll()
        #expect(batch.isEmpty)
        batch.setMigration("leave", part: "life", to: [6])
        batch.setMigrant([7], of: DeviceKey("tencent/P/d1"), migration: "leave", owner: 0, goal: 0)
        try journal.commit(batch)

        #expect(try journal.migrations() == ["leave": ["plan": [1, 2], "life": [6]]])
        #expect(try journal.migrant(DeviceKey("tencent/P/d1"))?.state == [7])
        let devices = try journal.migratingDevices(after: 0, limit: 9)
        #expect(devices.map(\.key.text) == ["tencent/P/d1", "tencent/P/d2"])
        #expect(devices.map { $0.migrant?.state } == [[7], nil])
        #expect(try journal.migratingDevices(after: devices[0].id, limit: 9).map(\.state) == [[8]])

        let reader = try JournalReader(path: folder.journal)
        #expect(try reader.migrations() == journal.migrations())
        #expect(try reader.audit() == [entry])
        #expect(try reader.audit(of: "other").isEmpty)
        #expect(try reader.migrant(DeviceKey("tencent/P/d1"))?.migration == "leave")
        var seen: [String] = []
        try reader.eachMigratingDevice { seen.append("\($0.key) \($0.migrant?.state ?? [])") }
        #expect(seen == ["tencent/P/d1 [7]", "tencent/P/d2 []"])
    }

    @Test func `forgets the devices of a migration bit by bit`() throws {
        let journal = try Journal(path: folder.journal)
        var batch = JournalBatch()
        for number in 0..<25 {
            let name = number < 20 ? "leave" : "stay"
            batch.setMigrant([1], of: DeviceKey("d\(number)"), migration: name, owner: 0, goal: Int64(number % 2))
        }
        try journal.commit(batch)
        var counts: [Int] = []
        for _ in 0..<3 {
            batch.removeAll()
            batch.forgetMigrants(of: "leave", atMost: 8)
            try journal.commit(batch)
            counts.append(try journal.migrantCounts(of: "leave").reduce(0) { $0 + $1.count })
        }
        #expect(counts == [12, 4, 0])
        #expect(try journal.migrantCounts(of: "stay").reduce(0) { $0 + $1.count } == 5)
    }

    @Test func `withdraws a message that waits, not what takes its place nor what is under way`() throws {
        let journal = try Journal(path: folder.journal)
        func offer(_ topic: String, _ key: String) -> OutboxMessage {
            OutboxMessage(
                link: "site", topic: topic, payload: [1], kind: .offer, supersedeKey: key, device: DeviceKey("d"),
                created: 1)
        }
        var batch = JournalBatch()
        batch.append(offer("waits", "a"))
        batch.append(offer("flies", "b"))
        let sequences = try journal.commit(batch).sequences
        batch.removeAll()
        batch.withdraw("a", from: "site")
        batch.withdraw("b", from: "site")
        batch.append(offer("new", "a"))
        let result = try journal.commit(batch) { $0 == sequences[1] }
        #expect(result.superseded == [sequences[0]])
        #expect(
            try journal.outboxBatch(link: "site", after: 0, limit: 9).map(\.message.topic) == ["flies", "new"])
    }
}
