extension Journal {
    /// Received messages of a link that are not forgotten, in runs of adjoining places.
    package func received(link: String) throws(JournalError) -> [InboundRun] {
        guard let sequences = ledger.link(link)?.sequences else { return [] }
        return try read { statements throws(JournalError) in
            var runs: [InboundRun] = []
            statements.received.bind(1, sequences.lowerBound)
            statements.received.bind(2, sequences.upperBound)
            try statements.received.each { row in
                runs.append(InboundRun(start: row.integer(0) - sequences.lowerBound, encoded: row.bytes(1)))
                return true
            }
            return runs
        }
    }

    /// A number kept with `JournalBatch.set`.
    package func number(_ key: String) -> Int64? { ledger.numbers[key] }

    /// All counters by name.
    package var counters: [String: Int64] {
        Dictionary(ledger.counters.map { ($0.name, $0.value) }) { first, _ in first }
    }

    /// Bytes kept with `JournalBatch.set`.
    package func bytes(_ key: String) throws(JournalError) -> [UInt8]? {
        try read { statements throws(JournalError) in
            statements.meta.bind(1, key)
            return try statements.meta.first { $0.bytes(0) }
        }
    }

    /// The events of up to `limit` commits after a place in the journal, oldest first; 0 is the start.
    ///
    /// Events of one commit share a place. Places rise and are never given out twice.
    package func events(after place: Int64, limit: Int) throws(JournalError) -> [(place: Int64, event: EventRecord)] {
        try read { statements throws(JournalError) in
            var found: [(place: Int64, event: EventRecord)] = []
            statements.events.bind(1, place)
            statements.events.bind(2, limit)
            try statements.events.each { row in
                let place = row.integer(0)
                let events = EventRecord.row(time: row.integer(1), device: row.optionalText(2), entries: row.bytes(3))
                found += events.map { (place, $0) }
                return true
            }
            return found
        }
    }

    /// Drops the events of up to `limit` commits older than this, in a transaction of its own.
    ///
    /// - Returns: how many went; `limit` means there may be more.
    @discardableResult
    package func prune(eventsOlderThan milliseconds: Int64, limit: Int = 1_000) throws(JournalError) -> Int {
        var count = 0
        _ = try transact(isInFlight: { _ in false }) { transaction throws(JournalError) in
            count = try transaction.pruneEvents(olderThan: milliseconds, atMost: limit)
            try transaction.putTotals()
        }
        return count
    }

    /// Messages and bytes in the quarantine.
    package var quarantineTotals: (rows: Int64, bytes: Int64) { (ledger.quarantineRows, ledger.quarantineBytes) }

    /// Messages set aside after one of them, oldest first; 0 is the start.
    package func quarantined(after id: Int64, limit: Int) throws(JournalError) -> [(
        id: Int64, message: SetAsideMessage
    )] {
        try read { statements throws(JournalError) in
            var found: [(id: Int64, message: SetAsideMessage)] = []
            statements.quarantine.bind(1, id)
            statements.quarantine.bind(2, limit)
            try statements.quarantine.each { row in
                found.append((row.integer(0), SetAsideMessage(row)))
                return true
            }
            return found
        }
    }

    /// One message set aside; to replay it without a gap, commit what it gives together with
    /// `JournalBatch.removeQuarantined`.
    package func quarantined(id: Int64) throws(JournalError) -> SetAsideMessage? {
        try read { statements throws(JournalError) in
            statements.quarantined.bind(1, id)
            return try statements.quarantined.first { SetAsideMessage($0) }
        }
    }

    /// Takes a message out of the quarantine, in a transaction of its own.
    package func takeQuarantined(id: Int64) throws(JournalError) -> SetAsideMessage? {
        guard let message = try quarantined(id: id) else { return nil }
        var batch = JournalBatch()
        batch.removeQuarantined(id: id)
        try commit(batch)
        return message
    }
}

extension SetAsideMessage {
    /// A row of `Statements.quarantine`.
    fileprivate init(_ row: borrowing PreparedStatement) {
        self.init(
            link: row.text(4), topic: row.text(7), payload: row.bytes(8), qos: UInt8(clamping: row.integer(3)),
            code: row.text(5), reason: row.text(6), time: row.integer(2), mapping: row.text(9))
    }
}
