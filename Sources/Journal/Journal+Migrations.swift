/// A device as a migration meets it.
package struct MigratingDevice: Sendable {
    /// Its place among all devices.
    package let id: Int64
    package let key: DeviceKey
    package let state: [UInt8]
    /// The migration that it last belonged to, and what that keeps of it.
    package let migrant: (migration: String, state: [UInt8])?
}

/// How many devices of a migration are with whom, and on their way to whom.
package struct MigrantCount: Sendable, Hashable {
    package let owner: Int64
    package let goal: Int64
    package let count: Int
}

extension Journal {
    /// What is kept of each migration, by its name and part.
    package func migrations() throws(JournalError) -> [String: [String: [UInt8]]] {
        try read { statements throws(JournalError) in
            var migrations: [String: [String: [UInt8]]] = [:]
            try statements.migrations.each { row in
                migrations[row.text(0), default: [:]][row.text(1)] = row.bytes(2)
                return true
            }
            return migrations
        }
    }

    /// What the last migration of a device keeps of it.
    package func migrant(_ key: DeviceKey) throws(JournalError) -> (migration: String, state: [UInt8])? {
        try read { statements throws(JournalError) in
            statements.migrant.bind(1, key.text)
            return try statements.migrant.first { ($0.text(0), $0.bytes(1)) }
        }
    }

    /// Devices after a place, as first heard; 0 is the start.
    package func migratingDevices(after place: Int64, limit: Int) throws(JournalError) -> [MigratingDevice] {
        try read { statements throws(JournalError) in
            var devices: [MigratingDevice] = []
            statements.migrating.bind(1, place)
            statements.migrating.bind(2, limit)
            try statements.migrating.each { row in
                devices.append(
                    MigratingDevice(
                        id: row.integer(0), key: DeviceKey(row.text(1)), state: row.bytes(2),
                        migrant: row.optionalText(3).map { ($0, row.bytes(4)) }))
                return true
            }
            return devices
        }
    }

    /// Counts the devices of a migration; reads one index entry for each.
    package func migrantCounts(of migration: String) throws(JournalError) -> [MigrantCount] {
        try read { statements throws(JournalError) in
            var counts: [MigrantCount] = []
            statements.migrantPlaces.bind(1, migration)
            try statements.migrantPlaces.each { row in
                counts.append(MigrantCount(owner: row.integer(0), goal: row.integer(1), count: Int(row.integer(2))))
                return true
            }
            return counts
        }
    }
}
