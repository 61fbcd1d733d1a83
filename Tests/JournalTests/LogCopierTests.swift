import Foundation
import GRDB
import Testing

@testable import Journal

struct LogCopierTests {
    let folder: TemporaryFolder
    init() throws { folder = try TemporaryFolder() }

    @Test func `under commits without end the log begins anew, and what was committed is there`() throws {
        let path = folder.file("log.sqlite")
        let queue = try DatabaseQueue(path: path)
        let count = try queue.unsafeReentrantWrite { database in
            try database.execute(sql: "pragma journal_mode = wal; create table t (x)")
            let copier = try LogCopier(path: path, writer: database, pages: 50)
            var (rows, restarts, before) = (0, 0, 0)
            while restarts < 3, rows < 1_000_000 {
                try database.execute(sql: "insert into t values (zeroblob(100))")
                rows += 1
                copier.committed(database)
                if copier.logPages < before { restarts += 1 }
                before = copier.logPages
            }
            #expect(restarts == 3)
            try copier.close()
            return rows
        }
        try queue.close()
        #expect(!FileManager.default.fileExists(atPath: path + "-wal"))
        #expect(try DatabaseQueue(path: path).read { try Int.fetchOne($0, sql: "select count(*) from t") } == count)
    }

    @Test func `a reader in the middle puts the new beginning off, no longer`() throws {
        let path = folder.file("log.sqlite")
        let queue = try DatabaseQueue(path: path)
        try queue.unsafeReentrantWrite { database in
            try database.execute(sql: "pragma journal_mode = wal; create table t (x); insert into t values (1)")
            let copier = try LogCopier(path: path, writer: database, pages: 20)
            let reader = try DatabaseQueue(path: path)
            try reader.inDatabase { reading in
                try reading.execute(sql: "begin; select * from t")
                for _ in 0..<500 {
                    try database.execute(sql: "insert into t values (zeroblob(2000))")
                    copier.committed(database)
                }
                #expect(copier.logPages > 500, "what the reader sees is kept")
                try reading.execute(sql: "commit")
            }
            var rounds = 0
            while copier.logPages > 500, rounds < 1_000_000 {
                try database.execute(sql: "insert into t values (zeroblob(2000))")
                copier.committed(database)
                rounds += 1
            }
            #expect(copier.logPages < 500)
            try copier.close()
        }
    }
}
