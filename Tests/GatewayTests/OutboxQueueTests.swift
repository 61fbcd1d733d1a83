import TestMaterial
import Testing

@testable import Gateway
@testable import Journal

struct OutboxQueueTests {
    private static func message(_ sequence: Int64) -> OutboxMessage {
        OutboxMessage(link: "l", topic: "t", payload: [], kind: .progress, device: DeviceKey("d"), created: sequence)
    }

    /// Commits, acknowledgements, lost connections and dropped rows in any order: each connection sends what the journal has,
    /// in order, each row once, and nothing that was dropped.
    @Test(arguments: 0..<200 as Range<UInt64>) func `each connection sends the journal's rows in order`(seed: UInt64)
        throws
    {
        var generator = SeededGenerator(seed: seed)
        let journal = try TemporaryJournal()
        var queue = OutboxQueue()
        var delivered: Set<Int64> = []
        var known: Set<Int64> = []
        var sentNow: [Int64] = []
        var identifiers: [UInt16: Int64] = [:]
        var lastIdentifier: UInt16 = 0
        var isConnected = false
        for _ in 0..<60 {
            switch Int.random(in: 0..<6, using: &generator) {
            case 0:
                if isConnected { queue.disconnected() } else { queue.connected() }
                isConnected.toggle()
                (sentNow, identifiers) = ([], [:])
            case 1, 2:
                var batch = JournalBatch()
                let messages = (0..<Int.random(in: 1...5, using: &generator)).map { _ in Self.message(0) }
                for message in messages { batch.append(message) }
                let result = try journal.value.commit(batch) { queue.isInFlight($0) }
                for (message, sequence) in zip(messages, result.sequences) {
                    let sequence = try #require(sequence)
                    known.insert(sequence)
                    queue.committed(sequence, message)
                }
            case 3, 4:
                for _ in 0..<Int.random(in: 1...6, using: &generator) {
                    if let place = queue.fetchPlace {
                        queue.fetched(try journal.value.outboxBatch(link: "l", after: place, limit: 3))
                    }
                    guard isConnected, let next = queue.next() else { continue }
                    lastIdentifier += 1
                    queue.sent(next, packetIdentifier: lastIdentifier)
                    identifiers[lastIdentifier] = next.sequence
                    sentNow.append(next.sequence)
                }
                #expect(sentNow == sentNow.sorted() && Set(sentNow).count == sentNow.count)
                #expect(delivered.isDisjoint(with: Set(sentNow).subtracting(delivered)))
            default:
                guard let (identifier, sequence) = identifiers.min(by: { $0.key < $1.key }) else { continue }
                identifiers[identifier] = nil
                #expect(queue.acknowledged(packetIdentifier: identifier)?.sequence == sequence)
                var batch = JournalBatch()
                batch.remove(sequence: sequence)
                try journal.value.commit(batch)
                #expect(delivered.insert(sequence).inserted, "delivered twice: \(sequence)")
            }
        }
        queue.connected()
        var rest: [Int64] = []
        while let place = queue.fetchPlace {
            queue.fetched(try journal.value.outboxBatch(link: "l", after: place, limit: 3))
            while let next = queue.next() { rest.append(next.sequence) }
        }
        #expect(rest == known.subtracting(delivered).sorted())
    }

    @Test func `a dropped row is not sent`() {
        var queue = OutboxQueue()
        queue.connected()
        queue.fetched([])
        for sequence in 1...4 as ClosedRange<Int64> { queue.committed(sequence, Self.message(sequence)) }
        _ = queue.next()
        queue.dropped([3])
        #expect(queue.next()?.sequence == 2)
        #expect(queue.next()?.sequence == 4)
        #expect(queue.next() == nil)
    }

    @Test func `what is put back comes first again`() throws {
        var queue = OutboxQueue()
        queue.connected()
        queue.fetched([])
        for sequence in 1...2 as ClosedRange<Int64> { queue.committed(sequence, Self.message(sequence)) }
        for sequence in 1...2 as ClosedRange<Int64> {
            let next = queue.next()
            queue.putBack(try #require(next))
            #expect(queue.next()?.sequence == sequence)
        }
    }

    @Test func `what the broker refuses holds back its device alone, and goes out in order when tried again`() {
        func row(_ sequence: Int64, _ device: String) -> OutboxRow {
            OutboxRow(
                sequence: sequence,
                message: OutboxMessage(
                    link: "l", topic: "t", payload: [], kind: .terminal, device: DeviceKey(device), created: 0))
        }
        let rows = [row(1, "a"), row(2, "b"), row(3, "a"), row(4, "b")]
        var queue = OutboxQueue()
        func sends() -> [Int64] {
            var sent: [Int64] = []
            while let next = queue.next() {
                queue.sent(next, packetIdentifier: UInt16(next.sequence))
                sent.append(next.sequence)
            }
            return sent
        }
        queue.connected()
        queue.fetched(Array(rows[..<2]))
        #expect(sends() == [1, 2])
        if let refused = queue.acknowledged(packetIdentifier: 1) { queue.hold(refused) }
        queue.fetched(Array(rows[2...]))
        queue.fetched([])
        #expect(sends() == [4])
        queue.committed(5, row(5, "a").message)
        #expect(sends().isEmpty)
        #expect(!queue.isFetching)
        queue.tryAgain()
        #expect(queue.isFetching && queue.fetchPlace == 0)
        queue.fetched((rows + [row(5, "a")]).filter { !queue.isInFlight($0.sequence) })
        #expect(sends() == [1, 3, 5])
    }
}
