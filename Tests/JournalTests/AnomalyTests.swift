import Foundation
import GRDB
import Testing

@testable import Journal

struct AnomalyTests {
    let folder: TemporaryFolder
    init() throws { folder = try TemporaryFolder() }

    @Test func `each step of a commit fails once, nothing of it stays, and it can be repeated`() throws {
        let expected = try reference()
        let journal = try Journal(path: folder.journal)
        let sequences = try journal.commit(.everything(1)).sequences.compactMap { $0 }
        let batch = JournalBatch.everything(2, removing: [sequences[0]])
        let before = try journal.contents()
        var failures = 0
        while true {
            var left = failures
            journal.meter.fault = {
                left -= 1
                return left < 0 ? JournalError(.io, "told to fail") : nil
            }
            do {
                try journal.commit(batch)
                break
            } catch {
                #expect(error.code == .io)
                journal.meter.fault = nil
                #expect(try journal.contents() == before)
                failures += 1
            }
        }
        journal.meter.fault = nil
        #expect(failures > 20)
        #expect(try journal.contents() == expected)
        try journal.close()
        #expect(try Journal(path: folder.journal).contents() == expected)
    }

    /// What the two batches give without a failure.
    private func reference() throws -> String {
        let journal = try Journal(path: folder.file("reference"))
        let sequences = try journal.commit(.everything(1)).sequences.compactMap { $0 }
        try journal.commit(.everything(2, removing: [sequences[0]]))
        return try journal.contents()
    }

    @Test func `a full disk is told as such, and the journal works again with more room`() throws {
        let journal = try Journal(path: folder.journal)
        try journal.commit(.everything(1))
        let before = try journal.contents()
        let pages = try pragma("page_count", journal) ?? 0
        _ = try pragma("max_page_count = \(pages)", journal)
        let large = JournalBatch { $0.append(.sample("large", kind: .offer, size: 100_000)) }
        let error = #expect(throws: JournalError.self) { try journal.commit(large) }
        #expect(error?.code == .fullDisk)
        #expect(error?.sqliteCode == 13)
        #expect(error?.text.contains("free some space") == true)
        #expect(try journal.contents() == before)
        _ = try pragma("max_page_count = 1000000", journal)
        try journal.commit(large)
        #expect(try journal.outboxBatch(link: "cloud", after: 0, limit: 9).last?.message.topic == "t/large")
    }

    @Test func `each query fails once and works again`() throws {
        let journal = try Journal(path: folder.journal)
        try journal.commit(.everything(1))
        let before = try journal.contents()
        let queries: [(Journal) throws -> Void] = [
            { _ = try $0.deviceState(DeviceKey("d0")) }, { _ = try $0.dueDevices(link: "site", through: 99, limit: 9) },
            { _ = try $0.nextDue(link: "site") }, { _ = try $0.outboxBatch(link: "cloud", after: 0, limit: 9) },
            { _ = try $0.bytes("blob") },
            { _ = try $0.events(after: 0, limit: 9) }, { _ = try $0.quarantined(after: 0, limit: 9) },
            { _ = try $0.quarantined(id: 1) }, { _ = try $0.takeQuarantined(id: 1) },
            { _ = try $0.prune(eventsOlderThan: 99) },
        ]
        for query in queries {
            journal.meter.fault = { JournalError(.io, "told to fail") }
            #expect(throws: JournalError(.io, "")) { try query(journal) }
            journal.meter.fault = nil
            #expect(try journal.contents() == before)
        }
    }

    @Test func `error texts hold no values`() throws {
        let journal = try Journal(path: folder.journal)
        let pages = try pragma("page_count", journal) ?? 0
        _ = try pragma("max_page_count = \(pages)", journal)
        let error = #expect(throws: JournalError.self) {
            try journal.commit(JournalBatch { $0.append(.sample("secret-value", kind: .offer, size: 100_000)) })
        }
        #expect(error.map { "\($0)".contains("secret") } == false)
    }

    @Test(
        arguments: [
            (5, .busy), (6, .busy), (11, .corrupt), (26, .corrupt), (13, .fullDisk), (8, .readOnly), (10, .io),
            (778, .io),
            (14, .open), (1, .sqlite),
        ] as [(Int32, JournalError.Code)])
    func `sorts SQLite's codes`(code: Int32, expected: JournalError.Code) {
        let error = JournalError(sqliteCode: code, message: "m", doing: "write a device")
        #expect(error.code == expected)
        #expect(error.text.hasPrefix("cannot write a device: m"))
    }

    private func pragma(_ text: String, _ journal: Journal) throws -> Int? {
        try journal.connection.access { database throws(JournalError) in
            do {
                return try Int.fetchOne(database, sql: "pragma \(text)")
            } catch {
                throw JournalError(error, doing: "run a pragma")
            }
        }
    }
}
