/// What a batch changes of migrations.
struct MigrationChanges: Sendable {
    struct Part: Sendable {
        var migration: String
        var name: String
        var content: [UInt8]
    }
    struct MigrantUpdate: Sendable {
        var key: DeviceKey
        var migration: String
        var owner: Int64
        var goal: Int64
        var state: [UInt8]
    }

    var parts: [Part] = []
    var migrants: [MigrantUpdate] = []
    var audit: [AuditEntry] = []
    var forgotten: [(migration: String, limit: Int)] = []
    /// Supersede keys of messages that are not to be sent any more.
    var withdrawn: [(key: String, link: String)] = []

    var isEmpty: Bool {
        parts.isEmpty && migrants.isEmpty && audit.isEmpty && forgotten.isEmpty && withdrawn.isEmpty
    }
}

extension JournalBatch {
    /// Keeps a part of a migration: what is planned, how far it is.
    package mutating func setMigration(_ name: String, part: String, to content: [UInt8]) {
        migrating.parts.append(.init(migration: name, name: part, content: content))
    }

    /// Keeps a device of a migration.
    ///
    /// - Parameters:
    ///   - owner: whose it is, as a number that is counted.
    ///   - goal: whose it is to be.
    ///   - state: opaque bytes.
    package mutating func setMigrant(
        _ state: [UInt8], of key: DeviceKey, migration: String, owner: Int64, goal: Int64
    ) {
        migrating.migrants.append(.init(key: key, migration: migration, owner: owner, goal: goal, state: state))
    }

    package mutating func note(_ entry: AuditEntry) { migrating.audit.append(entry) }

    /// Forgets some devices of a migration that has ended.
    package mutating func forgetMigrants(of migration: String, atMost limit: Int) {
        migrating.forgotten.append((migration, limit))
    }

    /// Takes messages out of the outbox that wait under a supersede key, if they have not been handed to their link.
    package mutating func withdraw(_ supersedeKey: String, from link: String) {
        migrating.withdrawn.append((supersedeKey, link))
    }
}

extension Transaction {
    /// Comes before anything is appended: what takes the place of a withdrawn message may bear the same key.
    mutating func withdraw(_ messages: [(key: String, link: String)]) throws(JournalError) {
        for message in messages { try supersede(message.key, among: try link(message.link).sequences) }
    }

    mutating func write(_ changes: MigrationChanges) throws(JournalError) {
        for part in changes.parts {
            statements.putMigration.bind(1, part.migration)
            statements.putMigration.bind(2, part.name)
            try statements.putMigration.run(with: 3, part.content)
        }
        for migrant in changes.migrants {
            statements.putMigrant.bind(1, migrant.key.text)
            statements.putMigrant.bind(2, migrant.migration)
            statements.putMigrant.bind(3, migrant.owner)
            statements.putMigrant.bind(4, migrant.goal)
            try statements.putMigrant.run(with: 5, migrant.state)
        }
        for forgotten in changes.forgotten {
            statements.migrantsOf.bind(1, forgotten.migration)
            statements.migrantsOf.bind(2, forgotten.limit)
            var rows: [Int64] = []
            try statements.migrantsOf.each { row in
                rows.append(row.integer(0))
                return true
            }
            for row in rows {
                statements.removeMigrant.bind(1, row)
                try statements.removeMigrant.run()
            }
        }
        for entry in changes.audit {
            statements.audit.bind(1, entry.time)
            statements.audit.bind(2, entry.migration)
            statements.audit.bind(3, entry.who)
            statements.audit.bind(4, entry.command)
            statements.audit.bind(5, entry.reason)
            statements.audit.bind(6, entry.outcome)
            try statements.audit.run()
        }
    }
}
