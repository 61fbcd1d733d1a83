import Foundation
import GRDB
import Testing

@testable import Journal

/// What others do to the files of a journal.
struct FaultTests {
    let folder: TemporaryFolder
    init() throws { folder = try TemporaryFolder() }

    private var batch: JournalBatch { .everything(1) }

    /// Another program's connection, which may leave a transaction open.
    private func other() throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.allowsUnsafeTransactions = true
        return try DatabaseQueue(path: folder.journal, configuration: configuration)
    }

    @Test func `a file that another program holds locked is busy, and takes commits when it is let go`() throws {
        let journal = try Journal(path: folder.journal)
        let other = try other()
        try other.writeWithoutTransaction { try $0.beginTransaction(.immediate) }
        let error = #expect(throws: JournalError.self) { try journal.commit(batch) }
        #expect(error?.code == .busy)
        #expect(error?.isPassing == true)
        #expect(error?.text.contains("end the program that holds the file locked") == true)
        try other.writeWithoutTransaction { try $0.rollback() }
        try journal.commit(batch)
    }

    @Test func `a reader that stays keeps no commit from being made`() throws {
        let journal = try Journal(path: folder.journal)
        let other = try other()
        try other.writeWithoutTransaction { database in
            try database.beginTransaction(.deferred)
            _ = try Int.fetchOne(database, sql: "select count(*) from outbox")
        }
        try journal.commit(batch)
        try journal.checkpoint()
        try journal.commit(.everything(2))
    }

    @Test(arguments: ["", "-wal"], [false, true])
    func `nothing is committed to files that are gone from their place`(suffix: String, isReplaced: Bool) throws {
        let journal = try Journal(path: folder.journal)
        try journal.commit(batch)
        let before = try journal.contents()
        let path = folder.journal + suffix
        try FileManager.default.moveItem(atPath: path, toPath: folder.file("away"))
        if isReplaced { try FileManager.default.copyItem(atPath: folder.file("away"), toPath: path) }
        let error = #expect(throws: JournalError.self) { try journal.commit(.everything(2)) }
        #expect(error?.code == .moved)
        #expect(error?.isPassing == false)
        #expect(error?.text.contains(path) == true)
        #expect(try journal.contents() == before)
    }

    @Test func `a new file is told from one that was there`() throws {
        let journal = try Journal(path: folder.journal)
        #expect(journal.isNew)
        try journal.close()
        #expect(try !Journal(path: folder.journal).isNew)
        // SQLite takes a file of one byte for an empty one too.
        try Data([0]).write(to: URL(filePath: folder.journal))
        #expect(try Journal(path: folder.journal).isNew)
    }

    /// A damaged file is read as it is or refused as corrupt; it is never taken for another journal, and never ends the
    /// process.
    @Test(arguments: 0..<60) func `flipped bytes anywhere are told or do no harm`(seed: Int) throws {
        let journal = try Journal(path: folder.journal)
        for round in 1...3 { try journal.commit(.everything(round)) }
        try journal.close()
        var bytes = [UInt8](try Data(contentsOf: URL(filePath: folder.journal)))
        // Every page is met: each seed flips a run of bytes at another place.
        let start = seed * bytes.count / 60 + seed % 7
        for place in start..<min(start + 40, bytes.count) { bytes[place] ^= 0x55 }
        try Data(bytes).write(to: URL(filePath: folder.journal))
        expectToldOrHarmless()
    }

    @Test(arguments: [99, 512, 4_095, 4_096, 8_192, 20_000]) func `a file cut short is told`(size: Int) throws {
        let journal = try Journal(path: folder.journal)
        for round in 1...3 { try journal.commit(.everything(round)) }
        try journal.close()
        let bytes = try Data(contentsOf: URL(filePath: folder.journal))
        try bytes.prefix(size).write(to: URL(filePath: folder.journal))
        let error = #expect(throws: JournalError.self) {
            let journal = try Journal(path: folder.journal)
            _ = try journal.contents()
            try journal.commit(.everything(4))
        }
        #expect(error?.code == .corrupt)
        #expect(error?.text.contains("restore a copy") == true)
    }

    private func expectToldOrHarmless() {
        do {
            let journal = try Journal(path: folder.journal)
            #expect(!journal.isNew)
            _ = try journal.contents()
            try journal.commit(.everything(4))
            try journal.close()
        } catch let error as JournalError {
            #expect([.corrupt, .foreign, .newerSchema, .sqlite].contains(error.code), "\(error)")
        } catch {
            Issue.record("\(error)")
        }
    }

    @Test(arguments: JournalError.Code.allCases) func `only what may pass is waited out`(code: JournalError.Code) {
        let passing: [JournalError.Code] = [.fullDisk, .io, .busy, .readOnly]
        #expect(JournalError(code, "x").isPassing == passing.contains(code))
    }
}
