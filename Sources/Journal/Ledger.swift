/// The few numbers the journal keeps in memory: what is stored for each link, the size of the quarantine, counters, clocks.
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
        /// Messages and their bytes, those of parcels included.
        var rows: Int64
        var bytes: Int64
        /// What is on its way, in order.
        var parcels: [Parcel] = []
        /// The last message that was delivered since the start.
        var delivered: Int64 = 0

        /// All sequences this link can ever have.
        var sequences: ClosedRange<Int64> {
            let first = id << Link.sequenceBits
            return first...(first | Link.lastSequence)
        }

        /// A trillion messages for each of eight million links.
        static let sequenceBits: Int64 = 40
        static let lastSequence: Int64 = 1 << sequenceBits - 1

        /// The place, in the ledger's list, of the link that a sequence is one of.
        static func place(of sequence: Int64) -> Int { Int(sequence >> sequenceBits) - 1 }
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
    /// Counters and other numbers.
    private(set) var counters = NumbersByName()
    private(set) var numbers = NumbersByName()
    /// True if a total differs from what is stored.
    var isChanged = false
    /// Set at the bound, cleared with some room below it, so that reading does not stop and start with every commit.
    var isOutboxFull = false

    mutating func judgeFullness(bound: Int64) {
        isOutboxFull = outboxBytes > (isOutboxFull ? bound - bound / 16 : bound)
    }

    func link(_ name: String) -> Link? { links.first { $0.name == name } }

    mutating func count(_ name: String, _ more: Int64) {
        counters.add(more, to: name)
        isChanged = true
    }

    mutating func set(_ name: String, to number: Int64) {
        numbers[name] = number
        isChanged = true
    }

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

    /// Takes over a parcel that the journal has.
    mutating func restore(_ parcel: Parcel) {
        let link = Link.place(of: parcel.row)
        links[link].rows += Int64(parcel.left.count)
        links[link].bytes += parcel.bytes
        outboxBytes += parcel.bytes
        links[link].parcels.append(parcel)
    }

    /// Counts a message into the outbox of the link whose sequence it bears.
    mutating func count(sequence: Int64, bytes: Int64) {
        let link = Link.place(of: sequence)
        links[link].next = sequence + 1
        links[link].rows += 1
        links[link].bytes += bytes
        isChanged = true
        outboxBytes += bytes
    }

    /// The messages counted in last went into this parcel.
    mutating func add(_ parcel: Parcel) {
        links[Link.place(of: parcel.row)].parcels.append(parcel)
    }

    /// Counts a delivered message out, if it is in a parcel.
    mutating func takeFromParcel(_ sequence: Int64) -> Bool {
        let link = Link.place(of: sequence)
        guard links.indices.contains(link) else { return false }
        links[link].delivered = max(links[link].delivered, sequence)
        for place in links[link].parcels.indices {
            guard let entry = links[link].parcels[place].remove(sequence) else { continue }
            discount(sequence: sequence, bytes: entry.bytes)
            return true
        }
        return false
    }

    /// Says of each parcel whose row does not fit any more what is to be done with it: remove it, or write it anew.
    mutating func tidyParcels(
        all: Bool, _ body: (Link, Parcel) throws(JournalError) -> Void
    ) throws(JournalError) {
        for link in links.indices {
            for place in links[link].parcels.indices.reversed() {
                let parcel = links[link].parcels[place]
                if let last = parcel.left.last {
                    guard parcel.isPartial, all || last.sequence < links[link].delivered else { continue }
                    links[link].parcels[place].rewritten()
                } else {
                    links[link].parcels.remove(at: place)
                }
                try body(links[link], parcel)
            }
        }
    }

    /// Counts a message out of the outbox of the link whose sequence it bears.
    mutating func discount(sequence: Int64, bytes: Int64) {
        let link = Link.place(of: sequence)
        guard links.indices.contains(link) else { return }
        links[link].rows -= 1
        links[link].bytes -= bytes
        isChanged = true
        outboxBytes -= bytes
    }
}
