import Journal
import Testing

/// Whatever is done to it, the outbox is what a plain list would be.
struct OutboxLawTests {
    @Test(arguments: 0..<40 as Range<UInt64>)
    func `the outbox behaves like a list`(seed: UInt64) throws {
        let folder = try TemporaryFolder()
        var random = Seeded(state: seed)
        var journal = try Journal(path: folder.journal)
        var model: [Int64: OutboxMessage] = [:]
        var inFlight: Set<Int64> = []
        var superseded: Int64 = 0
        for step in 0..<30 {
            var batch = JournalBatch()
            var removed: [Int64] = []
            for sequence in model.keys.sorted() where random.next() % 4 == 0 { removed.append(sequence) }
            for sequence in removed.shuffled(using: &random) { batch.remove(sequence: sequence) }
            let messages = (0..<Int(random.next() % 6)).map { index in
                OutboxMessage.sample(
                    "\(step)-\(index)", link: ["cloud", "site"][Int(random.next() % 2)],
                    key: random.next() % 3 == 0 ? nil : "k\(random.next() % 4)", size: Int(random.next() % 5_000))
            }
            for message in messages { batch.append(message) }

            let held = inFlight
            let done = try journal.commit(batch) { held.contains($0) }
            for sequence in removed { model[sequence] = nil }
            let before = model.count + messages.count
            for (index, message) in messages.enumerated() {
                let isReplaced = messages[(index + 1)...].contains { replaces($0, message) }
                #expect((done.sequences[index] == nil) == isReplaced)
                for (sequence, older) in model where replaces(message, older) && !held.contains(sequence) {
                    #expect(done.superseded.contains(sequence))
                    model[sequence] = nil
                }
            }
            for (index, message) in messages.enumerated() {
                if let new = done.sequences[index] { model[new] = message }
            }
            superseded += Int64(before - model.count)
            inFlight = Set(model.keys.filter { held.contains($0) || random.next() % 3 == 0 })

            if random.next() % 5 == 0 {
                try journal.close()
                journal = try Journal(path: folder.journal)
            }
            for link in ["cloud", "site"] {
                let rows = try journal.outboxBatch(link: link, after: 0, limit: 1_000)
                let expected = model.filter { $0.value.link == link }.sorted { $0.key < $1.key }
                #expect(rows.map(\.sequence) == expected.map(\.key))
                #expect(rows.map(\.message) == expected.map(\.value))
                #expect(journal.outboxTotals(link: link).rows == Int64(rows.count))
            }
        }
        #expect(journal.counters["superseded", default: 0] == superseded)
        try journal.commit(JournalBatch { batch in for sequence in model.keys { batch.remove(sequence: sequence) } })
        #expect(journal.outboxBytes == 0)
    }

    private func replaces(_ newer: OutboxMessage, _ older: OutboxMessage) -> Bool {
        newer.link == older.link && newer.supersedeKey != nil && newer.supersedeKey == older.supersedeKey
    }
}

/// SplitMix64: the same numbers for the same seed everywhere.
struct Seeded: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
