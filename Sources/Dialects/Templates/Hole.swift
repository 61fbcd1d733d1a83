internal import Diagnostics
internal import Upgrades

/// A place in a template where a field stands.
final class Hole: Sendable {
    /// How the value changes between wire and canonical form, and of which JSON type it is printed.
    enum Conversion: Sendable {
        case text, integer, json
        case table(Table)
    }
    /// What is printed while the field is unfilled.
    enum Fallback: Sendable {
        /// A JSON token.
        case token([UInt8])
        /// Decimal text counting up per device (B12).
        case serial
        /// The clock in milliseconds (B12).
        case time
        /// The clock in another form.
        case clock(ClockForm)
    }

    let field: Field
    let conversion: Conversion
    let fallback: Fallback?
    /// Whether the member may be absent or null: it has a fallback, or stands in an optional member.
    let mayBeAbsent: Bool
    /// Whether a value without a row keeps the form from printing, rather than leaving the member to its fallback: a
    /// package for one module must never go out as the whole device's (H25).
    let mustPrint: Bool
    /// The name of the member that holds it, "" in an array.
    let key: Text
    /// Where it stands in the payload, as a JSON Pointer.
    let pointer: String
    let location: SourceLocation
    /// Whether any value of the field can be printed.
    let printsAll: Bool
    /// Whether there are values that it does not read.
    let mayRefuse: Bool
    /// The codes that its table reads; nil where it has none.
    private let codes: TableCodes?
    /// What the rows of its table read, by their places.
    private let meanings: [Meaning]
    /// The tokens that its table prints, by the places of the field's words or of the failures.
    private let tokens: [[UInt8]?]

    /// What a row of a table says of the field.
    private enum Meaning {
        case value(FieldValue)
        case failure(FailureClass)
        /// Not a word of the field; the loader reports it.
        case unknown
    }

    init(
        field: Field, conversion: Conversion, fallback: Fallback?, mayBeAbsent: Bool, key: Text, pointer: String,
        location: SourceLocation
    ) {
        self.field = field
        self.conversion = conversion
        self.fallback = fallback
        self.mayBeAbsent = mayBeAbsent
        mustPrint = !mayBeAbsent || FieldSet.essential.contains(field)
        self.key = key
        self.pointer = pointer
        self.location = location
        printsAll =
            switch conversion {
            case .table: false
            case .integer: field.valueType != .text
            case .text, .json: true
            }
        mayRefuse =
            switch (conversion, field.valueType) {
            case (.table, _), (.integer, _), (_, .integer), (_, .percent): true
            case (.text, _), (.json, _): field.refusesEmpty || field.isIdentity
            }
        guard case .table(let table) = conversion else {
            (codes, meanings, tokens) = (nil, [], [])
            return
        }
        codes = TableCodes(table.reads)
        meanings = table.reads.map { row in
            // a code for success on a failure is still a failure; whether there is one, the phase says
            if field == .failure { return .failure(FailureClass(rawValue: row.word) ?? .upgrade) }
            if field.words == nil { return .value(.text(Text(row.word))) }
            return Word(row.word, of: field).map { .value(.word($0)) } ?? .unknown
        }
        let words = field == .failure ? FailureClass.allCases.map(\.rawValue) : Word.all(of: field).map(\.spelling)
        tokens = words.map { table.print($0)?.token }
    }

    /// Why a value cannot be read.
    enum Refusal: Error {
        /// A table without a row for it: another variant may fit.
        case noRow
        case unknownValue(String)
    }

    /// The value of a scalar or JSON node; nil while it leaves the field unfilled.
    ///
    /// The shape has been judged before: anything but text or number comes here only for `json`.
    func read(_ node: Int, of document: JSONDocument) throws(Refusal) -> FieldValue? {
        if codes != nil { return try readCode(node, of: document).flatMap { value($0, node, document) } }
        if document[node].kind == .null { return nil }
        if case .json = conversion { return .json(JSONWriter.compact(node, of: document)) }
        if mayBeAbsent, document[node].start == document[node].end { return nil }
        switch field.valueType {
        case .token: return .json(document.token(node))
        case .integer:
            let text = document.text(node)
            guard let number = Self.wholeNumber(text) else {
                throw .unknownValue("\(display(text)) is no whole number")
            }
            return .integer(number)
        case .percent:
            if let number = document.plainPercent(node) { return .integer(number) }
            let text = document.text(node)
            guard let number = JSONNumber(text) else { throw .unknownValue("\(display(text)) is no number") }
            return .integer(number.percent)
        case .text, .word, .json:
            let text = document.text(node)
            if text.isEmpty, field.refusesEmpty { throw .unknownValue("\(field.rawValue) is empty") }
            if case .integer = conversion, Self.wholeNumber(text) == nil {
                throw .unknownValue("\(display(text)) is no whole number")
            }
            return .text(text)
        }
    }

    /// A row of the hole's table, and whether it names the very code that was read.
    typealias Code = (row: Int, isListed: Bool)

    /// Finds the row for a code in the hole's table; nil while it leaves the field unfilled.
    func readCode(_ node: Int, of document: JSONDocument) throws(Refusal) -> Code? {
        guard let codes, document[node].kind != .null else { return nil }
        if mayBeAbsent, document[node].start == document[node].end { return nil }
        guard let code = codes.row(reading: node, of: document) else { throw .noRow }
        return code
    }

    /// What a row says of the field.
    func value(_ code: Code, _ node: Int, _ document: JSONDocument) -> FieldValue? {
        switch meanings[code.row] {
        case .value(let value): return value
        case .failure(let kind):
            let native = NativeCode(
                key: key, value: document.text(node), token: document.token(node), isListed: code.isListed)
            return .failure(Failure(kind, code: native))
        case .unknown: return nil
        }
    }

    /// The token that the hole's table prints for a value; nil if it has no row for it.
    private func token(_ value: FieldValue) -> [UInt8]? {
        switch value {
        case .word(let word): tokens[word.place]
        case .failure(let failure): tokens[failure.kind.place]
        case .text(let text): if case .table(let table) = conversion { table.print(text.string)?.token } else { nil }
        case .integer, .json: nil
        }
    }

    /// Whether the field's value can be printed here.
    func canPrint(_ value: FieldValue) -> Bool {
        guard codes != nil else {
            // a text without quotes has to be a number, or the payload were no JSON
            if case .integer = conversion, case .text(let text) = value { return Self.wholeNumber(text) != nil }
            return true
        }
        return token(value) != nil
    }

    /// Appends the value as JSON.
    /// - Parameter isSameDialect: a failure's code without a row is then printed as it came.
    func print(_ value: FieldValue, isSameDialect: Bool, to out: inout [UInt8]) {
        if codes != nil {
            if case .failure(let failure) = value, isSameDialect, let code = failure.code, !code.isListed {
                out.append(contentsOf: code.token.utf8)
            } else if let token = token(value) {
                out.append(contentsOf: token)
            }
            return
        }
        switch value {
        case .json(let json): out.append(contentsOf: json.utf8)
        case .integer(let number):
            if case .text = conversion {
                out.append(UInt8(ascii: "\""))
                JSONWriter.append(number, to: &out)
                out.append(UInt8(ascii: "\""))
            } else {
                JSONWriter.append(number, to: &out)
            }
        case .text(let text):
            if case .integer = conversion {
                out.append(contentsOf: text.utf8)
            } else {
                JSONWriter.append(field.isDigest ? text.lowercasedASCII : text, to: &out)
            }
        case .word, .failure: preconditionFailure("the loader gives \(field) a table")
        }
    }

    /// An optional minus and digits, within 64 bits.
    static func wholeNumber(_ text: Text) -> Int64? {
        let digits = text.utf8.first == UInt8(ascii: "-") ? text.utf8.dropFirst() : text.utf8[...]
        guard !digits.isEmpty, digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        return Int64(text.string)
    }

    private func display(_ text: Text) -> String { quoted(text.string) }
}

extension JSONDocument {
    /// A scalar as it is spelled, a string with its quotes.
    func token(_ index: Int) -> RawJSON {
        let node = self[index]
        let quote = node.kind == .string ? 1 : 0
        return RawJSON(Text(bytes.span.extracting(Int(node.start) - quote..<Int(node.end) + quote)))
    }
}
