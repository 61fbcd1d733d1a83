import Foundation
import GRDB

extension JournalReader {
    /// The state of a device, and when its next timer ends on its link's clock; nil for one that was never heard.
    package func device(_ key: DeviceKey) throws(JournalError) -> (state: [UInt8], due: Int64?)? {
        try read("read a device") { database in
            try Row.fetchOne(database, sql: "select state, due from devices where key = ?", arguments: [key.text]).map {
                ([UInt8]($0[0] as Data), $0[1])
            }
        }
    }

    /// Hands out every device; with a million of them this takes seconds.
    package func eachDevice(_ body: (DeviceKey, [UInt8]) -> Void) throws(JournalError) {
        try read("read the devices") { database in
            let rows = try Row.fetchCursor(database, sql: "select key, state from devices")
            while let row = try rows.next() { body(DeviceKey(row[0]), [UInt8](row[1] as Data)) }
        }
    }

    /// Keys that end with this text, as a device's name without its dialect and product.
    package func devices(named name: String, limit: Int) throws(JournalError) -> [DeviceKey] {
        try read("find a device") { database in
            try String.fetchAll(
                database,
                sql: "select key from devices where key = ?1 or substr(key, -length(?1) - 1) = '/' || ?1 limit ?2",
                arguments: [name, limit]
            ).map { DeviceKey($0) }
        }
    }

    /// The last events of a device, newest first, among those of the newest `among` commits.
    package func events(of device: DeviceKey, limit: Int, among: Int = 20_000) throws(JournalError) -> [EventRecord] {
        var found: [EventRecord] = []
        try read("read events") { database in
            let rows = try Row.fetchCursor(
                database, sql: "select time, device, entries from history order by id desc limit ?", arguments: [among])
            while found.count < limit, let row = try rows.next() {
                let events = EventRecord.row(time: row[0], device: row[1], entries: [UInt8](row[2] as Data))
                found += events.reversed().filter { $0.device == device }
            }
        }
        return Array(found.prefix(limit))
    }

    /// The last messages of a device on both sides, oldest first, as far as the trail goes back.
    package func trail(of device: DeviceKey, limit: Int) throws(JournalError) -> [(time: Int64, entry: TrailEntry)] {
        var found: [(time: Int64, entry: TrailEntry)] = []
        try read("read the trail") { database in
            let rows = try Row.fetchCursor(database, sql: "select time, entries from trail order by id desc")
            while found.count < limit, let row = try rows.next() {
                let time: Int64 = row[0]
                let entries = TrailEntry.decode([UInt8](row[1] as Data)).filter { $0.device == device }
                found += entries.reversed().map { (time, $0) }
            }
        }
        return found.prefix(limit).reversed()
    }

    /// The messages set aside after one of them, oldest first; 0 is the start.
    package func quarantined(after id: Int64 = 0, limit: Int) throws(JournalError) -> [(
        id: Int64, message: SetAsideMessage
    )] {
        try read("read the quarantine") { database in
            try Row.fetchAll(
                database,
                sql: """
                    select id, time, qos, link, code, reason, topic, payload, mapping from quarantine
                    where id > ? order by id limit ?
                    """, arguments: [id, limit]
            ).map { row in
                (
                    row[0],
                    SetAsideMessage(
                        link: row[3], topic: row[6], payload: [UInt8](row[7] as Data), qos: row[2], code: row[4],
                        reason: row[5], time: row[1], mapping: row[8])
                )
            }
        }
    }
}
