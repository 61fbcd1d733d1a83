internal import Upgrades

/// The codes that a table reads, as bytes, so that no text is made of a payload's code to look it up.
final class TableCodes: Sendable {
    private struct Entry {
        let row: Int
        /// Where the code stands in `bytes`.
        let code: Range<Int>
    }
    private let entries: [Entry]
    private let bytes: [UInt8]
    /// The rows for codes that no row names.
    private let anyNegative: Int?
    private let any: Int?

    init(_ rows: [Table.Reading]) {
        var (entries, bytes): ([Entry], [UInt8]) = ([], [])
        for (row, reading) in rows.enumerated() {
            guard case .text(let text) = reading.pattern else { continue }
            entries.append(Entry(row: row, code: bytes.count..<bytes.count + text.utf8.count))
            bytes += text.utf8
        }
        (self.entries, self.bytes) = (entries, bytes)
        anyNegative = rows.firstIndex { $0.pattern == .anyNegative }
        any = rows.firstIndex { $0.pattern == .any }
    }

    /// The row that reads a code, and whether it names this very code.
    func row(reading code: Span<UInt8>) -> (row: Int, isListed: Bool)? {
        let known = bytes
        for entry in entries {
            guard entry.code.count == code.count,
                code.repeats(known.span, from: entry.code.lowerBound, to: entry.code.upperBound, at: 0)
            else { continue }
            return (entry.row, true)
        }
        if let anyNegative, !code.isEmpty, code[0] == UInt8(ascii: "-"), let number = JSONNumber(Text(code)),
            number.isNegative
        {
            return (anyNegative, false)
        }
        return any.map { ($0, false) }
    }

    /// The same for a value of a payload.
    func row(reading node: Int, of document: JSONDocument) -> (row: Int, isListed: Bool)? {
        let value = document[node]
        if value.isEscaped { return row(reading: document.content(node).span) }
        return row(reading: document.bytes.span.extracting(Int(value.start)..<Int(value.end)))
    }
}
