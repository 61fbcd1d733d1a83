extension Transaction {
    mutating func putDevices(_ updates: [JournalBatch.DeviceUpdate]) throws(JournalError) {
        for update in updates {
            let link = try link(update.link).id
            if update.due != nil, try put(update, link: link, by: statements.putOffDevice) > 0 { continue }
            try put(update, link: link, by: statements.putDevice)
        }
    }

    @discardableResult
    private func put(
        _ update: JournalBatch.DeviceUpdate, link: Int64, by statement: PreparedStatement
    ) throws(JournalError) -> Int {
        statement.bind(1, update.key.text)
        statement.bind(2, update.state)
        statement.bind(3, link)
        statement.bind(4, update.due)
        return try statement.run()
    }

    func moveWakes(of devices: [Int64]) throws(JournalError) {
        for device in devices {
            statements.moveWake.bind(1, device)
            try statements.moveWake.run()
        }
    }

    /// Appends a commit's messages; past the bound the oldest rows go, many at once so that a commit seldom has to.
    mutating func appendTrail(_ entries: [UInt8], at time: Int64) throws(JournalError) {
        guard !entries.isEmpty else { return }
        statements.appendTrail.bind(1, entries.count)
        statements.appendTrail.bind(2, time)
        try statements.appendTrail.run(with: 3, entries)
        ledger.trailBytes += Int64(entries.count)
        ledger.isChanged = true
        if ledger.trailBytes > bounds.trailBytes { try shortenTrail(to: bounds.trailBytes - bounds.trailBytes / 16) }
    }

    /// Drops the oldest rows of the trail until it is this short, a bounded number of them.
    private mutating func shortenTrail(to bytes: Int64) throws(JournalError) {
        var (excess, last): (Int64, Int64?) = (ledger.trailBytes - bytes, nil)
        statements.oldestTrail.bind(1, 1_000)
        try statements.oldestTrail.each { row in
            guard excess > 0 else { return false }
            excess -= row.integer(1)
            last = row.integer(0)
            return true
        }
        guard let last else { return }
        statements.removeTrail.bind(1, last)
        try statements.removeTrail.run()
        ledger.trailBytes = bytes + excess
    }

    mutating func changeInbound(_ changes: [JournalBatch.InboundChange]) throws(JournalError) {
        for change in changes {
            let first = try link(change.link).sequences.lowerBound
            if let place = change.forgotten {
                statements.removeReceived.bind(1, first)
                statements.removeReceived.bind(2, first + place)
                try statements.removeReceived.run()
            }
            guard let run = change.run else { continue }
            statements.appendReceived.bind(1, first + run.start)
            statements.appendReceived.bind(2, run.pairs.count)
            try statements.appendReceived.run(with: 3, run.encoded())
        }
    }

    mutating func putMeta(_ changes: [JournalBatch.MetaChange]) throws(JournalError) {
        for change in changes {
            switch change {
            case .number(let key, let number): ledger.set(key, to: number)
            case .bytes(let key, let bytes):
                statements.putMeta.bind(1, key)
                try statements.putMeta.run(with: 2, bytes)
            }
        }
    }
}
