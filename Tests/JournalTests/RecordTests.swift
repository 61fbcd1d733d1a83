import Journal
import Testing

struct RecordTests {
    let folder: TemporaryFolder
    let journal: Journal
    init() throws {
        folder = try TemporaryFolder()
        journal = try Journal(path: folder.journal)
    }

    @Test func `queries are read together, or none at all`() throws {
        try journal.commit(JournalBatch { $0.setState([1], of: DeviceKey("d"), link: "site", due: nil) })
        let states = try journal.reading { () throws(JournalError) in
            [try journal.deviceState(DeviceKey("d")), try journal.deviceState(DeviceKey("e"))]
        }
        #expect(states == [[1], nil])
        #expect(try journal.reading { () throws(JournalError) in 7 } == 7)
        #expect(throws: JournalError(.io, "")) {
            try journal.reading { () throws(JournalError) in
                _ = try journal.deviceState(DeviceKey("d"))
                throw JournalError(.io, "told to fail")
            }
        }
        try journal.commit(JournalBatch { $0.setState([2], of: DeviceKey("d"), link: "site", due: nil) })
        #expect(try journal.deviceState(DeviceKey("d")) == [2])
    }

    @Test func `keeps the last state of a device`() throws {
        let key = DeviceKey("tencent/P/d")
        #expect(try journal.deviceState(key) == nil)
        for state in [[], [1, 2, 0, 255], [3]] as [[UInt8]] {
            try journal.commit(JournalBatch { $0.setState(state, of: key, link: "site", due: nil) })
            #expect(try journal.deviceState(key) == state)
        }
        try journal.commit(
            JournalBatch {
                $0.setState([8], of: key, link: "site", due: 1)
                $0.setState([9], of: key, link: "site", due: 2)
            })
        #expect(try journal.deviceState(key) == [9])
        #expect(try journal.dueDevices(link: "site", through: 9, limit: 9).map(\.due) == [2])
    }

    @Test func `devices whose names differ in normalisation only are two`() throws {
        let (composed, decomposed) = (DeviceKey("a/b/\u{E9}"), DeviceKey("a/b/e\u{301}"))
        #expect(composed != decomposed)
        try journal.commit(
            JournalBatch {
                $0.setState([1], of: composed, link: "site", due: nil)
                $0.setState([2], of: decomposed, link: "site", due: nil)
            })
        #expect(try journal.deviceState(composed) == [1])
        #expect(try journal.deviceState(decomposed) == [2])
    }

    @Test func `gives due devices by due time, then as first heard, on one link's clock`() throws {
        func set(_ name: String, _ due: Int64?, link: String = "site") throws {
            try journal.commit(JournalBatch { $0.setState([0], of: DeviceKey(name), link: link, due: due) })
        }
        func due(through limit: Int64, _ count: Int = 10) throws -> [String] {
            try journal.dueDevices(link: "site", through: limit, limit: count).map { "\($0.key) \($0.due)" }
        }
        try set("z", 20)
        try set("b", 10)
        try set("a", 10)
        try set("other", 1, link: "far")
        #expect(try journal.nextDue(link: "site") == 10)
        #expect(try due(through: 9) == [])
        #expect(try due(through: 10) == ["b 10", "a 10"])
        #expect(try due(through: 20, 2) == ["b 10", "a 10"])
        try set("b", nil)
        try set("a", 30)
        try set("z", 25)
        try set("z", 20)
        #expect(try journal.nextDue(link: "site") == 10)
        #expect(try due(through: 10) == [])
        #expect(try due(through: 100) == ["z 20", "a 30"])
        #expect(try journal.nextDue(link: "site") == 20)
        #expect(try journal.nextDue(link: "far") == 1)
        #expect(try journal.nextDue(link: "never") == nil)
    }

    @Test func `timers put off again and again end in their last order`() throws {
        for round in 1...4 {
            try journal.commit(
                JournalBatch { batch in
                    for device in 0..<2_000 {
                        let due = Int64(round * 100_000 + (device * 7_919 * round) % 2_000)
                        batch.setState([0], of: DeviceKey("\(device)"), link: "site", due: device % 10 == 9 ? nil : due)
                    }
                })
            #expect(try journal.dueDevices(link: "site", through: Int64(round * 100_000 - 1), limit: 10).isEmpty)
        }
        let next = try #require(try journal.nextDue(link: "site"))
        #expect(next == 400_000)
        let all = try journal.dueDevices(link: "site", through: .max, limit: 9_999)
        #expect(all.count == 1_800)
        #expect(all.map(\.due) == all.map(\.due).sorted())
        #expect(all.allSatisfy { entry in entry.due == 400_000 + (Int64(entry.key.text) ?? 0) * 7_919 * 4 % 2_000 })
        let first = try journal.dueDevices(link: "site", through: .max, limit: 7)
        #expect(first.map(\.key) == all.prefix(7).map(\.key))
    }

    @Test func `keeps numbers, bytes and counters`() throws {
        try journal.commit(
            JournalBatch {
                $0.set("clock.site", to: -5)
                $0.set("clock.site", to: 12)
                $0.set("blob", to: [0, 1])
                $0.increment("set-aside.not-json")
                $0.increment("set-aside.not-json", by: 4)
            })
        try journal.commit(JournalBatch { $0.increment("set-aside.not-json") })
        #expect(journal.number("clock.site") == 12)
        #expect(try journal.bytes("blob") == [0, 1])
        #expect(journal.number("none") == nil)
        #expect(journal.counters == ["set-aside.not-json": 6])
    }

    @Test func `remembers received messages until their commits are forgotten, over a restart`() throws {
        let pairs = (0..<9 as Range<UInt16>).map {
            InboundPair(packetIdentifier: $0 &* 8_191, hash: UInt64.max - UInt64($0))
        }
        for start in [0, 3, 6] as [Int] {
            try journal.commit(
                JournalBatch { batch in
                    for place in start..<(start + 3) { batch.remember(pairs[place], at: Int64(place), link: "site") }
                })
        }
        let runs = [0, 3, 6].map { InboundRun(start: Int64($0), pairs: Array(pairs[$0..<($0 + 3)])) }
        #expect(try journal.received(link: "site") == runs)
        #expect(try journal.received(link: "far") == [])
        try journal.commit(JournalBatch { $0.forget(receivedBefore: 5, link: "site") })
        #expect(try journal.received(link: "site") == Array(runs[1...]), "a commit is forgotten as a whole")
        try journal.commit(JournalBatch { $0.forget(receivedBefore: 8, link: "site") })
        #expect(try journal.received(link: "site") == [runs[2]])
        try journal.close()
        #expect(try Journal(path: folder.journal).received(link: "site") == [runs[2]])
    }

    @Test func `an empty batch writes nothing`() throws {
        #expect(try journal.commit(JournalBatch()) == JournalCommit())
        #expect(JournalBatch().isEmpty)
        var batch = JournalBatch.everything(1)
        #expect(!batch.isEmpty)
        batch.removeAll()
        #expect(batch.isEmpty)
    }

    @Test func `prunes events that are old enough, some at a time, never giving a place twice`() throws {
        for number in 1...10 {
            try journal.commit(JournalBatch { $0.append(.sample(number, time: Int64(number))) })
        }
        #expect(try journal.events(after: 8, limit: 10).map(\.event.time) == [9, 10])
        #expect(try journal.prune(eventsOlderThan: 6, limit: 3) == 3)
        #expect(try journal.prune(eventsOlderThan: 6, limit: 3) == 2)
        #expect(try journal.prune(eventsOlderThan: 6) == 0)
        #expect(try journal.events(after: 0, limit: 2).map(\.event) == [.sample(6, time: 6), .sample(7, time: 7)])
        #expect(try journal.prune(eventsOlderThan: 99) == 4)
        try journal.commit(
            JournalBatch {
                $0.append(EventRecord.sample(11, time: 11))
                $0.append(EventRecord.sample(12, time: 11))
                $0.pruneEvents(olderThan: 11)
            })
        #expect(try journal.events(after: 0, limit: 9).map(\.place) == [11, 11])
        #expect(try journal.events(after: 0, limit: 9).map(\.event) == [.sample(11, time: 11), .sample(12, time: 11)])
    }
}
