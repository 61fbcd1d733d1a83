import GRDB

/// All statements of the journal, prepared at open.
///
/// Each one finds its rows by an index or a rowid range (a test asserts the query plans), so none takes longer with
/// more devices known.
final class Statements {
    let begin, commit, beginReading, endReading: PreparedStatement
    let putOffDevice, putDevice, device, wakingDevices, moveWake, nextWake: PreparedStatement
    let appendOutbox, outbox, outboxDevices, outboxSizes, removeOutbox, superseded, givenUp: PreparedStatement
    let appendParcel, parcels, rewriteParcel, removeParcel: PreparedStatement
    let appendEvents, events, eventTimes, eventSizes, sizeOfEvents, newestEvents, removeEvents: PreparedStatement
    let appendTrail, oldestTrail, removeTrail: PreparedStatement
    let setAside, quarantine, quarantined, oldestQuarantined, quarantinedOnTopic, removeQuarantined: PreparedStatement
    let appendReceived, received, removeReceived: PreparedStatement
    let putMeta, meta, putLink: PreparedStatement
    let putMigration, migrations, audit: PreparedStatement
    let putMigrant, migrant, migrating, migrantPlaces, migrantsOf, removeMigrant: PreparedStatement
    /// Every statement with its SQL, for the test of the query plans.
    let all: [String]

    init(_ database: Database, meter: WorkMeter) throws(JournalError) {
        var all: [String] = []
        func prepare(_ purpose: String, _ sql: String) throws(JournalError) -> PreparedStatement {
            all.append(sql)
            return try PreparedStatement(database, sql, to: purpose, meter: meter)
        }
        begin = try prepare("begin a transaction", "begin immediate")
        beginReading = try PreparedStatement(database, "begin", to: "begin to read", meter: nil)
        endReading = try PreparedStatement(database, "end", to: "end reading", meter: nil)
        commit = try prepare("commit", "commit")

        putOffDevice = try prepare(
            "write a device", "update devices set state = ?2, due = ?4 where key = ?1 and link = ?3 and wake <= ?4")
        putDevice = try prepare(
            "write a device",
            """
            insert into devices (key, state, link, due, wake) values (?1, ?2, ?3, ?4, ?4)
            on conflict (key) do update
            set state = excluded.state, link = excluded.link, due = excluded.due, wake = excluded.wake
            """)
        device = try prepare("read a device", "select state, link from devices where key = ?1")
        wakingDevices = try prepare(
            "read the devices that are due",
            """
            select id, key, wake, due from devices indexed by devices_wake
            where link = ?1 and wake <= ?2 order by wake, id
            """)
        moveWake = try prepare("move a timer", "update devices set wake = due where id = ?1")
        nextWake = try prepare(
            "read the next due time",
            """
            select wake from devices indexed by devices_wake
            where link = ?1 and wake is not null order by wake limit 1
            """
        )

        appendOutbox = try prepare(
            "append to the outbox",
            """
            insert into outbox (sequence, bytes, rank, kind, qos, expiry, created, supersede, device, topic, payload)
            values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
            """)
        outbox = try prepare(
            "read the outbox",
            """
            select sequence, bytes, kind, qos, expiry, created, supersede, device, topic, payload from outbox
            where sequence > ?1 and sequence <= ?2 order by sequence
            """)
        outboxDevices = try prepare(
            "read the outbox",
            "select sequence, device from outbox where sequence > ?1 and sequence <= ?2 order by sequence")
        outboxSizes = try prepare(
            "read the outbox", "select sequence, bytes from outbox where sequence between ?1 and ?2")
        removeOutbox = try prepare("remove from the outbox", "delete from outbox where sequence between ?1 and ?2")
        superseded = try prepare(
            "find superseded messages",
            """
            select sequence, bytes from outbox indexed by outbox_supersede
            where supersede = ?1 and sequence between ?2 and ?3 order by sequence
            """)
        givenUp = try prepare(
            "find messages to give up",
            """
            select sequence, bytes, kind from outbox indexed by outbox_rank
            where rank = ?1 and sequence between ?2 and ?3 order by sequence
            """)

        appendParcel = try prepare("append to the outbox", "insert into parcels (sequence, messages) values (?1, ?2)")
        parcels = try prepare(
            "read the outbox",
            "select sequence, messages from parcels where sequence between ?1 and ?2 order by sequence")
        rewriteParcel = try prepare("remove from the outbox", "update parcels set messages = ?2 where sequence = ?1")
        removeParcel = try prepare("remove from the outbox", "delete from parcels where sequence = ?1")

        appendEvents = try prepare("append events", "insert into history (time, entries) values (?1, ?2)")
        events = try prepare(
            "read events", "select id, time, device, entries from history where id > ?1 order by id limit ?2")
        eventTimes = try prepare("read events", "select id, time from history where id > 0 order by id limit ?1")
        eventSizes = try prepare(
            "read events", "select id, length(entries) from history where id > 0 order by id limit ?1")
        sizeOfEvents = try prepare(
            "read events", "select coalesce(sum(length(entries)), 0) from history where id between ?1 and ?2")
        newestEvents = try prepare("read events", "select id from history where id > 0 order by id desc limit 1")
        removeEvents = try prepare("remove events", "delete from history where id between ?1 and ?2")

        appendTrail = try prepare(
            "append to the trail", "insert into trail (bytes, time, entries) values (?1, ?2, ?3)")
        oldestTrail = try prepare("read the trail", "select id, bytes from trail where id > 0 order by id limit ?1")
        removeTrail = try prepare("remove from the trail", "delete from trail where id <= ?1")

        setAside = try prepare(
            "set a message aside",
            """
            insert into quarantine (bytes, time, qos, link, code, reason, topic, payload, mapping)
            values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
            """)
        let columns = "id, bytes, time, qos, link, code, reason, topic, payload, mapping"
        quarantine = try prepare(
            "read the quarantine", "select \(columns) from quarantine where id > ?1 order by id limit ?2")
        quarantined = try prepare("read the quarantine", "select \(columns) from quarantine where id = ?1")
        oldestQuarantined = try prepare(
            "read the quarantine", "select id, bytes from quarantine where id > 0 order by id limit 1")
        quarantinedOnTopic = try prepare(
            "read the quarantine",
            "select id, bytes from quarantine indexed by quarantine_topic where topic = ?1 order by id desc")
        removeQuarantined = try prepare("remove from the quarantine", "delete from quarantine where id = ?1")

        appendReceived = try prepare(
            "remember received messages", "insert into received (id, count, pairs) values (?1, ?2, ?3)")
        received = try prepare(
            "read received messages", "select id, pairs from received where id between ?1 and ?2 order by id")
        removeReceived = try prepare(
            "forget received messages", "delete from received where id >= ?1 and id < ?2 and id + count <= ?2")
        putMeta = try prepare(
            "write a setting",
            "insert into meta (key, value) values (?1, ?2) on conflict (key) do update set value = excluded.value")
        meta = try prepare("read a setting", "select value from meta where key = ?1")
        putLink = try prepare("write a link", "insert into links (id, name) values (?1, ?2)")
        putMigration = try prepare(
            "write a migration",
            """
            insert into migrations (name, part, content) values (?1, ?2, ?3)
            on conflict (name, part) do update set content = excluded.content
            """)
        migrations = try prepare(
            "read the migrations", "select name, part, content from migrations where name > '' order by name, part")
        putMigrant = try prepare(
            "write a device that moves",
            """
            insert into migrants (key, migration, owner, goal, state) values (?1, ?2, ?3, ?4, ?5)
            on conflict (key) do update
            set migration = excluded.migration, owner = excluded.owner, goal = excluded.goal, state = excluded.state
            """)
        migrant = try prepare("read a device that moves", "select migration, state from migrants where key = ?1")
        migrating = try prepare(
            "read devices that move",
            """
            select d.id, d.key, d.state, m.migration, m.state from devices d left join migrants m on m.key = d.key
            where d.id > ?1 order by d.id limit ?2
            """)
        migrantPlaces = try prepare(
            "count devices that move",
            """
            select owner, goal, count(*) from migrants indexed by migrants_place
            where migration = ?1 group by owner, goal
            """)
        migrantsOf = try prepare(
            "find devices that moved",
            "select id from migrants indexed by migrants_place where migration = ?1 limit ?2")
        removeMigrant = try prepare("forget a device that moved", "delete from migrants where id = ?1")
        audit = try prepare(
            "write the audit trail",
            """
            insert into audit (time, migration, who, command, reason, outcome) values (?1, ?2, ?3, ?4, ?5, ?6)
            """)
        self.all = all
    }
}
