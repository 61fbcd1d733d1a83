import Journal
import Testing

struct OutboxTests {
    let folder: TemporaryFolder
    let journal: Journal
    init() throws {
        folder = try TemporaryFolder()
        journal = try Journal(path: folder.journal)
    }

    private func topics(_ link: String = "cloud", after: Int64 = 0) throws -> [String] {
        try journal.outboxBatch(link: link, after: after, limit: 100).map(\.message.topic)
    }

    @Test(arguments: OutboxKind.allCases) func `gives back what was put in`(kind: OutboxKind) throws {
        let message = OutboxMessage.sample("x", kind: kind, key: "k")
        let sequences = try journal.commit(JournalBatch { $0.append(message) }).sequences
        let rows = try journal.outboxBatch(link: "cloud", after: 0, limit: 5)
        #expect(rows.map(\.message) == [message])
        #expect(rows.map(\.sequence) == sequences)
    }

    @Test func `keeps the order of each link, and hands out what follows a sequence`() throws {
        let sequences = try journal.commit(
            JournalBatch { batch in
                for text in ["a", "b", "c", "d"] {
                    batch.append(.sample(text))
                    batch.append(.sample(text + "2", link: "site"))
                }
            }
        ).sequences.compactMap { $0 }
        #expect(try topics() == ["t/a", "t/b", "t/c", "t/d"])
        #expect(try topics("site") == ["t/a2", "t/b2", "t/c2", "t/d2"])
        #expect(try topics(after: sequences[2]) == ["t/c", "t/d"])
        #expect(try journal.outboxBatch(link: "cloud", after: 0, limit: 2).count == 2)
        #expect(try journal.outboxBatch(link: "cloud", after: 0, limit: 9, maximumBytes: 1).count == 1)
        let rest = try journal.outboxBatch(link: "cloud", after: 0, limit: 2) { $0 == sequences[0] }
        #expect(rest.map(\.message.topic) == ["t/b", "t/c"])
        #expect(try topics("never") == [])
    }

    @Test func `removes what was acknowledged, in runs or not`() throws {
        let sequences = try journal.commit(
            JournalBatch { batch in for number in 0..<10 { batch.append(.sample("\(number)")) } }
        ).sequences.compactMap { $0 }
        try journal.commit(
            JournalBatch { batch in
                for index in [4, 3, 0, 9, 3] { batch.remove(sequence: sequences[index]) }
                batch.remove(sequence: 1)
            })
        #expect(try topics() == ["t/1", "t/2", "t/5", "t/6", "t/7", "t/8"])
        #expect(journal.outboxTotals(link: "cloud").rows == 6)
    }

    @Test func `a newer message drops the older one of its key and goes to the end`() throws {
        let first = try journal.commit(
            JournalBatch {
                $0.append(.sample("old", key: "k"))
                $0.append(.sample("other", key: "k2"))
                $0.append(.sample("elsewhere", link: "site", key: "k"))
            }
        ).sequences
        let second = try journal.commit(JournalBatch { $0.append(.sample("new", key: "k")) })
        #expect(second.superseded == [first[0]])
        #expect(try topics() == ["t/other", "t/new"])
        #expect(try topics("site") == ["t/elsewhere"])
        #expect(journal.counters["superseded"] == 1)
    }

    @Test func `within one batch the older one is not even given a place to send`() throws {
        let done = try journal.commit(
            JournalBatch {
                $0.append(.sample("old", key: "k"))
                $0.append(.sample("new", key: "k"))
            })
        #expect(done.sequences.map { $0 != nil } == [false, true])
        #expect(done.superseded == [])
        #expect(try topics() == ["t/new"])
    }

    @Test func `a message in flight is not superseded`() throws {
        let sent = try journal.commit(JournalBatch { $0.append(.sample("sent", key: "k")) }).sequences[0]
        let waiting = try journal.commit(JournalBatch { $0.append(.sample("waiting", key: "k")) }) { $0 == sent }
        #expect(waiting.superseded == [])
        let newest = try journal.commit(JournalBatch { $0.append(.sample("newest", key: "k")) }) { $0 == sent }
        #expect(newest.superseded == waiting.sequences)
        #expect(try topics() == ["t/sent", "t/newest"])
    }

    @Test func `what its link takes at once is in flight from the start`() throws {
        let batch = JournalBatch { batch in
            for text in ["a", "b", "c"] { batch.append(.sample(text, key: "k")) }
            batch.append(.sample("d", link: "site", key: "k"))
        }
        let done = try journal.commit(batch, room: ["cloud": 2])
        #expect(done.sequences.map { $0 != nil } == [true, true, true, true])
        let later = try journal.commit(JournalBatch { $0.append(.sample("e", key: "k")) })
        #expect(later.superseded == [done.sequences[2]])
        #expect(try topics() == ["t/a", "t/b", "t/e"])
        #expect(try topics("site") == ["t/d"])
        try journal.commit(JournalBatch { batch in done.sequences.forEach { batch.remove(sequence: $0 ?? 0) } })
        #expect(journal.outboxTotals(link: "site") == (0, 0))
    }

    @Test func `keys that differ in normalisation only are two`() throws {
        try journal.commit(
            JournalBatch {
                $0.append(.sample("a", key: "\u{E9}"))
                $0.append(.sample("b", key: "e\u{301}"))
            })
        #expect(try topics().count == 2)
    }

    @Test func `totals are exact over restarts, and no sequence comes twice`() throws {
        var seen: Set<Int64> = []
        var path = journal
        for round in 1...5 {
            let done = try path.commit(.everything(round, removing: Array(seen.prefix(2))))
            for sequence in done.sequences.compactMap({ $0 }) { #expect(seen.insert(sequence).inserted) }
            let totals = (path.outboxTotals(link: "cloud"), path.outboxTotals(link: "site"), path.outboxBytes)
            let before = try path.contents()
            try path.close()
            path = try Journal(path: folder.journal)
            #expect(try path.contents() == before)
            #expect(totals.0.bytes + totals.1.bytes == path.outboxBytes)
            #expect(try path.outboxBatch(link: "cloud", after: 0, limit: 99).count == Int(totals.0.rows))
        }
        try path.commit(JournalBatch { batch in for sequence in seen { batch.remove(sequence: sequence) } })
        #expect(path.outboxBytes == 0)
        #expect(path.outboxTotals(link: "cloud") == (0, 0))
    }
}
