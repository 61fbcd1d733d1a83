import Journal

/// Messages that were sent and wait for their PUBACK, in the order in which they were sent.
///
/// Acknowledgements come in that order (MQTT 5, 4.6), so each is found at the front.
struct InFlight: Sendable {
    private struct Entry {
        let message: OutboxQueue.Sent
        let packetIdentifier: UInt16
        var isAnswered = false
    }

    private var entries: [Entry] = []
    /// What stands before it is answered.
    private var start = 0
    private(set) var count = 0

    mutating func add(_ message: OutboxQueue.Sent, _ packetIdentifier: UInt16) {
        entries.append(Entry(message: message, packetIdentifier: packetIdentifier))
        count += 1
    }

    /// Nil for an identifier that none of them has.
    mutating func remove(_ packetIdentifier: UInt16) -> OutboxQueue.Sent? {
        guard
            let place = entries[start...].firstIndex(where: {
                $0.packetIdentifier == packetIdentifier && !$0.isAnswered
            })
        else { return nil }
        let message = entries[place].message
        answered(at: place)
        tidy()
        return message
    }

    /// Expects no answers for the messages of a device any more.
    mutating func forget(_ device: DeviceKey) {
        for place in entries.indices[start...] where entries[place].message.device == device { answered(at: place) }
        tidy()
    }

    private mutating func answered(at place: Int) {
        guard !entries[place].isAnswered else { return }
        entries[place].isAnswered = true
        count -= 1
    }

    private mutating func tidy() {
        while start < entries.count, entries[start].isAnswered { start += 1 }
        if start == entries.count {
            entries.removeAll(keepingCapacity: true)
            start = 0
        } else if start > entries.count / 2, start > 1_000 {
            entries.removeFirst(start)
            start = 0
        }
    }

    func contains(_ sequence: Int64) -> Bool { messages.contains { $0.sequence == sequence } }

    /// As many as the link's window at most.
    var messages: some Sequence<OutboxQueue.Sent> {
        entries[start...].lazy.filter { !$0.isAnswered }.map(\.message)
    }
}
