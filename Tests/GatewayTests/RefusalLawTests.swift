import TestMaterial
import Testing

@testable import Gateway
@testable import Journal

struct RefusalLawTests {
    @Test(arguments: 0..<200 as Range<UInt64>)
    func `what is refused comes late, and never as a device's last word`(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        var link = RefusingLink(journal: try TemporaryJournal())
        for _ in 0..<120 { try link.step(&generator) }
        for _ in 0..<20 { try link.recover() }
        #expect(link.journal.value.outboxTotals(link: "l").rows == 0)
        #expect(!link.queue.isHolding)
        // The last time that each message was taken.
        var last: [Int64: Int] = [:]
        for (place, sequence) in link.taken.enumerated() { last[sequence] = place }
        #expect(Set(last.keys) == Set(link.devices.keys))
        for (_, sequences) in Dictionary(grouping: last.keys, by: { link.devices[$0] }) {
            let places = sequences.sorted().compactMap { last[$0] }
            #expect(places == places.sorted(), "\(link.taken.filter { sequences.contains($0) })")
        }
    }
}

/// An outbox before a broker that refuses now this and now that device, and answers late.
private struct RefusingLink {
    private struct Flying {
        let identifier: UInt16
        let sequence: Int64
        let isRefused: Bool
    }
    let journal: TemporaryJournal
    private(set) var queue = OutboxQueue()
    private(set) var devices: [Int64: DeviceKey] = [:]
    private var flying: [Flying] = []
    private var lastIdentifier: UInt16 = 0
    private var refused: Set<DeviceKey> = []
    /// What the broker has taken, in its order.
    private(set) var taken: [Int64] = []

    init(journal: TemporaryJournal) {
        self.journal = journal
        queue.connected()
    }

    /// Anything that may happen next.
    mutating func step(_ generator: inout SeededGenerator) throws {
        switch Int.random(in: 0..<9, using: &generator) {
        case 0, 1: try commit(Int.random(in: 1...4, using: &generator), &generator)
        case 2, 3, 4: try send(Int.random(in: 1...6, using: &generator))
        case 5, 6: try answer()
        case 7: if generator.chance(50) { queue.tryAgain() } else { _ = queue.release() }
        default:
            let device = DeviceKey("d\(Int.random(in: 0..<4, using: &generator))")
            if refused.remove(device) == nil { refused.insert(device) }
        }
    }

    /// From now on the broker refuses nothing.
    mutating func recover() throws {
        refused = []
        queue.tryAgain()
        for _ in 0..<3 {
            try send(200)
            while !flying.isEmpty { try answer() }
            _ = queue.release()
        }
    }

    private mutating func commit(_ count: Int, _ generator: inout SeededGenerator) throws {
        var batch = JournalBatch()
        let messages = (0..<count).map { _ in
            OutboxMessage(
                link: "l", topic: "t", payload: [], kind: .terminal,
                device: DeviceKey("d\(Int.random(in: 0..<4, using: &generator))"), created: 0)
        }
        for message in messages { batch.append(message) }
        let sequences = try journal.value.commit(batch) { [queue] in queue.isInFlight($0) }.sequences
        for (message, sequence) in zip(messages, sequences) {
            let sequence = try #require(sequence)
            devices[sequence] = message.device
            queue.committed(sequence, message)
        }
    }

    /// The broker decides when it gets a message; its answer comes later.
    private mutating func send(_ count: Int) throws {
        for _ in 0..<count {
            if let place = queue.fetchPlace {
                queue.fetched(
                    try journal.value.outboxBatch(link: "l", after: place, limit: 3, isInFlight: queue.isInFlight))
            }
            guard let next = queue.next() else { continue }
            lastIdentifier += 1
            queue.sent(next, packetIdentifier: lastIdentifier)
            let isRefused = refused.contains(next.message.device)
            if !isRefused { taken.append(next.sequence) }
            flying.append(Flying(identifier: lastIdentifier, sequence: next.sequence, isRefused: isRefused))
        }
    }

    private mutating func answer() throws {
        guard !flying.isEmpty else { return }
        let first = flying.removeFirst()
        guard let sent = queue.acknowledged(packetIdentifier: first.identifier) else { return }
        if first.isRefused { return queue.hold(sent) }
        var batch = JournalBatch()
        batch.remove(sequence: sent.sequence)
        try journal.value.commit(batch)
        queue.settled(sent)
        queue.removed([sent.sequence])
    }
}
