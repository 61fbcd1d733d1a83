package import Journal

/// The messages of one link's outbox on their way out: which come next, and which wait for their PUBACK.
///
/// Only a bounded part stands here, the journal has the rest. Each connection starts anew from the journal, with everything
/// that was not acknowledged, in order.
package struct OutboxQueue: Sendable {
    package struct Waiting: Sendable, Equatable {
        package let sequence: Int64
        package let message: OutboxMessage

        package init(sequence: Int64, message: OutboxMessage) {
            self.sequence = sequence
            self.message = message
        }
    }
    package struct Sent: Sendable, Equatable {
        package let sequence: Int64
        package let kind: OutboxKind
        package let device: DeviceKey
        package let topic: String
    }

    /// Messages that stand here at most before further ones are left in the journal.
    static let capacity = 2_000

    private var waiting: [Waiting] = []
    private var start = 0
    private var sent: [UInt16: Sent] = [:]
    private var sentSequences: Set<Int64> = []
    /// The last message taken from the journal or from a commit.
    private var cursor: Int64 = 0
    /// Whether the journal has no message behind `cursor`.
    private var hasAll = false
    private var isConnected = false

    package init() {}

    package var count: Int { waiting.count - start }
    package var isEmpty: Bool { count == 0 }
    /// Messages without PUBACK.
    package var unacknowledged: Int { sent.count }
    /// Whether the message was handed to the link and not acknowledged yet.
    package func isInFlight(_ sequence: Int64) -> Bool { sentSequences.contains(sequence) }

    package mutating func connected() {
        self = OutboxQueue()
        isConnected = true
    }

    package mutating func disconnected() { self = OutboxQueue() }

    /// The message behind which the journal is to be asked for more; nil while there is no need.
    package var fetchPlace: Int64? { isConnected && !hasAll && count < Self.capacity / 4 ? cursor : nil }
    /// How many to ask for.
    package var fetchLimit: Int { Self.capacity - count }

    /// Takes what the journal gave; nothing means that there is nothing more.
    package mutating func fetched(_ rows: [OutboxRow]) {
        hasAll = rows.isEmpty
        for row in rows { push(Waiting(sequence: row.sequence, message: row.message)) }
    }

    /// Takes a message that was committed just now, if there is room and none waits before it in the journal.
    package mutating func committed(_ sequence: Int64, _ message: OutboxMessage) {
        guard hasAll, count < Self.capacity else {
            hasAll = false
            return
        }
        push(Waiting(sequence: sequence, message: message))
    }

    /// Messages that are no longer in the journal and must not be sent.
    package mutating func dropped(_ sequences: [Int64]) {
        guard !sequences.isEmpty, !isEmpty else { return }
        let gone = Set(sequences)
        waiting = waiting[start...].filter { !gone.contains($0.sequence) }
        start = 0
    }

    /// The next message to send; it leaves the queue.
    package mutating func next() -> Waiting? {
        guard start < waiting.count else { return nil }
        defer {
            start += 1
            if start == waiting.count {
                waiting.removeAll(keepingCapacity: true)
                start = 0
            }
        }
        return waiting[start]
    }

    /// Puts back what could not be sent now.
    package mutating func putBack(_ message: Waiting) {
        if start > 0 {
            start -= 1
            waiting[start] = message
        } else {
            waiting.insert(message, at: 0)
        }
    }

    package mutating func sent(_ message: Waiting, packetIdentifier: UInt16) {
        let (sequence, content) = (message.sequence, message.message)
        sent[packetIdentifier] = Sent(
            sequence: sequence, kind: content.kind, device: content.device, topic: content.topic)
        sentSequences.insert(sequence)
    }

    /// Nil for an identifier that is none of ours.
    package mutating func acknowledged(packetIdentifier: UInt16) -> Sent? {
        guard let sent = sent.removeValue(forKey: packetIdentifier) else { return nil }
        sentSequences.remove(sent.sequence)
        return sent
    }

    private mutating func push(_ message: Waiting) {
        if start > Self.capacity {
            waiting.removeFirst(start)
            start = 0
        }
        waiting.append(message)
        cursor = message.sequence
    }
}
