extension Transaction {
    /// Removes what is no part of a parcel by runs of adjoining sequences: acknowledgements come nearly in order, so this is a
    /// few statements a batch.
    mutating func removeFromOutbox(_ sequences: [Int64]) throws(JournalError) {
        if sequences.isEmpty { return }
        let sorted = sequences.sorted().filter { !ledger.takeFromParcel($0) }
        var start = 0
        while start < sorted.count {
            var end = start
            while end + 1 < sorted.count, sorted[end + 1] - sorted[end] <= 1 { end += 1 }
            try removeRun(sorted[start]...sorted[end])
            start = end + 1
        }
        try tidyParcels()
    }

    /// Removes the rows of parcels that are delivered, and writes those anew that hold what is older than something delivered.
    ///
    /// - Parameter all: also those that hold nothing but the newest.
    mutating func tidyParcels(all: Bool = false) throws(JournalError) {
        let statements = statements
        try ledger.tidyParcels(all: all) { link, parcel throws(JournalError) in
            guard !parcel.left.isEmpty else {
                statements.removeParcel.bind(1, parcel.row)
                try statements.removeParcel.run()
                return
            }
            let kept = Set(parcel.left.map(\.sequence))
            var messages: [UInt8] = []
            let old = try statements.parcels(of: link, rows: [parcel.row]).flatMap(\.messages)
            for message in old where kept.contains(message.sequence) { message.encode(to: &messages) }
            statements.rewriteParcel.bind(1, parcel.row)
            try statements.rewriteParcel.run(with: 2, messages)
        }
    }

    private mutating func removeRun(_ run: ClosedRange<Int64>) throws(JournalError) {
        let sizes = statements.outboxSizes
        sizes.bind(1, run.lowerBound)
        sizes.bind(2, run.upperBound)
        var found: [(sequence: Int64, bytes: Int64)] = []
        found.reserveCapacity(run.count)
        try sizes.each { row in
            found.append((row.integer(0), row.integer(1)))
            return true
        }
        guard !found.isEmpty else { return }
        let remove = statements.removeOutbox
        remove.bind(1, run.lowerBound)
        remove.bind(2, run.upperBound)
        try remove.run()
        for row in found { ledger.discount(sequence: row.sequence, bytes: row.bytes) }
    }

    mutating func appendToOutbox(_ messages: [OutboxMessage]) throws(JournalError) {
        result.sequences.reserveCapacity(messages.count)
        var packing: [Packing] = []
        for message in messages {
            if takesAtOnce(message.link) {
                result.sequences.append(try pack(message, into: &packing))
            } else {
                if let key = message.supersedeKey {
                    try supersede(key, among: try link(message.link).sequences)
                }
                let sequence = try put(message)
                fresh[sequence] = result.sequences.count
                result.sequences.append(sequence)
            }
        }
        for parcel in packing {
            guard let first = parcel.entries.first else { continue }
            statements.appendParcel.bind(1, first.sequence)
            try statements.appendParcel.run(with: 2, parcel.messages)
            ledger.add(Parcel(row: first.sequence, parcel.entries))
        }
    }

    private mutating func takesAtOnce(_ link: String) -> Bool {
        guard let left = room[link], left > 0 else { return false }
        room[link] = left - 1
        return true
    }

    /// The parcel of one link that is being filled.
    private struct Packing {
        let link: String
        var entries: [Parcel.Entry] = []
        var messages: [UInt8] = []
    }

    /// - Returns: the message's sequence.
    private mutating func pack(_ message: OutboxMessage, into packing: inout [Packing]) throws(JournalError) -> Int64 {
        let sequence = try link(message.link).next
        let place =
            packing.firstIndex { $0.link == message.link && $0.messages.count < Parcel.byteLimit } ?? packing.count
        if place == packing.count { packing.append(Packing(link: message.link)) }
        let entry = Parcel.Entry(sequence: sequence, bytes: message.size)
        packing[place].entries.append(entry)
        message.encode(as: sequence, to: &packing[place].messages)
        ledger.count(sequence: sequence, bytes: entry.bytes)
        return sequence
    }

    /// - Returns: the message's sequence.
    private mutating func put(_ message: OutboxMessage) throws(JournalError) -> Int64 {
        let sequence = try link(message.link).next
        let size = message.size
        let append = statements.appendOutbox
        append.bind(1, sequence)
        append.bind(2, size)
        append.bind(3, message.kind.giveUpRank)
        append.bind(4, message.kind.rawValue)
        append.bind(5, Int64(message.qos))
        append.bind(6, message.expiry)
        append.bind(7, message.created)
        append.bind(8, message.supersedeKey)
        append.bind(9, message.device.text)
        append.bind(10, message.topic)
        try append.run(with: 11, message.payload)
        ledger.count(sequence: sequence, bytes: size)
        return sequence
    }

    /// Drops the older messages with this key, except those in flight: their fate is the broker's.
    mutating func supersede(_ key: String, among sequences: ClosedRange<Int64>) throws(JournalError) {
        let query = statements.superseded
        query.bind(1, key)
        query.bind(2, sequences.lowerBound)
        query.bind(3, sequences.upperBound)
        var found: [(sequence: Int64, bytes: Int64)] = []
        try query.each { row in
            found.append((row.integer(0), row.integer(1)))
            return true
        }
        for row in found where !isInFlight(row.sequence) {
            try drop(row.sequence, bytes: row.bytes, counter: "superseded")
            note(row.sequence, in: \.superseded)
        }
    }

    /// At the bound gives up receipts, then events, then progress, of the longest link first, oldest first.
    ///
    /// Bounded work: what this batch brought is given back several times over, so that an outbox far above its bound
    /// (the operator lowered it) shrinks over a few commits.
    mutating func giveUpPastBound() throws(JournalError) {
        var budget = 4 * result.sequences.count + 5_000
        for kind in OutboxKind.givenUpInOrder {
            for link in ledger.links.sorted(by: { $0.bytes > $1.bytes }) {
                guard ledger.outboxBytes > bounds.outboxBytes, budget > 0 else { break }
                try giveUp(kind, of: link, budget: &budget)
            }
        }
        ledger.judgeFullness(bound: bounds.outboxBytes)
    }

    private mutating func giveUp(_ kind: OutboxKind, of link: Ledger.Link, budget: inout Int) throws(JournalError) {
        let query = statements.givenUp
        query.bind(1, kind.giveUpRank)
        query.bind(2, link.sequences.lowerBound)
        query.bind(3, link.sequences.upperBound)
        var excess = ledger.outboxBytes - bounds.outboxBytes
        var found: [(sequence: Int64, bytes: Int64)] = []
        var left = budget
        let isInFlight = isInFlight
        try query.each { row in
            let (sequence, bytes) = (row.integer(0), row.integer(1))
            if !isInFlight(sequence) {
                found.append((sequence, bytes))
                excess -= bytes
                left -= 1
            }
            return excess > 0 && left > 0
        }
        budget = left
        for row in found {
            try drop(row.sequence, bytes: row.bytes, counter: kind.givenUpCounter)
            note(row.sequence, in: \.givenUp)
            result.givenUpKinds[kind, default: 0] += 1
        }
    }

    private mutating func drop(_ sequence: Int64, bytes: Int64, counter: String) throws(JournalError) {
        let remove = statements.removeOutbox
        remove.bind(1, sequence)
        remove.bind(2, sequence)
        try remove.run()
        ledger.discount(sequence: sequence, bytes: bytes)
        increments.add(1, to: counter)
    }

    /// Tells the caller of a dropped message, in the way that fits whether it knows its sequence already.
    private mutating func note(_ sequence: Int64, in list: WritableKeyPath<JournalCommit, [Int64]>) {
        if let index = fresh[sequence] {
            result.sequences[index] = nil
        } else {
            result[keyPath: list].append(sequence)
        }
    }
}
