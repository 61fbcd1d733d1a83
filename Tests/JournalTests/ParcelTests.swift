import Foundation
import GRDB
import Journal
import Testing

/// What links take at once is kept like all else, in few rows.
struct ParcelTests {
    let folder: TemporaryFolder
    let journal: Journal

    init() throws {
        folder = try TemporaryFolder()
        journal = try Journal(path: folder.journal)
    }

    /// Where a copy of the file and its log stands, as a crash would leave them.
    private func crash(_ path: String) throws -> String {
        try folder.crash(path, to: "copy-\(UUID().uuidString).sqlite")
    }

    private func crashed() throws -> Journal { try Journal(path: crash(folder.journal)) }

    private func topics(_ journal: Journal, after sequence: Int64 = 0, limit: Int = 99) throws -> [String] {
        try journal.outboxBatch(link: "cloud", after: sequence, limit: limit, maximumBytes: .max).map(\.message.topic)
    }

    private func send(_ texts: [String], waiting: [String] = []) throws -> [Int64] {
        try journal.commit(
            JournalBatch { batch in for text in texts + waiting { batch.append(.sample(text, kind: .offer)) } },
            room: ["cloud": Int64(texts.count)]
        ).sequences.compactMap { $0 }
    }

    private func deliver(_ sequences: [Int64]) throws {
        try journal.commit(JournalBatch { batch in for sequence in sequences { batch.remove(sequence: sequence) } })
    }

    @Test func `a commit costs one row for all that a link takes at once`() throws {
        _ = try send(["first"])
        _ = try send(["a", "b", "c", "d", "e"])
        let few = journal.rowsTouched
        _ = try send((0..<60).map { "g\($0)" })
        #expect(journal.rowsTouched == few)
        #expect(journal.outboxTotals(link: "cloud").rows == 66)
    }

    @Test func `what is on its way survives a crash with all that belongs to it`() throws {
        _ = try send(["a", "b"], waiting: ["c"])
        let again = try crashed()
        #expect(
            try again.outboxBatch(link: "cloud", after: 0, limit: 9)
                == journal.outboxBatch(link: "cloud", after: 0, limit: 9))
        #expect(again.outboxTotals(link: "cloud") == journal.outboxTotals(link: "cloud"))
        #expect(try topics(again) == ["t/a", "t/b", "t/c"])
    }

    @Test func `it is read between what waits, in order and in parts`() throws {
        let first = try send(["a", "b"], waiting: ["c"])
        _ = try send(["d", "e"], waiting: ["f"])
        #expect(try topics(journal) == ["t/a", "t/b", "t/c", "t/d", "t/e", "t/f"])
        #expect(try topics(journal, limit: 4) == ["t/a", "t/b", "t/c", "t/d"])
        #expect(try topics(journal, after: first[1], limit: 2) == ["t/c", "t/d"])
        let flying = try journal.outboxBatch(link: "cloud", after: 0, limit: 9) { first.contains($0) }
        #expect(flying.map(\.message.topic) == ["t/d", "t/e", "t/f"])
        let found = try journal.outboxDevices(link: "cloud", after: first[0], limit: 3)
        #expect(found.devices.map(\.text) == ["tencent/P/b", "tencent/P/c", "tencent/P/d"])
        #expect(try journal.oldestSequence(link: "cloud") == first[0])
    }

    @Test func `what is delivered of a parcel may come again after a crash, but nothing older than what was delivered`()
        throws
    {
        let (old, new) = (try send(["a", "b", "c"]), try send(["d", "e"]))
        try deliver([old[0], old[1]])
        #expect(try topics(journal) == ["t/c", "t/d", "t/e"])
        #expect(try topics(crashed()) == ["t/a", "t/b", "t/c", "t/d", "t/e"])
        try deliver([new[0]])
        #expect(try topics(crashed()) == ["t/c", "t/d", "t/e"])
        try deliver([new[1]])
        #expect(try topics(crashed()) == ["t/c"])
        try deliver([old[2]])
        #expect(try topics(crashed()) == [])
        #expect(journal.outboxBytes == 0)
    }

    @Test func `nothing delivered comes again after an orderly end`() throws {
        let sent = try send(["a", "b", "c"])
        try deliver([sent[1]])
        try journal.close()
        let again = try Journal(path: folder.journal)
        #expect(try topics(again) == ["t/a", "t/c"])
        #expect(again.outboxTotals(link: "cloud").rows == 2)
    }

    @Test func `nothing delivered comes again after tidying`() throws {
        let sent = try send(["a", "b", "c"])
        try deliver([sent[0]])
        #expect(journal.isOutboxUntidy)
        try journal.commit(JournalBatch { $0.tidyOutbox() })
        #expect(!journal.isOutboxUntidy)
        #expect(try topics(crashed()) == ["t/b", "t/c"])
        try deliver(sent)
        #expect(!journal.isOutboxUntidy && journal.outboxBytes == 0)
    }

    @Test func `large messages go into several parcels`() throws {
        try journal.commit(
            JournalBatch { batch in
                for text in ["a", "b", "c"] { batch.append(.sample(text, kind: .offer, size: 600_000)) }
            }, room: ["cloud": 3])
        #expect(try topics(journal) == ["t/a", "t/b", "t/c"])
        #expect(try topics(crashed()) == ["t/a", "t/b", "t/c"])
    }

    @Test func `a damaged parcel is said to be one`() throws {
        _ = try send(["a"])
        try journal.close()
        let queue = try DatabaseQueue(path: folder.journal)
        try queue.write { try $0.execute(sql: "update parcels set messages = x'0102'") }
        try queue.close()
        let failure = try #require(throws: JournalError.self) { try Journal(path: folder.journal) }
        #expect(failure.code == .corrupt && failure.text.contains("damaged"))
    }

    @Test func `a reader counts what is on its way and what waits together`() throws {
        _ = try send(["a", "b"], waiting: ["c"])
        let reader = try JournalReader(path: folder.journal)
        #expect(try reader.backlog().map { [$0.kind.name, "\($0.messages)"] } == [["offers", "3"]])
        #expect(try reader.backlog().first?.bytes == journal.outboxBytes)
        #expect(try reader.outbox(of: DeviceKey("tencent/P/b"), limit: 9).map(\.topic) == ["t/b"])
    }

    @Test(arguments: 0..<40 as Range<UInt64>)
    func `whatever is sent, delivered and cut off, nothing is lost and order is kept`(seed: UInt64) throws {
        var random = Seeded(state: seed)
        var (journal, path) = (journal, folder.journal)
        var (waiting, delivered): (Set<Int64>, Set<Int64>) = ([], [])
        for step in 0..<40 {
            var batch = JournalBatch()
            for index in 0..<Int(random.next() % 5) { batch.append(.sample("\(step)-\(index)", kind: .offer)) }
            // nearly in order, as acknowledgements come
            let removed = waiting.sorted().prefix(Int(random.next() % 6)).filter { _ in random.next() % 8 > 0 }
            for sequence in removed { batch.remove(sequence: sequence) }
            let done = try journal.commit(batch, room: ["cloud": Int64(random.next() % 5)])
            waiting.subtract(removed)
            delivered.formUnion(removed)
            waiting.formUnion(done.sequences.compactMap { $0 })
            #expect(try journal.outboxBatch(link: "cloud", after: 0, limit: 999).map(\.sequence) == waiting.sorted())
            #expect(journal.outboxTotals(link: "cloud").rows == Int64(waiting.count))
            guard random.next() % 4 == 0 else { continue }

            path = try crash(path)
            journal = try Journal(path: path)
            let found = try journal.outboxBatch(link: "cloud", after: 0, limit: 999).map(\.sequence)
            #expect(journal.outboxTotals(link: "cloud").rows == Int64(found.count))
            #expect(waiting.isSubset(of: found))
            let again = Set(found).subtracting(waiting)
            #expect(again.isSubset(of: delivered))
            if let oldest = again.min() { #expect(delivered.filter { $0 > oldest }.isSubset(of: again)) }
            waiting = Set(found)
            delivered.subtract(again)
        }
        try journal.commit(JournalBatch { batch in for sequence in waiting { batch.remove(sequence: sequence) } })
        #expect(journal.outboxBytes == 0)
    }
}
