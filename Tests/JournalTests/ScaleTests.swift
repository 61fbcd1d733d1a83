import GRDB
import Testing

@testable import Journal

/// Nothing a commit or a query does may grow with the number of devices known.
struct ScaleTests {
    @Test func `every statement finds its rows by an index or a range of rows`() throws {
        let folder = try TemporaryFolder()
        let journal = try Journal(path: folder.journal)
        let statements = try journal.open().all
        #expect(statements.count > 20)
        for sql in statements {
            let plan = try journal.connection.access { database throws(JournalError) in
                do {
                    // Values play no part: the plans are made without statistics.
                    let query = try database.makeStatement(sql: "explain query plan " + sql)
                    query.setUncheckedArguments([])
                    return try Row.fetchAll(query).map { (row: Row) -> String in row["detail"] }
                } catch {
                    throw JournalError(error, doing: "explain")
                }
            }
            for line in plan {
                #expect(line.hasPrefix("SEARCH"), "\(sql): \(line)")
            }
        }
    }

    @Test func `a commit and its queries touch as many rows with 50,000 devices as with 1,000`() throws {
        let few = try touched(devices: 1_000)
        let many = try touched(devices: 50_000)
        #expect(few == many)
        #expect(few["commit"].map { $0 < 200 } == true)
    }

    private func touched(devices: Int) throws -> [String: Int] {
        let folder = try TemporaryFolder()
        let journal = try Journal(path: folder.journal)
        try journal.commit(
            JournalBatch { batch in
                for number in 0..<devices {
                    batch.setState([1, 2, 3], of: DeviceKey("tencent/P/\(number)"), link: "site", due: Int64(number))
                }
            })
        var counts: [String: Int] = [:]
        var sequences: [Int64] = []
        for round in 1...3 {
            let batch = JournalBatch { batch in
                for number in 0..<20 {
                    batch.setState(
                        [9], of: DeviceKey("tencent/P/\(number * 7)"), link: "site", due: Int64(devices + number))
                    batch.append(.sample("\(number)", key: "k\(number)"))
                }
                for sequence in sequences { batch.remove(sequence: sequence) }
                batch.append(EventRecord.sample(round, time: 1))
            }
            sequences = try journal.commit(batch).sequences.compactMap { $0 }
            counts["commit"] = journal.rowsTouched
        }
        _ = try journal.dueDevices(link: "site", through: .max, limit: 10)
        counts["due"] = journal.rowsTouched
        _ = try journal.nextDue(link: "site")
        counts["next"] = journal.rowsTouched
        _ = try journal.deviceState(DeviceKey("tencent/P/7"))
        counts["state"] = journal.rowsTouched
        return counts
    }
}
