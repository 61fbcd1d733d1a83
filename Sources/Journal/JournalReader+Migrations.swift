import Foundation
import GRDB

extension JournalReader {
    /// What is kept of each migration, by its name and part.
    package func migrations() throws(JournalError) -> [String: [String: [UInt8]]] {
        try read("read the migrations") { database in
            var migrations: [String: [String: [UInt8]]] = [:]
            let rows = try Row.fetchCursor(database, sql: "select name, part, content from migrations")
            while let row = try rows.next() { migrations[row[0], default: [:]][row[1]] = [UInt8](row[2] as Data) }
            return migrations
        }
    }

    /// What the last migration of a device keeps of it.
    package func migrant(_ key: DeviceKey) throws(JournalError) -> (migration: String, state: [UInt8])? {
        try read("read a device that moves") { database in
            try Row.fetchOne(
                database, sql: "select migration, state from migrants where key = ?", arguments: [key.text]
            ).map { ($0[0], [UInt8]($0[1] as Data)) }
        }
    }

    /// Hands out every device with what its last migration keeps of it; with a million of them this takes seconds.
    package func eachMigratingDevice(_ body: (MigratingDevice) -> Void) throws(JournalError) {
        try read("read devices that move") { database in
            let rows = try Row.fetchCursor(
                database,
                sql: """
                    select d.id, d.key, d.state, m.migration, m.state
                    from devices d left join migrants m on m.key = d.key order by d.id
                    """)
            while let row = try rows.next() {
                let migration: String? = row[3]
                body(
                    MigratingDevice(
                        id: row[0], key: DeviceKey(row[1]), state: [UInt8](row[2] as Data),
                        migrant: migration.map { ($0, [UInt8](row[4] as Data)) }))
            }
        }
    }

    /// What was done to a migration, or to all of them, oldest first.
    package func audit(of migration: String? = nil) throws(JournalError) -> [AuditEntry] {
        try read("read the audit trail") { database in
            try Row.fetchAll(
                database,
                sql: """
                    select time, migration, who, command, reason, outcome from audit
                    where ?1 is null or migration = ?1 order by id
                    """, arguments: [migration]
            ).map { row in
                AuditEntry(
                    time: row[0], migration: row[1], who: row[2], command: row[3], reason: row[4], outcome: row[5])
            }
        }
    }
}
