import GRDB

/// The totals as they stand in the journal: one row, which is written with nearly every commit.
///
/// Text, a total a line: its name and its numbers. A line that this program does not know is left out when it is next
/// written, as a newer program's could only be with a newer schema.
extension Ledger {
    static let key = "journal.totals"

    /// For example `link 1 1099511627781 4 900`: the link's id, the sequence of its next message, its messages, their bytes.
    var totals: String {
        var lines = "quarantine \(quarantineRows) \(quarantineBytes)\nevents \(eventBytes)\ntrail \(trailBytes)"
        for link in links { lines += "\nlink \(link.id) \(link.next) \(link.rows) \(link.bytes)" }
        return lines
    }

    static func load(_ database: Database, _ statements: Statements) throws(JournalError) -> Ledger {
        var ledger = Ledger()
        do {
            let names = try String.fetchAll(database, sql: "select name from links order by id")
            for name in names { _ = ledger.add(name) }
        } catch {
            throw JournalError(error, doing: "read the journal's links")
        }
        statements.meta.bind(1, key)
        let totals = try statements.meta.first { $0.text(0) } ?? ""
        for line in totals.split(separator: "\n") {
            let words = line.split(separator: " ")
            guard ledger.take(words[0], words.dropFirst().compactMap { Int64($0) }) else {
                throw JournalError(.corrupt, "the journal's total '\(line)' is none; restore a copy of the journal")
            }
        }
        ledger.isChanged = false
        return ledger
    }

    private mutating func take(_ name: Substring, _ numbers: [Int64]) -> Bool {
        switch (name, numbers.count) {
        case ("quarantine", 2): (quarantineRows, quarantineBytes) = (numbers[0], numbers[1])
        case ("events", 1): eventBytes = numbers[0]
        case ("trail", 1): trailBytes = numbers[0]
        case ("link", 4):
            return restore(link: numbers[0], next: numbers[1], rows: numbers[2], bytes: numbers[3])
        default: return false
        }
        return true
    }
}
