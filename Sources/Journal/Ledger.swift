/// The few totals the journal keeps in memory: what is stored for each link, and the size of the quarantine.
///
/// A value: a commit changes a copy and keeps it only when the transaction is durable, so that a failed commit leaves
/// memory and disk alike.
struct Ledger {
    struct Link {
        /// Upper bits of all sequences of this link.
        let id: Int64
        /// Sequence of the next message.
        var next: Int64
        var rows: Int64
        var bytes: Int64

        /// All sequences this link can ever have.
        var sequences: ClosedRange<Int64> {
            let first = id << Link.sequenceBits
            return first...(first | Link.lastSequence)
        }

        /// A trillion messages for each of eight million links.
        static let sequenceBits: Int64 = 40
        static let lastSequence: Int64 = 1 << sequenceBits - 1
    }

    var links: [String: Link] = [:]
    var names: [Int64: String] = [:]
    var outboxBytes: Int64 = 0
    var quarantineRows: Int64 = 0
    var quarantineBytes: Int64 = 0
    var eventBytes: Int64 = 0
    var trailBytes: Int64 = 0
    /// True if a total differs from what is stored.
    var isChanged = false
    /// Set at the bound, cleared with some room below it, so that reading does not stop and start with every commit.
    var isOutboxFull = false

    mutating func judgeFullness(bound: Int64) {
        isOutboxFull = outboxBytes > (isOutboxFull ? bound - bound / 16 : bound)
    }

    /// Counts a message into the outbox of a link.
    mutating func count(sequence: Int64, bytes: Int64, link name: String) {
        links[name]?.next = sequence + 1
        links[name]?.rows += 1
        links[name]?.bytes += bytes
        isChanged = true
        outboxBytes += bytes
    }

    /// Counts a message out of the outbox of the link whose sequence it bears.
    mutating func discount(sequence: Int64, bytes: Int64) {
        guard let name = names[sequence >> Link.sequenceBits] else { return }
        links[name]?.rows -= 1
        links[name]?.bytes -= bytes
        isChanged = true
        outboxBytes -= bytes
    }
}
