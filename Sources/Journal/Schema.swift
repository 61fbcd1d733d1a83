import GRDB

/// The tables, their versions, and how an older file is brought up.
///
/// `application_id` tells a journal from other databases; `user_version` is the schema's version, and both are in the
/// file's header (sqlite.org/fileformat2.html section 1.3).
enum Schema {
    /// "OTAj".
    static let applicationIdentifier: Int32 = 0x4F54_416A

    /// One entry a version, entry 0 making version 1; released entries are never changed, only followed by others.
    static let versions = [firstVersion, secondVersion, thirdVersion, fourthVersion, fifthVersion, sixthVersion]

    /// Makes a new file a journal and an old one a journal of today, in one transaction; true for a new file.
    static func bringUp(_ database: Database, identifier: @autoclosure () -> String) throws -> Bool {
        let version = try Int.fetchOne(database, sql: "pragma user_version") ?? 0
        guard version < versions.count else { return false }
        try database.inTransaction(.immediate) {
            for step in versions[version...] { try database.execute(sql: step) }
            if version == 0 {
                try database.execute(
                    sql: "insert into meta (key, value) values ('journal.identifier', ?)", arguments: [identifier()])
            }
            try database.execute(sql: "pragma application_id = \(applicationIdentifier)")
            try database.execute(sql: "pragma user_version = \(versions.count)")
            return .commit
        }
        return version == 0
    }

    /// Refuses what is not a journal of this version or an older one, before anything is written to it.
    static func check(_ database: Database, path: String) throws {
        let application = try Int32.fetchOne(database, sql: "pragma application_id") ?? 0
        let version = try Int.fetchOne(database, sql: "pragma user_version") ?? 0
        let isEmpty = try Row.fetchOne(database, sql: "select 1 from sqlite_master limit 1") == nil
        if application == 0, version == 0, isEmpty { return }
        guard application == applicationIdentifier else {
            throw JournalError(
                .foreign, "the file '\(path)' is a database but not a journal; name another file as 'journal:'")
        }
        guard version <= versions.count else {
            throw JournalError(
                .newerSchema,
                """
                the journal '\(path)' has schema version \(version) and this program knows \(versions.count) at most; \
                run the newer program
                """
            )
        }
    }

    /// Refuses what a reader of today's schema cannot read.
    static func checkCurrent(_ database: Database, path: String) throws {
        try check(database, path: path)
        let version = try Int.fetchOne(database, sql: "pragma user_version") ?? 0
        guard version == versions.count else {
            throw JournalError(
                .newerSchema,
                "the journal '\(path)' has schema version \(version); start this program's gateway on it once")
        }
    }

    /// Rows that grow with the fleet (`devices`) are rowid tables with an index on the key: a table without rowid
    /// would keep whole states in its inner pages and be deeper for it (sqlite.org/withoutrowid.html section 4).
    ///
    /// `wake` is never later than `due` and null with it: a timer that is only put off, as most messages do, leaves
    /// `wake` and its index alone, and the query that meets the row too early moves it on. Otherwise each message
    /// would change a page of the index at a random place.
    ///
    /// `outbox.sequence` holds the link in its upper bits, so that one link's messages lie together in order and need
    /// no index; `rank` is null for what is never given up; `bytes` stands before the payload so that reading it
    /// never touches overflow pages.
    private static let firstVersion = """
        create table meta (key text primary key, value any) strict, without rowid;
        create table counters (name text primary key, value integer not null) strict, without rowid;
        create table links (
            id integer primary key, name text not null unique, next integer not null, rows integer not null,
            bytes integer not null
        ) strict;
        create table inbound (
            link integer not null, block integer not null, pairs blob not null, primary key (link, block)
        ) strict, without rowid;
        create table devices (
            id integer primary key, link integer not null, due integer, wake integer, key text not null unique,
            state blob not null
        ) strict;
        create index devices_wake on devices (link, wake) where wake is not null;
        create table outbox (
            sequence integer primary key, bytes integer not null, rank integer, kind integer not null,
            qos integer not null, expiry integer, created integer not null, supersede text, device text not null,
            topic text not null, payload blob not null
        ) strict;
        create index outbox_supersede on outbox (supersede) where supersede is not null;
        create index outbox_rank on outbox (rank) where rank is not null;
        create table events (
            id integer primary key, time integer not null, subject text not null, event text not null,
            json blob not null
        ) strict;
        create table quarantine (
            id integer primary key autoincrement, bytes integer not null, time integer not null, qos integer not null,
            link text not null, code text not null, reason text not null, topic text not null, payload blob not null
        ) strict;
        """

    /// The trail of messages, a row for each commit, and the mapping that set a message aside.
    ///
    /// The trail costs one insert however many messages there were.
    private static let secondVersion = """
        create table trail (
            id integer primary key, bytes integer not null, time integer not null, entries blob not null
        ) strict;
        alter table quarantine add column mapping text not null default '';
        """

    /// What comes with every message stands in one row for each commit, as the trail does: events, and the pairs of
    /// received messages.
    ///
    /// An older event keeps its row, which names its device. `received.id` holds the link in its upper bits, like
    /// `outbox.sequence`. What was received before is not taken over: the broker of a gateway that was stopped for the
    /// new program has its PUBACKs.
    /// The events' bytes are summed here once, and each topic's part of the quarantine is found by an index: both have bounds.
    private static let thirdVersion = """
        create table history (
            id integer primary key, time integer not null, device text, entries blob not null
        ) strict;
        insert into history (id, time, device, entries) select id, time, subject, json from events;
        drop table events;
        drop table inbound;
        create table received (
            id integer primary key, count integer not null, pairs blob not null
        ) strict;
        insert into meta (key, value) select 'journal.events.bytes', coalesce(sum(length(entries)), 0) from history;
        create index quarantine_topic on quarantine (topic);
        """

    /// What changes with every commit stands on one page: counters and totals are rows of `meta`.
    private static let fourthVersion = """
        insert into meta (key, value) select 'counter.' || name, value from counters;
        drop table counters;
        insert into meta (key, value) select 'journal.totals',
            'quarantine ' || coalesce((select value from meta where key = 'journal.quarantine.rows'), 0)
            || ' ' || coalesce((select value from meta where key = 'journal.quarantine.bytes'), 0)
            || char(10) || 'events ' || coalesce((select value from meta where key = 'journal.events.bytes'), 0)
            || char(10) || 'trail ' || coalesce((select value from meta where key = 'journal.trail.bytes'), 0)
            || coalesce(group_concat(char(10) || 'link ' || id || ' ' || next || ' ' || rows || ' ' || bytes, ''), '')
            from links;
        alter table links drop column next;
        alter table links drop column rows;
        alter table links drop column bytes;
        delete from meta where key in (
            'journal.quarantine.rows', 'journal.quarantine.bytes', 'journal.events.bytes', 'journal.trail.bytes');
        """

    /// Fleets that move from one backend to another: what is planned and how far it is, in named parts that change at
    /// different times; for each device whose it is and what lies between it and the backend that does not own it; who did
    /// what, and why.
    ///
    /// `owner` and `goal` stand in the index so that devices are counted without reading their states.
    private static let fifthVersion = """
        create table migrations (
            name text not null, part text not null, content blob not null, primary key (name, part)
        ) strict, without rowid;
        create table migrants (
            id integer primary key, key text not null unique, migration text not null, owner integer not null,
            goal integer not null, state blob not null
        ) strict;
        create index migrants_place on migrants (migration, owner, goal);
        create table audit (
            id integer primary key autoincrement, time integer not null, migration text not null, who text not null,
            command text not null, reason text not null, outcome text not null
        ) strict;
        """

    /// Messages that went to their link with the commit that brought them: a row for each commit and link.
    ///
    /// Counters and other numbers go into the row of the totals, since each commit changes most of them.
    private static let sixthVersion = """
        create table parcels (sequence integer primary key, messages blob not null) strict;
        update meta set value = value
            || coalesce((select group_concat(char(10) || 'counter ' || value || ' ' || substr(key, 9), '') from meta
                where typeof(value) = 'integer' and key > 'counter.' and key < 'counter/'), '')
            || coalesce((select group_concat(char(10) || 'number ' || value || ' ' || key, '') from meta
                where typeof(value) = 'integer' and not (key > 'counter.' and key < 'counter/')), '')
            where key = 'journal.totals';
        delete from meta where typeof(value) = 'integer';
        """
}
