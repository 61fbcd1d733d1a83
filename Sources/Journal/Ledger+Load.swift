import GRDB

/// The totals as they stand in the journal: one row, which is written with nearly every commit.
///
/// Text, a line for each: a word, its numbers, and a name where there are many of its sort. Links are told without their
/// parcels, which tell themselves what they hold.
extension Ledger {
    static let key = "journal.totals"

    /// For example `link 1 1099511627781 4 900`: the link's id, the sequence of its next message, its messages, their bytes.
    var totals: [UInt8] {
        var out = TotalsWriter()
        out.put("quarantine", quarantineRows, quarantineBytes)
        out.put("events", eventBytes)
        out.put("trail", trailBytes)
        for link in links {
            let rows = link.parcels.reduce(link.rows) { $0 - Int64($1.left.count) }
            let bytes = link.parcels.reduce(link.bytes) { $0 - $1.bytes }
            out.put("link", link.id, link.next, rows, bytes)
        }
        for counter in counters { out.put("counter", counter.value, name: counter.name) }
        for number in numbers { out.put("number", number.value, name: number.name) }
        return out.bytes
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
        try ledger.take(totals: try statements.meta.first { $0.text(0) } ?? "")
        for link in ledger.links {
            for (row, messages) in try statements.parcels(of: link) {
                let entries = messages.map { Parcel.Entry(sequence: $0.sequence, bytes: $0.message.size) }
                ledger.restore(Parcel(row: row, entries))
            }
        }
        ledger.isChanged = false
        return ledger
    }

    /// Takes over the stored totals of links that are known.
    mutating func take(totals: String) throws(JournalError) {
        for line in totals.split(separator: "\n") {
            let (word, rest) = (line.prefix { $0 != " " }, line.drop { $0 != " " }.dropFirst())
            guard take(word, rest) else {
                throw JournalError(.corrupt, "the journal's total '\(line)' is none; restore a copy of the journal")
            }
        }
    }

    private mutating func take(_ word: Substring, _ rest: Substring) -> Bool {
        let named = rest.split(separator: " ", maxSplits: 1)
        let numbers = rest.split(separator: " ").compactMap { Int64($0) }
        switch (word, numbers.count) {
        case ("counter", _), ("number", _):
            guard named.count == 2, let number = Int64(named[0]) else { return false }
            if word == "counter" { count(String(named[1]), number) } else { set(String(named[1]), to: number) }
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

/// Prints the lines of the totals: with every commit, so that it must be quick.
private struct TotalsWriter {
    private(set) var bytes: [UInt8] = []

    init() { bytes.reserveCapacity(1_024) }

    mutating func put(_ word: StaticString, _ numbers: Int64..., name: String? = nil) {
        if !bytes.isEmpty { bytes.append(UInt8(ascii: "\n")) }
        word.withUTF8Buffer { unsafe bytes.append(contentsOf: $0) }
        for number in numbers {
            bytes.append(UInt8(ascii: " "))
            put(number)
        }
        guard let name else { return }
        bytes.append(UInt8(ascii: " "))
        unsafe name.utf8.span.withUnsafeBufferPointer { unsafe bytes.append(contentsOf: $0) }
    }

    private mutating func put(_ number: Int64) {
        if number < 0 { bytes.append(UInt8(ascii: "-")) }
        let start = bytes.count
        var rest = number.magnitude
        repeat {
            bytes.append(UInt8(ascii: "0") + UInt8(rest % 10))
            rest /= 10
        } while rest > 0
        bytes[start...].reverse()
    }
}
