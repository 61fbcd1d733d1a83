extension Journal {
    /// True from the commit that passed the bound with nothing left to give up, until there is some room again: stop
    /// reading meanwhile.
    package var isOutboxFull: Bool { ledger.isOutboxFull }

    /// Bytes in the outbox of all links, as the bound counts them.
    package var outboxBytes: Int64 { ledger.outboxBytes }

    /// Messages and bytes waiting for one link, those in flight included.
    package func outboxTotals(link: String) -> (rows: Int64, bytes: Int64) {
        ledger.link(link).map { ($0.rows, $0.bytes) } ?? (0, 0)
    }

    /// The sequence of the next message for a link; 0 while there was none at all.
    package func nextSequence(link: String) -> Int64 { ledger.link(link)?.next ?? 0 }

    /// The first message that waits for a link, nil when none does.
    package func oldestSequence(link: String) throws(JournalError) -> Int64? {
        guard let entry = ledger.link(link), entry.rows > 0 else { return nil }
        let parcelled = entry.parcels.compactMap { $0.left.first?.sequence }.min()
        let row = try read { statements throws(JournalError) in
            statements.outboxDevices.bind(1, entry.sequences.lowerBound - 1)
            statements.outboxDevices.bind(2, entry.sequences.upperBound)
            return try statements.outboxDevices.first { $0.integer(0) }
        }
        return [parcelled, row].compactMap { $0 }.min()
    }

    /// Whether a crash would bring back something of a parcel that was delivered: see `JournalBatch.tidyOutbox`.
    package var isOutboxUntidy: Bool { ledger.links.contains { $0.parcels.contains(where: \.isPartial) } }

    /// The next messages for a link, in order.
    ///
    /// From the moment they are returned they are to be called in flight to `commit`, or dropped from memory when
    /// `commit` names them.
    ///
    /// - Parameters:
    ///   - sequence: the last one already handed out; 0 for the start, as after a restart.
    ///   - maximumBytes: stops after the message that reaches this.
    ///   - isInFlight: leaves these messages out.
    package func outboxBatch(
        link: String, after sequence: Int64, limit: Int, maximumBytes: Int = 1_000_000,
        isInFlight: (Int64) -> Bool = { _ in false }
    ) throws(JournalError) -> [OutboxRow] {
        guard let entry = ledger.link(link), entry.rows > 0, limit > 0 else { return [] }
        return try read { statements throws(JournalError) in
            var rows = try statements.parcelled(entry, after: sequence).filter { !isInFlight($0.sequence) }
            var (count, bytes) = (0, Int64(0))
            statements.outbox.bind(1, max(sequence, entry.sequences.lowerBound - 1))
            statements.outbox.bind(2, entry.sequences.upperBound)
            try statements.outbox.each { row in
                guard !isInFlight(row.integer(0)) else { return true }
                rows.append(OutboxRow(row, link: link))
                count += 1
                bytes += row.integer(1)
                return count < limit && bytes < maximumBytes
            }
            return rows.inOrder(limit: limit, maximumBytes: maximumBytes)
        }
    }
}

extension Journal {
    /// The devices of the next messages for a link, in order, and the last message looked at; nil behind the last one.
    package func outboxDevices(
        link: String, after sequence: Int64, limit: Int
    ) throws(JournalError) -> (devices: [DeviceKey], last: Int64?) {
        guard let entry = ledger.link(link), entry.rows > 0 else { return ([], nil) }
        return try read { statements throws(JournalError) in
            var found = try statements.parcelled(entry, after: sequence).map { ($0.sequence, $0.message.device) }
            var count = 0
            statements.outboxDevices.bind(1, max(sequence, entry.sequences.lowerBound - 1))
            statements.outboxDevices.bind(2, entry.sequences.upperBound)
            try statements.outboxDevices.each { row in
                found.append((row.integer(0), DeviceKey(row.text(1))))
                count += 1
                return count < limit
            }
            let next = found.sorted { $0.0 < $1.0 }.prefix(limit)
            return (next.map(\.1), next.last?.0)
        }
    }
}

extension [OutboxRow] {
    /// The first of them, as many as were asked for.
    fileprivate func inOrder(limit: Int, maximumBytes: Int) -> [OutboxRow] {
        var (rows, bytes): ([OutboxRow], Int64) = ([], 0)
        for row in sorted(by: { $0.sequence < $1.sequence }) where rows.count < limit && bytes < maximumBytes {
            rows.append(row)
            bytes += row.message.size
        }
        return rows
    }
}

extension OutboxRow {
    /// A row of `Statements.outbox`.
    fileprivate init(_ row: borrowing PreparedStatement, link: String) {
        sequence = row.integer(0)
        message = OutboxMessage(
            link: link, topic: row.text(8), payload: row.bytes(9), qos: UInt8(clamping: row.integer(3)),
            // A kind of a newer program cannot be here: the schema version would be newer.
            kind: OutboxKind(rawValue: row.integer(2)) ?? .terminal, supersedeKey: row.optionalText(6),
            expiry: row.optionalInteger(4), device: DeviceKey(row.text(7)), created: row.integer(5))
    }
}
