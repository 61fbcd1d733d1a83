extension Transaction {
    mutating func changeQuarantine(adding: [SetAsideMessage], removing: [Int64]) throws(JournalError) {
        for id in removing {
            statements.quarantined.bind(1, id)
            if let bytes = try statements.quarantined.first({ $0.integer(1) }) {
                try removeQuarantined(id: id, bytes: bytes)
            }
        }
        for message in adding { try setAside(message) }
        for topic in Set(adding.map(\.topic)) { try holdToShare(topic) }
        while ledger.quarantineRows > bounds.quarantineRows || ledger.quarantineBytes > bounds.quarantineBytes {
            guard let oldest = try statements.oldestQuarantined.first({ ($0.integer(0), $0.integer(1)) }) else {
                return
            }
            try dropQuarantined(oldest)
        }
    }

    /// Drops the oldest messages of a topic that has more than its share, so that one device cannot push out what was set
    /// aside of all others.
    private mutating func holdToShare(_ topic: String) throws(JournalError) {
        var rows = max(1, bounds.quarantineRows / bounds.quarantineShares)
        var bytes = bounds.quarantineBytes / bounds.quarantineShares
        var excess: [(id: Int64, bytes: Int64)] = []
        var isNewest = true
        statements.quarantinedOnTopic.bind(1, topic)
        try statements.quarantinedOnTopic.each { row in
            rows -= 1
            bytes -= row.integer(1)
            // The newest stays, however large.
            if !isNewest, rows < 0 || bytes < 0 { excess.append((row.integer(0), row.integer(1))) }
            isNewest = false
            return true
        }
        for message in excess { try dropQuarantined(message) }
    }

    private mutating func dropQuarantined(_ message: (id: Int64, bytes: Int64)) throws(JournalError) {
        try removeQuarantined(id: message.id, bytes: message.bytes)
        increments.add(1, to: "quarantine-dropped")
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
        ledger.isChanged = true
    }

    private mutating func removeQuarantined(id: Int64, bytes: Int64) throws(JournalError) {
        statements.removeQuarantined.bind(1, id)
        try statements.removeQuarantined.run()
        ledger.quarantineRows -= 1
        ledger.quarantineBytes -= bytes
        ledger.isChanged = true
    }
}
