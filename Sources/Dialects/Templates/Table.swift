internal import Diagnostics
internal import Upgrades

/// A conversion that an integrator writes: canonical words beside the wire's codes.
struct Table: Sendable {
    /// What a row reads.
    enum Pattern: Hashable, Sendable {
        case text(Text)
        /// `"*"`: whatever no other row reads.
        case any
        /// `"-*"`: any other negative number.
        case anyNegative
    }
    /// A code as it is printed.
    struct Code: Hashable, Sendable {
        let text: Text
        /// The JSON token; a number where the file writes one without quotes.
        let token: [UInt8]
        let location: SourceLocation
    }
    /// A code as it is read.
    struct Reading: Hashable, Sendable {
        let pattern: Pattern
        let word: String
        let location: SourceLocation
    }

    /// A row by its canonical word, with its place in the file.
    struct Row: Sendable {
        let word: String
        let location: SourceLocation
    }

    let name: String
    /// The rows in the file's order.
    var rows: [Row] = []
    /// The codes that are read, most special first: texts, then `-*`, then `*`.
    private(set) var reads: [Reading] = []
    private(set) var prints: [String: Code] = [:]

    init(name: String) { self.name = name }

    mutating func add(_ reading: Reading) { reads.append(reading) }
    mutating func addPrinting(_ code: Code, of word: String) { prints[word] = code }

    /// The row that reads a code, and whether it names this very code.
    func read(_ code: Text) -> (row: Reading, isListed: Bool)? {
        TableCodes(reads).row(reading: code.utf8.span).map { (reads[$0.row], $0.isListed) }
    }

    /// The code of a canonical word; a failure without a row takes its nearest ancestor's.
    func print(_ word: String) -> Code? {
        if let code = prints[word] { return code }
        guard let parent = FailureClass(rawValue: word)?.parent else { return nil }
        return print(parent.rawValue)
    }
}

/// A number of the JSON grammar, for what is read of it: its sign and its floor.
struct JSONNumber {
    let isNegative: Bool
    private let value: Double

    init?(_ text: Text) {
        guard let document = try? JSONReader.read(Array(text.utf8), isStrict: true),
            document[document.root].kind == .number,
            document[document.root].end - document[document.root].start == text.utf8.count,
            let value = Double(text.string)
        else { return nil }
        self.value = value
        isNegative = value < 0
    }

    /// The floor within 0...100.
    var percent: Int64 { value.isNaN ? 0 : Int64(min(max(value.rounded(.down), 0), 100)) }
}

extension JSONDocument {
    /// A percentage as nearly all are written, with one to three digits; nil for another spelling.
    func plainPercent(_ index: Int) -> Int64? {
        let (start, end) = (Int(self[index].start), Int(self[index].end))
        guard (1...3).contains(end - start), end - start == 1 || bytes[start] != UInt8(ascii: "0") else { return nil }
        var number: Int64 = 0
        for place in start..<end {
            let digit = bytes[place] &- UInt8(ascii: "0")
            guard digit < 10 else { return nil }
            number = number * 10 + Int64(digit)
        }
        return min(number, 100)
    }
}
