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

    func appendEvents(_ entries: [UInt8], at time: Int64) throws(JournalError) {
        guard !entries.isEmpty else { return }
        statements.appendEvents.bind(1, time)
        try statements.appendEvents.run(with: 2, entries)
    }

    /// Drops the events of the oldest commits up to the first that is young enough; the newest always stays, so that no
    /// rowid is given out twice.
    @discardableResult
    func pruneEvents(olderThan limit: Int64, atMost count: Int) throws(JournalError) -> Int {
        guard let newest = try statements.newestEvents.first({ $0.integer(0) }) else { return 0 }
        var (first, last): (Int64?, Int64) = (nil, 0)
        statements.eventTimes.bind(1, count)
        try statements.eventTimes.each { row in
            let id = row.integer(0)
            guard row.integer(1) < limit, id < newest else { return false }
            first = first ?? id
            last = id
            return true
        }
        guard let first else { return 0 }
        statements.removeEvents.bind(1, first)
        statements.removeEvents.bind(2, last)
        return try statements.removeEvents.run()
    }

    /// Appends a commit's messages; at the bound the oldest rows go, two for each that comes.
    mutating func appendTrail(_ entries: [UInt8], at time: Int64) throws(JournalError) {
        guard !entries.isEmpty else { return }
        statements.appendTrail.bind(1, entries.count)
        statements.appendTrail.bind(2, time)
        try statements.appendTrail.run(with: 3, entries)
        ledger.trailBytes += Int64(entries.count)
        ledger.isTrailChanged = true
        for _ in 0..<2 where ledger.trailBytes > bounds.trailBytes {
            guard let oldest = try statements.oldestTrail.first({ ($0.integer(0), $0.integer(1)) }) else { return }
            statements.removeTrail.bind(1, oldest.0)
            try statements.removeTrail.run()
            ledger.trailBytes -= oldest.1
        }
    }

    mutating func changeInbound(_ changes: [JournalBatch.InboundChange]) throws(JournalError) {
        for change in changes {
            let first = try link(change.link).sequences.lowerBound
            for places in change.forgotten {
                statements.removeReceived.bind(1, first + places.lowerBound)
                statements.removeReceived.bind(2, first + places.upperBound)
                try statements.removeReceived.run()
            }
            guard let run = change.run else { continue }
            statements.appendReceived.bind(1, first + run.start)
            statements.appendReceived.bind(2, run.pairs.count)
            try statements.appendReceived.run(with: 3, run.encoded())
        }
    }

    func putMeta(_ changes: [JournalBatch.MetaChange]) throws(JournalError) {
        let statement = statements.putMeta
        for change in changes {
            switch change {
            case .number(let key, let number):
                statement.bind(1, key)
                statement.bind(2, number)
            case .bytes(let key, let bytes):
                statement.bind(1, key)
                statement.bind(2, bytes)
            }
            try statement.run()
        }
    }

    mutating func changeQuarantine(adding: [SetAsideMessage], removing: [Int64]) throws(JournalError) {
        for id in removing {
            statements.quarantined.bind(1, id)
            if let bytes = try statements.quarantined.first({ $0.integer(1) }) {
                try removeQuarantined(id: id, bytes: bytes)
            }
        }
        for message in adding { try setAside(message) }
        while ledger.quarantineRows > bounds.quarantineRows || ledger.quarantineBytes > bounds.quarantineBytes {
            guard let oldest = try statements.oldestQuarantined.first({ ($0.integer(0), $0.integer(1)) }) else {
                return
            }
            try removeQuarantined(id: oldest.0, bytes: oldest.1)
            increments["quarantine-dropped", default: 0] += 1
        }
    }

    private mutating func setAside(_ message: SetAsideMessage) throws(JournalError) {
        let statement = statements.setAside
        statement.bind(1, message.size)
        statement.bind(2, message.time)
        statement.bind(3, Int64(message.qos))
        statement.bind(4, message.link)
        statement.bind(5, message.code)
        statement.bind(6, message.reason)
        statement.bind(7, message.topic)
        statement.bind(8, message.payload)
        statement.bind(9, message.mapping)
        try statement.run()
        ledger.quarantineRows += 1
        ledger.quarantineBytes += message.size
        ledger.isQuarantineChanged = true
    }

    private mutating func removeQuarantined(id: Int64, bytes: Int64) throws(JournalError) {
        statements.removeQuarantined.bind(1, id)
        try statements.removeQuarantined.run()
        ledger.quarantineRows -= 1
        ledger.quarantineBytes -= bytes
        ledger.isQuarantineChanged = true
    }
}
