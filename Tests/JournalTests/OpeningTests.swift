import Foundation
import GRDB
import Testing

@testable import Journal

struct OpeningTests {
    let folder: TemporaryFolder
    init() throws { folder = try TemporaryFolder() }

    @Test func `makes folder and file for nobody else to read`() throws {
        let journal = try Journal(path: folder.journal)
        try journal.commit(.everything(1))
        for name in ["state/gateway.sqlite", "state/gateway.sqlite-wal"] {
            let mode = try FileManager.default.attributesOfItem(atPath: folder.file(name))[.posixPermissions] as? Int
            #expect(mode == 0o600)
        }
    }

    @Test func `narrows the mode of a file that others could read`() throws {
        try Journal(path: folder.journal).close()
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: folder.journal)
        _ = try Journal(path: folder.journal)
        #expect(try FileManager.default.attributesOfItem(atPath: folder.journal)[.posixPermissions] as? Int == 0o600)
    }

    @Test func `leaves what is no journal as it was`() throws {
        let text = folder.file("important.txt")
        let other = folder.file("folder")
        try Data("not a database, but longer than a header of one".utf8).write(to: URL(filePath: text))
        try FileManager.default.createDirectory(atPath: other, withIntermediateDirectories: true)
        for (path, mode) in [(text, 0o644), (other, 0o755)] {
            try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
            #expect(throws: JournalError.self) { try Journal(path: path) }
            #expect(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int == mode)
        }
    }

    @Test func `keeps its identifier, which no other journal has`() throws {
        let first = try Journal(path: folder.journal)
        let identifier = first.identifier
        try first.close()
        #expect(identifier.wholeMatch(of: /[0-9a-z]{10}/) != nil)
        #expect(try Journal(path: folder.journal).identifier == identifier)
        #expect(try Journal(path: folder.file("other")).identifier != identifier)
    }

    @Test func `runs with a write-ahead log, synchronised at every commit, open to readers`() throws {
        let journal = try Journal(path: folder.journal)
        let pragmas = try journal.connection.access { database throws(JournalError) in
            do {
                return try ["journal_mode", "synchronous", "locking_mode", "wal_autocheckpoint"].map {
                    try String.fetchOne(database, sql: "pragma \($0)")
                }
            } catch {
                throw JournalError(error, doing: "read pragmas")
            }
        }
        #expect(pragmas == ["wal", "2", "normal", "0"])
    }

    @Test(arguments: [("delete", 2), ("wal", 1), ("wal", 0), (nil, nil)] as [(String?, Int?)])
    func `refuses what is not durable`(mode: String?, level: Int?) {
        #expect(throws: JournalError(.notDurable, "")) {
            try Connection.check(journalMode: mode, synchronous: level, path: "x")
        }
    }

    @Test func `is locked against a second gateway until it is closed`() throws {
        let first = try Journal(path: folder.journal)
        let error = #expect(throws: JournalError.self) { try Journal(path: folder.journal) }
        #expect(error?.code == .locked)
        #expect(error?.text.contains("stop the other gateway") == true)
        try first.close()
        for _ in 1...2 { #expect(try Journal(path: folder.journal).outboxBytes == 0) }
    }

    @Test func `whether it is open can be asked without being in the way of one that opens`() async throws {
        try Journal(path: folder.journal).close()
        let reader = try JournalReader(path: folder.journal)
        #expect(!reader.isGatewayRunning)
        let path = folder.journal
        async let asked: Void = Self.ask(path)
        for _ in 0..<100 {
            let journal = try Journal(path: folder.journal)
            #expect(reader.isGatewayRunning)
            try journal.close()
        }
        await asked
        #expect(!reader.isGatewayRunning)
    }

    @concurrent private static func ask(_ journal: String) async {
        for _ in 0..<50_000 { _ = JournalLock.isHeld(journal: journal) }
    }

    @Test func `refuses a journal of a newer program and leaves it alone`() throws {
        try Journal(path: folder.journal).close()
        try plain(folder.journal) { try $0.execute(sql: "pragma user_version = 99") }
        let error = #expect(throws: JournalError.self) { try Journal(path: folder.journal) }
        #expect(error?.code == .newerSchema)
        #expect(error?.text.contains("version 99") == true)
        #expect(try plain(folder.journal) { try Int.fetchOne($0, sql: "pragma user_version") } == 99)
    }

    @Test func `takes over events and waiting messages of an older journal`() throws {
        let path = folder.file("old.sqlite")
        try plain(path) { database in
            for step in Schema.versions[..<2] { try database.execute(sql: step) }
            try database.execute(
                sql: """
                    insert into meta (key, value) values ('journal.identifier', 'abcdefghjk');
                    insert into links (id, name, next, rows, bytes) values (1, 'cloud', \(1 << 40 + 2), 1, 9);
                    insert into outbox values (\(1 << 40 + 1), 9, 3, 4, 1, null, 5, 'k', 'tencent/P/d', 't/1', x'01');
                    insert into events values (8, 77, 'tencent/P/d', 'tencent/P/d/m/1', cast('{"seq":1}' as blob));
                    insert into inbound values (1, 0, x'00');
                    insert into counters values ('messages', 7);
                    insert into meta (key, value) values ('journal.quarantine.rows', 3);
                    insert into meta (key, value) values ('journal.quarantine.bytes', 33);
                    pragma application_id = \(Schema.applicationIdentifier);
                    pragma user_version = 2;
                    """)
        }
        let journal = try Journal(path: path)
        try journal.commit(JournalBatch { $0.append(.sample(2, time: 78)) })
        #expect(try journal.events(after: 0, limit: 9).map(\.event) == [.sample(1, time: 77), .sample(2, time: 78)])
        #expect(try journal.outboxBatch(link: "cloud", after: 0, limit: 9).map(\.message.topic) == ["t/1"])
        #expect(try journal.received(link: "cloud") == [])
        #expect(journal.outboxTotals(link: "cloud") == (rows: 1, bytes: 9))
        #expect(journal.quarantineTotals == (rows: 3, bytes: 33))
        #expect(journal.counters == ["messages": 7])
        let reader = try JournalReader(path: path)
        #expect(try reader.events(of: DeviceKey("tencent/P/d"), limit: 9).map(\.time) == [78, 77])
    }

    @Test func `a journal from before migrations has none, and takes them`() throws {
        let path = folder.file("third.sqlite")
        try plain(path) { database in
            for step in Schema.versions[..<3] { try database.execute(sql: step) }
            try database.execute(
                sql: """
                    insert into meta (key, value) values ('journal.identifier', 'abcdefghjk');
                    insert into links (id, name, next, rows, bytes) values (1, 'site', 1, 0, 0);
                    insert into devices (id, link, due, wake, key, state) values (7, 1, null, null, 'tencent/P/d', x'01');
                    pragma application_id = \(Schema.applicationIdentifier);
                    pragma user_version = 3;
                    """)
        }
        let journal = try Journal(path: path)
        #expect(try journal.migrations().isEmpty)
        #expect(try journal.migratingDevices(after: 0, limit: 9).map(\.id) == [7])
        var batch = JournalBatch()
        batch.setMigrant([1], of: DeviceKey("tencent/P/d"), migration: "leave", owner: 0, goal: 1)
        try journal.commit(batch)
        #expect(try journal.migrantCounts(of: "leave") == [MigrantCount(owner: 0, goal: 1, count: 1)])
    }

    @Test func `refuses another program's database`() throws {
        try plain(folder.file("other")) { try $0.execute(sql: "create table t (x)") }
        let error = #expect(throws: JournalError.self) { try Journal(path: folder.file("other")) }
        #expect(error?.code == .foreign)
    }

    @Test func `refuses a file that is no database`() throws {
        try Data(repeating: 65, count: 8_192).write(to: URL(fileURLWithPath: folder.file("text")))
        let error = #expect(throws: JournalError.self) { try Journal(path: folder.file("text")) }
        #expect(error?.code == .corrupt)
    }

    @Test func `says when the folder cannot be made`() throws {
        try Data().write(to: URL(fileURLWithPath: folder.file("file")))
        let error = #expect(throws: JournalError.self) { try Journal(path: folder.file("file/gateway.sqlite")) }
        #expect(error?.code == .open)
    }

    @Test func `refuses calls after closing`() throws {
        let journal = try Journal(path: folder.journal)
        try journal.close()
        #expect(throws: JournalError(.closed, "")) { try journal.commit(.everything(1)) }
        #expect(throws: JournalError(.closed, "")) { try journal.deviceState(DeviceKey("d")) }
        #expect(throws: JournalError(.closed, "")) { try journal.checkpoint() }
    }

    /// Another program's connection to the file.
    private func plain<Value>(_ path: String, _ body: (Database) throws -> Value) throws -> Value {
        let queue = try DatabaseQueue(path: path)
        defer { #expect(throws: Never.self) { try queue.close() } }
        return try queue.write(body)
    }
}
