import TestMaterial
import Testing

@testable import Gateway
@testable import Journal

struct OutboxQueueTests {
    private static func message(_ sequence: Int64, of device: Int = 0) -> OutboxMessage {
        OutboxMessage(
            link: "l", topic: "t", payload: [], kind: .progress, device: DeviceKey("d\(device)"), created: sequence)
    }

    /// Commits, acknowledgements, lost connections, new processes in any order: each connection sends what the journal has,
    /// each row once, those of one device in order.
    @Test(arguments: 0..<200 as Range<UInt64>) func `each connection sends the journal's rows in order`(seed: UInt64)
        throws
    {
        var generator = SeededGenerator(seed: seed)
        let journal = try TemporaryJournal()
        var queue = OutboxQueue()
        var delivered: Set<Int64> = []
        var known: Set<Int64> = []
        var devices: [Int64: DeviceKey] = [:]
        var sentNow: [Int64] = []
        func areInOrder(_ sequences: [Int64]) -> Bool {
            Dictionary(grouping: sequences) { devices[$0] }.values.allSatisfy { $0 == $0.sorted() }
        }
        var identifiers: [UInt16: Int64] = [:]
        var lastIdentifier: UInt16 = 0
        var isConnected = false
        for _ in 0..<60 {
            switch Int.random(in: 0..<7, using: &generator) {
            case 0:
                // Now and then it is another process.
                if generator.chance(20) {
                    queue = OutboxQueue(hasBacklog: journal.value.outboxTotals(link: "l").rows > 0)
                    isConnected = false
                }
                if isConnected { queue.disconnected() } else { queue.connected() }
                isConnected.toggle()
                (sentNow, identifiers) = ([], [:])
            case 1, 2:
                var batch = JournalBatch()
                let messages = (0..<Int.random(in: 1...5, using: &generator)).map { _ in
                    Self.message(0, of: Int.random(in: 0..<6, using: &generator))
                }
                for message in messages { batch.append(message) }
                let result = try journal.value.commit(batch) { queue.isInFlight($0) }
                for (message, sequence) in zip(messages, result.sequences) {
                    let sequence = try #require(sequence)
                    known.insert(sequence)
                    devices[sequence] = message.device
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
                #expect(areInOrder(sentNow) && Set(sentNow).count == sentNow.count)
                #expect(delivered.isDisjoint(with: Set(sentNow).subtracting(delivered)))
            case 5:
                guard let place = queue.searchPlace else { continue }
                let found = try journal.value.outboxDevices(link: "l", after: place, limit: 3)
                queue.found(found.devices, through: found.last)
            default:
                guard let (identifier, sequence) = identifiers.min(by: { $0.key < $1.key }) else { continue }
                identifiers[identifier] = nil
                #expect(queue.acknowledged(packetIdentifier: identifier)?.sequence == sequence)
                var batch = JournalBatch()
                batch.remove(sequence: sequence)
                try journal.value.commit(batch)
                queue.removed([sequence])
                #expect(delivered.insert(sequence).inserted, "delivered twice: \(sequence)")
            }
        }
        queue.connected()
        var rest: [Int64] = []
        while let place = queue.fetchPlace {
            queue.fetched(try journal.value.outboxBatch(link: "l", after: place, limit: 3))
            while let next = queue.next() { rest.append(next.sequence) }
        }
        #expect(rest.sorted() == known.subtracting(delivered).sorted())
        #expect(areInOrder(rest))
    }

    @Test func `a new message of a quiet device takes its turn with the backlog, one of a device in it stays behind`() {
        var queue = OutboxQueue()
        for sequence in 1...1_000 as ClosedRange<Int64> {
            queue.committed(sequence, Self.message(sequence, of: Int(sequence % 10)))
        }
        queue.connected()
        queue.fetched(
            (1...1_000 as ClosedRange<Int64>).map { sequence in
                OutboxRow(sequence: sequence, message: Self.message(sequence, of: Int(sequence % 10)))
            })
        queue.committed(1_001, Self.message(1_001, of: 5))
        for sequence in 1_002...1_004 as ClosedRange<Int64> {
            queue.committed(sequence, Self.message(sequence, of: 77))
        }
        let first = (0..<8).compactMap { _ in queue.next()?.sequence }
        #expect(first.filter { $0 > 1_000 } == [1_002, 1_003, 1_004])
        #expect(first.filter { $0 <= 1_000 } == [1, 2, 3, 4, 5])
    }

    @Test func `what was overtaken by a new message is not sent twice when the journal is read past it`() {
        var queue = OutboxQueue()
        queue.committed(1, Self.message(1, of: 1))
        queue.connected()
        queue.committed(2, Self.message(2, of: 2))
        queue.fetched([OutboxRow(sequence: 1, message: Self.message(1, of: 1))])
        #expect([queue.next()?.sequence, queue.next()?.sequence].compactMap { $0 }.sorted() == [1, 2])
        queue.fetched([OutboxRow(sequence: 2, message: Self.message(2, of: 2))])
        #expect(queue.next() == nil)
    }

    @Test func `what stands in memory is bounded, by number and by bytes`() {
        var queue = OutboxQueue()
        queue.connected()
        queue.fetched([])
        for sequence in 1...20_000 as ClosedRange<Int64> {
            queue.committed(sequence, Self.message(sequence, of: Int(sequence)))
        }
        #expect(queue.count == 2_000, "the lane of the new")
        #expect(queue.fetchPlace == nil, "what follows it stays in the journal until it is sent")
        queue = OutboxQueue()
        queue.connected()
        queue.fetched([])
        for sequence in 1...200 as ClosedRange<Int64> {
            var message = Self.message(sequence, of: Int(sequence))
            message.payload = Array(repeating: 0, count: 250_000)
            queue.committed(sequence, message)
        }
        #expect(queue.count == 8, "2 MB")
    }

    @Test func `what finds no room in memory is not sent before what its device said earlier`() {
        var queue = OutboxQueue()
        queue.connected()
        queue.fetched([])
        for sequence in 1...2_000 { queue.committed(Int64(sequence), Self.message(Int64(sequence), of: sequence)) }
        queue.committed(2_001, Self.message(2_001, of: 2_000))
        queue.committed(2_002, Self.message(2_002, of: 7))
        var sent: [Int64] = []
        while let next = queue.next() { sent.append(next.sequence) }
        #expect(sent == Array(1...2_000))
        #expect(queue.fetchPlace == 2_000)
        queue.fetched(
            [2_001, 2_002].map { OutboxRow(sequence: $0, message: Self.message($0, of: $0 == 2_001 ? 2_000 : 7)) })
        queue.fetched([])
        #expect(queue.next()?.sequence == 2_001)
        queue.committed(2_003, Self.message(2_003, of: 7))
        #expect([queue.next()?.sequence, queue.next()?.sequence] == [2_002, 2_003])
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
        func left() -> [OutboxRow] { (rows + [row(5, "a")]).filter { !queue.isInFlight($0.sequence) } }
        queue.fetched(left())
        queue.fetched([])
        #expect(sends() == [1], "one is tried")
        let isReleasedEarly = queue.release()
        if let taken = queue.acknowledged(packetIdentifier: 1) { queue.settled(taken) }
        let isReleased = queue.release()
        #expect(!isReleasedEarly && isReleased && !queue.isHolding)
        queue.fetched(left().filter { $0.sequence != 1 })
        queue.fetched([])
        #expect(sends() == [3, 5])
    }

    @Test func `what was sent behind a refused message is sent again behind it, whatever was said to it`() {
        func message(_ sequence: Int64) -> OutboxMessage { Self.message(sequence) }
        var queue = OutboxQueue()
        queue.connected()
        queue.fetched([])
        for sequence in 1...3 as ClosedRange<Int64> {
            queue.committed(sequence, message(sequence))
            if let next = queue.next() { queue.sent(next, packetIdentifier: UInt16(sequence)) }
        }
        if let refused = queue.acknowledged(packetIdentifier: 1) { queue.hold(refused) }
        #expect(queue.unacknowledged == 0)
        let later = [2, 3].compactMap { queue.acknowledged(packetIdentifier: $0) }
        #expect(later.isEmpty)
        #expect(!queue.isInFlight(2))
        queue.tryAgain()
        queue.fetched((1...3).map { OutboxRow(sequence: $0, message: message($0)) })
        #expect(queue.next()?.sequence == 1)
        #expect(queue.next() == nil)
    }
}
