import Testing

@testable import Journal

struct BoundsTests {
    let folder: TemporaryFolder
    init() throws { folder = try TemporaryFolder() }

    private func journal(outbox: Int64 = 1_000_000, rows: Int64 = 100, bytes: Int64 = 1_000_000) throws -> Journal {
        var bounds = JournalBounds()
        bounds.outboxBytes = outbox
        bounds.quarantineRows = rows
        bounds.quarantineBytes = bytes
        return try Journal(path: folder.journal, bounds: bounds)
    }

    private func topics(_ journal: Journal, _ link: String = "cloud") throws -> [String] {
        try journal.outboxBatch(link: link, after: 0, limit: 1_000).map(\.message.topic)
    }

    @Test func `gives up receipts, then events, then progress, the oldest first, and then says full`() throws {
        let journal = try journal(outbox: 5_000)
        let kinds: [OutboxKind] = [.progress, .offer, .event, .receipt]
        try journal.commit(
            JournalBatch { batch in for kind in kinds { batch.append(.sample("\(kind)", kind: kind, size: 1_000)) } })
        #expect(!journal.isOutboxFull)

        func push(_ kind: OutboxKind) throws -> [String] {
            let done = try journal.commit(JournalBatch { $0.append(.sample("more", kind: kind, size: 1_000)) })
            #expect(journal.outboxBytes <= 5_000 || journal.isOutboxFull)
            return done.givenUp.map { "\($0)" }
        }
        #expect(try push(.terminal).count == 1)
        #expect(journal.counters == ["given-up.receipts": 1])
        #expect(try push(.offer).count == 1)
        #expect(journal.counters["given-up.events"] == 1)
        #expect(try push(.versionReport).count == 1)
        #expect(journal.counters["given-up.progress"] == 1)
        #expect(try topics(journal) == ["t/offer", "t/more", "t/more", "t/more"])
        #expect(!journal.isOutboxFull)
        #expect(try push(.query).isEmpty)
        #expect(journal.isOutboxFull)
    }

    @Test func `a message with no room is given up at once`() throws {
        let journal = try journal(outbox: 1_500)
        try journal.commit(JournalBatch { $0.append(.sample("offer", kind: .offer, size: 1_000)) })
        let done = try journal.commit(JournalBatch { $0.append(.sample("receipt", kind: .receipt, size: 1_000)) })
        #expect(done.sequences == [nil])
        #expect(done.givenUp == [])
        #expect(try topics(journal) == ["t/offer"])
    }

    @Test func `full ends with some room, not with the first byte`() throws {
        let journal = try journal(outbox: 16_000)
        let sequences = try journal.commit(
            JournalBatch { batch in
                for text in ["a", "b", "c"] {
                    batch.append(.sample(text, kind: .offer, size: text == "a" ? 400 : 8_000))
                }
            }
        ).sequences.compactMap { $0 }
        #expect(journal.isOutboxFull)
        try journal.commit(JournalBatch { $0.remove(sequence: sequences[0]) })
        #expect(journal.isOutboxFull)
        try journal.commit(JournalBatch { $0.remove(sequence: sequences[1]) })
        #expect(!journal.isOutboxFull)
    }

    @Test func `what is in flight is not given up`() throws {
        let journal = try journal(outbox: 2_500)
        let sent = try journal.commit(JournalBatch { $0.append(.sample("sent", kind: .receipt, size: 1_000)) })
            .sequences[0]
        try journal.commit(JournalBatch { $0.append(.sample("waiting", kind: .receipt, size: 1_000)) }) { $0 == sent }
        try journal.commit(JournalBatch { $0.append(.sample("offer", kind: .offer, size: 1_000)) }) { $0 == sent }
        #expect(try topics(journal) == ["t/sent", "t/offer"])
    }

    @Test func `the longest link gives up first`() throws {
        let journal = try journal(outbox: 4_000)
        try journal.commit(
            JournalBatch { batch in
                batch.append(.sample("short", link: "site", size: 500))
                for text in ["a", "b", "c"] { batch.append(.sample(text, size: 1_000)) }
            })
        try journal.commit(JournalBatch { $0.append(.sample("d", link: "site", size: 1_000)) })
        #expect(try topics(journal) == ["t/b", "t/c"])
        #expect(try topics(journal, "site") == ["t/short", "t/d"])
    }

    @Test func `a bound lowered while the gateway was down holds from the start`() throws {
        let first = try journal()
        try first.commit(
            JournalBatch { batch in for number in 0..<100 { batch.append(.sample("\(number)", size: 1_000)) } })
        try first.close()
        let second = try journal(outbox: 10_000)
        #expect(second.outboxBytes <= 10_000)
        #expect(!second.isOutboxFull)
        #expect(try topics(second).last == "t/99")
    }

    @Test func `the quarantine keeps the newest within both bounds`() throws {
        let journal = try journal(rows: 3, bytes: 2_000)
        for number in 1...5 { try journal.commit(JournalBatch { $0.setAside(.sample("\(number)")) }) }
        #expect(try journal.quarantined(after: 0, limit: 9).map(\.id) == [3, 4, 5])
        try journal.commit(JournalBatch { $0.setAside(.sample("large", size: 1_850)) })
        #expect(try journal.quarantined(after: 0, limit: 9).map(\.message.topic) == ["t/5", "t/large"])
        #expect(journal.counters == ["quarantine-dropped": 4])
        #expect(journal.quarantineTotals.rows == 2)
    }

    @Test func `one topic fills no more than its share of the quarantine`() throws {
        let journal = try journal(rows: 80, bytes: 1_000_000)
        try journal.commit(JournalBatch { $0.setAside(.sample("other")) })
        for _ in 1...20 {
            try journal.commit(
                JournalBatch { batch in for _ in 1...50 { batch.setAside(.sample("flooder")) } })
        }
        let kept = try journal.quarantined(after: 0, limit: 1_000)
        #expect(kept.map(\.message.topic) == ["t/other"] + [String](repeating: "t/flooder", count: 10))
        #expect(kept.last?.id == 1_001)
        #expect(journal.counters == ["quarantine-dropped": 990])
        #expect(journal.quarantineTotals.rows == 11)
    }

    @Test func `one topic fills no more than its share of the bytes, but for its newest message`() throws {
        let journal = try journal(rows: 80, bytes: 80_000)
        try journal.commit(JournalBatch { $0.setAside(.sample("other")) })
        for _ in 1...9 { try journal.commit(JournalBatch { $0.setAside(.sample("flooder", size: 4_000)) }) }
        #expect(journal.quarantineTotals.rows == 3)
        try journal.commit(JournalBatch { $0.setAside(.sample("flooder", size: 20_000)) })
        #expect(try journal.quarantined(after: 0, limit: 9).map(\.message.payload.count) == [2, 20_002])
    }

    @Test func `events stay within their bound, the newest ones`() throws {
        var bounds = JournalBounds()
        bounds.eventBytes = 1_000
        let journal = try Journal(path: folder.journal, bounds: bounds)
        for number in 1...500 { try journal.commit(JournalBatch { $0.append(.sample(number, time: 5)) }) }
        var row: [UInt8] = []
        EventRecord.sample(500, time: 5).encode(to: &row)
        let size = row.count
        let kept = try journal.events(after: 0, limit: 1_000)
        #expect(kept.count == 1_000 / size)
        #expect(kept.last?.place == 500)
        #expect(journal.ledger.eventBytes == Int64(kept.count * size))
        #expect(journal.counters["events-dropped"] == Int64(500 - kept.count))
        try journal.prune(eventsOlderThan: 9)
        #expect(journal.ledger.eventBytes == Int64(size))
        try journal.close()
        #expect(try Journal(path: folder.journal).ledger.eventBytes == Int64(size))
    }

    @Test func `a message is taken out of the quarantine once`() throws {
        let journal = try journal()
        try journal.commit(JournalBatch { $0.setAside(.sample("a")) })
        #expect(try journal.quarantined(id: 1) == .sample("a"))
        #expect(try journal.takeQuarantined(id: 1) == .sample("a"))
        #expect(try journal.takeQuarantined(id: 1) == nil)
        #expect(journal.quarantineTotals == (0, 0))
        try journal.commit(JournalBatch { $0.setAside(.sample("b")) })
        #expect(try journal.quarantined(after: 0, limit: 9).map(\.id) == [2])
    }
}
