extension Transaction {
    /// Appends a commit's events as one row.
    mutating func appendEvents(_ entries: [UInt8], at time: Int64) throws(JournalError) {
        guard !entries.isEmpty else { return }
        statements.appendEvents.bind(1, time)
        try statements.appendEvents.run(with: 2, entries)
        ledger.eventBytes += Int64(entries.count)
        ledger.isChanged = true
    }

    /// Drops the events of the oldest commits up to the first that is young enough; the newest always stays, so that no
    /// rowid is given out twice.
    @discardableResult
    mutating func pruneEvents(olderThan limit: Int64, atMost count: Int) throws(JournalError) -> Int {
        guard let newest = try statements.newestEvents.first({ $0.integer(0) }) else { return 0 }
        var (last, found): (Int64?, Int) = (nil, 0)
        statements.eventTimes.bind(1, count)
        try statements.eventTimes.each { row in
            let id = row.integer(0)
            guard row.integer(1) < limit, id < newest else { return false }
            last = id
            found += 1
            return true
        }
        guard let last else { return 0 }
        try removeEvents(0...last)
        return found
    }

    /// Drops the events of the oldest commits past the bound, however young.
    ///
    /// A device that changes its mind a thousand times a second must not fill the disk. The newest stays.
    mutating func dropEventsPastBound(atMost count: Int) throws(JournalError) {
        guard ledger.eventBytes > bounds.eventBytes, let newest = try statements.newestEvents.first({ $0.integer(0) })
        else { return }
        var excess = ledger.eventBytes - bounds.eventBytes
        var (last, dropped): (Int64?, Int64) = (nil, 0)
        statements.eventSizes.bind(1, count)
        try statements.eventSizes.each { row in
            guard excess > 0, row.integer(0) < newest else { return false }
            excess -= row.integer(1)
            last = row.integer(0)
            dropped += 1
            return true
        }
        guard let last else { return }
        try removeEvents(0...last)
        increments.add(dropped, to: "events-dropped")
    }

    private mutating func removeEvents(_ places: ClosedRange<Int64>) throws(JournalError) {
        statements.sizeOfEvents.bind(1, places.lowerBound)
        statements.sizeOfEvents.bind(2, places.upperBound)
        ledger.eventBytes -= try statements.sizeOfEvents.first { $0.integer(0) } ?? 0
        ledger.isChanged = true
        statements.removeEvents.bind(1, places.lowerBound)
        statements.removeEvents.bind(2, places.upperBound)
        try statements.removeEvents.run()
    }
}
