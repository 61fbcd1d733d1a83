package import Journal

/// The messages of one link's outbox on their way out: which come next, and which wait for their PUBACK.
///
/// Only a bounded part stands here, the journal has the rest. Each connection starts anew from the journal, with everything
/// that was not acknowledged, each device's messages in order.
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

    private var lanes: OutboxLanes
    /// Without PUBACK, in the order in which they were sent.
    private var unanswered = InFlight()
    private var isConnected = false

    /// - Parameter hasBacklog: whether the journal has messages for the link already.
    package init(hasBacklog: Bool = false) { lanes = OutboxLanes(hasBacklog: hasBacklog) }

    package var count: Int { lanes.count }
    package var isEmpty: Bool { count == 0 }
    /// Messages without PUBACK.
    package var unacknowledged: Int { unanswered.count }
    /// Whether the message was handed to the link and not acknowledged yet.
    package func isInFlight(_ sequence: Int64) -> Bool { unanswered.contains(sequence) }
    /// Whether a message that is committed now comes next.
    package var isNextFromCommit: Bool { isConnected && lanes.isNextFromCommit }

    package mutating func connected() {
        reset()
        isConnected = true
    }

    package mutating func disconnected() {
        reset()
        isConnected = false
    }

    private mutating func reset() {
        tryAgain()
        unanswered = InFlight()
    }

    /// Whether messages before this one are to be delivered, of devices that do not wait.
    package func isOwing(before sequence: Int64) -> Bool {
        unanswered.messages.contains { $0.sequence < sequence } || lanes.isOwing(before: sequence)
    }

    /// The message behind which the journal is to be asked for more; nil while there is no need.
    package var fetchPlace: Int64? { isConnected ? lanes.fetchPlace : nil }
    /// Whether there is nothing to send, and more in the journal to look at.
    package var isFetching: Bool { isConnected && lanes.isFetching }
    /// How many to ask for.
    package var fetchLimit: Int { lanes.room }

    /// Takes what the journal gave; nothing means that there is nothing more.
    package mutating func fetched(_ rows: [OutboxRow]) { lanes.fetched(rows) }

    /// The message behind which the journal is to be searched for devices with a backlog; nil when they are known.
    package var searchPlace: Int64? { lanes.searchPlace }

    /// Takes what the search found: devices, and the message it came to; nil when it came to the end.
    package mutating func found(_ devices: [DeviceKey], through sequence: Int64?) {
        lanes.found(devices, through: sequence)
    }

    /// Takes a message that was committed just now, if there is room and none of its device waits before it in the journal.
    package mutating func committed(_ sequence: Int64, _ message: OutboxMessage) {
        lanes.committed(sequence, message, isConnected: isConnected)
    }

    /// Whether devices wait because the broker refused a message of theirs.
    package var isHolding: Bool { lanes.isHolding }

    /// Takes back a message that the broker refused for now; it and all that comes behind it of its device wait until
    /// `tryAgain`.
    ///
    /// What was sent behind it and is not answered is taken back too, whatever its answer will be: the broker may take it,
    /// and it must not have been the last word when the refused one comes after it.
    package mutating func hold(_ sent: Sent) {
        unanswered.forget(sent.device)
        lanes.hold(sent.device)
    }

    /// The broker has taken a message or never will: its device may go on with `release`, if it was held.
    package mutating func settled(_ sent: Sent) { lanes.settled(sent.device) }

    /// Begins anew from the journal, with all that is not in flight; of a device that waits one message is sent.
    package mutating func tryAgain() {
        lanes.reset(unanswered: unanswered.messages.map(\.device))
    }

    /// Lets devices go on, from the journal, whose trial is settled; false when there are none.
    package mutating func release() -> Bool {
        lanes.release(unanswered: unanswered.messages.map(\.device))
    }

    /// Messages that are no longer in the journal and must not be sent.
    package mutating func dropped(_ sequences: [Int64]) {
        if !sequences.isEmpty { lanes.dropped(Set(sequences)) }
    }

    /// Messages that are no longer in the journal, having been delivered.
    package mutating func removed(_ sequences: [Int64]) { lanes.gone(sequences) }

    /// The next message to send; it leaves the queue.
    package mutating func next() -> Waiting? { lanes.next() }

    /// Puts back what could not be sent now.
    package mutating func putBack(_ message: Waiting) { lanes.putBack(message) }

    package mutating func sent(_ message: Waiting, packetIdentifier: UInt16) {
        let (sequence, content) = (message.sequence, message.message)
        unanswered.add(
            Sent(sequence: sequence, kind: content.kind, device: content.device, topic: content.topic),
            packetIdentifier)
    }

    /// Nil for an identifier that is none of ours.
    package mutating func acknowledged(packetIdentifier: UInt16) -> Sent? {
        unanswered.remove(packetIdentifier)
    }
}
