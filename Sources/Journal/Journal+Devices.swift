extension Journal {
    /// The state last committed for a device; nil if there is none.
    package func deviceState(_ key: DeviceKey) throws(JournalError) -> [UInt8]? {
        try storedDevice(key)?.state
    }

    /// The same with the link that it was committed with.
    package func storedDevice(_ key: DeviceKey) throws(JournalError) -> (state: [UInt8], link: String)? {
        let stored = try read { statements throws(JournalError) in
            statements.device.bind(1, key.text)
            return try statements.device.first { (state: $0.bytes(0), link: $0.integer(1)) }
        }
        return stored.map { stored in
            (stored.state, ledger.links.first { $0.id == stored.link }?.name ?? "")
        }
    }

    /// Devices whose timer on `link` ends at or before this reading of the link's clock, in order of their ends, then
    /// as first heard.
    ///
    /// Timers met here that were put off since they were set are moved to their place, in a transaction of its own;
    /// those of the next ten seconds go along, so that this is rare.
    package func dueDevices(
        link: String, through milliseconds: Int64, limit: Int
    ) throws(JournalError) -> [(key: DeviceKey, due: Int64)] {
        guard let id = ledger.link(link)?.id, limit > 0 else { return [] }
        while true {
            let waking = try read { statements throws(JournalError) in
                try Waking(statements.wakingDevices, link: id, through: milliseconds, limit: limit)
            }
            guard waking.isMoveNeeded else { return waking.due }
            // Each round moves what it met, so the rounds end; what is due after all comes in its order in a later
            // one.
            try transact(isInFlight: { _ in false }) { transaction throws(JournalError) in
                try transaction.moveWakes(of: waking.early)
            }
        }
    }

    /// No timer on `link` ends before this reading of the link's clock; nil if none runs.
    ///
    /// It may be earlier than the first end, since timers are moved only when `dueDevices` meets them: at that time
    /// ask it, then ask here again.
    package func nextDue(link: String) throws(JournalError) -> Int64? {
        guard let id = ledger.link(link)?.id else { return nil }
        return try read { statements throws(JournalError) in
            statements.nextWake.bind(1, id)
            return try statements.nextWake.first { $0.integer(0) }
        }
    }
}

/// What one look at the timers finds; the rows it reads are bounded.
private struct Waking {
    let due: [(key: DeviceKey, due: Int64)]
    /// Rows whose timer was put off.
    let early: [Int64]
    /// True if a timer put off stood among those due, so that `due` may lack some; those ahead alone can wait.
    let isMoveNeeded: Bool

    init(_ query: PreparedStatement, link: Int64, through limit: Int64, limit count: Int) throws(JournalError) {
        let lookAhead: Int64 = 10_000
        let mostRowsAhead = 500
        var (due, early): ([(key: DeviceKey, due: Int64)], [Int64]) = ([], [])
        var isMoveNeeded = false
        var ahead = 0
        query.bind(1, link)
        query.bind(2, limit.addingReportingOverflow(lookAhead).overflow ? .max : limit + lookAhead)
        try query.each { row in
            let (wake, end) = (row.integer(2), row.integer(3))
            if end > wake {
                early.append(row.integer(0))
                isMoveNeeded = isMoveNeeded || wake <= limit
                return early.count < mostRowsAhead
            }
            guard wake <= limit else {
                ahead += 1
                return ahead < mostRowsAhead
            }
            due.append((DeviceKey(row.text(1)), end))
            return due.count < count
        }
        (self.due, self.early, self.isMoveNeeded) = (due, early, isMoveNeeded)
    }
}
