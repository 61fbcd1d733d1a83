import Foundation
import Journal
import Testing

/// What a crash leaves is what the two files hold: a copy of them, taken while the journal is open, is opened
/// instead.
struct CrashTests {
    let folder: TemporaryFolder
    init() throws { folder = try TemporaryFolder() }

    private func copy(_ name: String, logBytes: Int? = nil) throws -> String {
        try folder.crash(folder.journal, to: name, logBytes: logBytes)
    }

    @Test func `everything committed is there after a crash`() throws {
        let journal = try Journal(path: folder.journal)
        for round in 1...5 {
            try journal.commit(.everything(round))
            if round == 3 { try journal.checkpoint() }
            let after = try Journal(path: copy("copy-\(round)"))
            #expect(try after.contents() == journal.contents())
            #expect(after.identifier == journal.identifier)
        }
    }

    @Test func `a log cut anywhere gives the state after some commit, whole`() throws {
        let journal = try Journal(path: folder.journal)
        var states: Set<String> = [try journal.contents()]
        for round in 1...4 {
            try journal.commit(.everything(round))
            states.insert(try journal.contents())
        }
        let size = FileManager.default.contents(atPath: folder.journal + "-wal")?.count ?? 0
        #expect(size > 0)
        var seen: Set<String> = []
        for cut in stride(from: 0, through: size, by: 4_999) {
            do {
                seen.insert(try Journal(path: copy("cut-\(cut)", logBytes: cut)).contents())
            } catch {
                Issue.record("cut at \(cut): \(error)")
            }
        }
        #expect(seen.isSubset(of: states))
        #expect(seen.count > 2)
    }
}
