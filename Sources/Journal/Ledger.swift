/// The few totals the journal keeps in memory: what is stored for each link, and the size of the quarantine.
///
/// A value: a commit changes a copy and keeps it only when the transaction is durable, so that a failed commit leaves
/// memory and disk alike.
struct Ledger {
    struct Link {
        /// Upper bits of all sequences of this link; 1 for the first one.
        let id: Int64
        let name: String
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

    /// In the order of their ids, which have no gaps.
    ///
    /// Looked through by name rather than hashed: there are a handful, and each message asks.
    private(set) var links: [Link] = []
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

    func link(_ name: String) -> Link? { links.first { $0.name == name } }

    /// Takes up a link that has no messages yet.
    mutating func add(_ name: String) -> Link {
        let id = Int64(links.count + 1)
        let link = Link(id: id, name: name, next: (id << Link.sequenceBits) + 1, rows: 0, bytes: 0)
        links.append(link)
        isChanged = true
        return link
    }

    /// Takes over what the journal has of a link; false where there is no such link.
    mutating func restore(link id: Int64, next: Int64, rows: Int64, bytes: Int64) -> Bool {
        guard id > 0, id <= links.count else { return false }
        (links[Int(id) - 1].next, links[Int(id) - 1].rows, links[Int(id) - 1].bytes) = (next, rows, bytes)
        outboxBytes += bytes
        return true
    }

    /// Counts a message into the outbox of the link whose sequence it bears.
    mutating func count(sequence: Int64, bytes: Int64) {
        let link = Int(sequence >> Link.sequenceBits) - 1
        links[link].next = sequence + 1
        links[link].rows += 1
        links[link].bytes += bytes
        isChanged = true
        outboxBytes += bytes
    }

    /// Counts a message out of the outbox of the link whose sequence it bears.
    mutating func discount(sequence: Int64, bytes: Int64) {
        let link = Int(sequence >> Link.sequenceBits) - 1
        guard links.indices.contains(link) else { return }
        links[link].rows -= 1
        links[link].bytes -= bytes
        isChanged = true
        outboxBytes -= bytes
    }
}
