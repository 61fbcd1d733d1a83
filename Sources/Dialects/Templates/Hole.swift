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
    }

    /// Why a value cannot be read.
    enum Refusal: Error {
        /// A table without a row for it: another variant may fit.
        case noRow(String)
        case unknownValue(String)
    }

    /// The value of a scalar or JSON node; nil while it leaves the field unfilled.
    ///
    /// The shape has been judged before: anything but text or number comes here only for `json`.
    func read(_ node: Int, of document: JSONDocument) throws(Refusal) -> FieldValue? {
        if document[node].kind == .null { return nil }
        if case .json = conversion { return .json(JSONWriter.compact(node, of: document)) }
        let text = document.text(node)
        if text.isEmpty, mayBeAbsent { return nil }
        switch conversion {
        case .table(let table):
            guard let read = table.read(text) else { throw .noRow(display(text)) }
            return value(read.row.word, isListed: read.isListed, code: text, token: document.token(node))
        case .integer, .text, .json:
            break
        }
        switch field.valueType {
        case .token: return .json(document.token(node))
        case .integer:
            guard let number = Self.wholeNumber(text) else {
                throw .unknownValue("\(display(text)) is no whole number")
            }
            return .integer(number)
        case .percent:
            guard let number = JSONNumber(text) else { throw .unknownValue("\(display(text)) is no number") }
            return .integer(number.percent)
        case .text, .word, .json:
            if text.isEmpty, field.refusesEmpty { throw .unknownValue("\(field.rawValue) is empty") }
            if case .integer = conversion, Self.wholeNumber(text) == nil {
                throw .unknownValue("\(display(text)) is no whole number")
            }
            return .text(text)
        }
    }

    /// Whether the field's value can be printed here.
    func canPrint(_ value: FieldValue) -> Bool {
        guard case .table(let table) = conversion else {
            // a text without quotes has to be a number, or the payload were no JSON
            if case .integer = conversion, case .text(let text) = value { return Self.wholeNumber(text) != nil }
            return true
        }
        switch value {
        case .word(let word): return table.print(word) != nil
        case .failure(let failure): return table.print(failure.kind.rawValue) != nil
        case .text(let text): return table.print(text.string) != nil
        case .integer, .json: return false
        }
    }

    /// Appends the value as JSON.
    /// - Parameter isSameDialect: a failure's code without a row is then printed as it came.
    func print(_ value: FieldValue, isSameDialect: Bool, to out: inout [UInt8]) {
        if case .table(let table) = conversion {
            if case .failure(let failure) = value, isSameDialect, let code = failure.code, !code.isListed {
                out.append(contentsOf: code.token.bytes)
            } else if let code = table.print(Self.word(value)) {
                out.append(contentsOf: code.token)
            }
            return
        }
        switch value {
        case .json(let json): out.append(contentsOf: json.bytes)
        case .integer(let number):
            if case .text = conversion {
                JSONWriter.append(string: String(number).utf8, to: &out)
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

    private static func word(_ value: FieldValue) -> String {
        switch value {
        case .word(let word): word
        case .failure(let failure): failure.kind.rawValue
        case .text(let text): text.string
        case .integer(let number): String(number)
        case .json(let json): json.string
        }
    }

    private func value(_ word: String, isListed: Bool, code: Text, token: RawJSON) -> FieldValue {
        guard field == .failure else { return field.words == nil ? .text(Text(word)) : .word(word) }
        let native = NativeCode(key: key, value: code, token: token, isListed: isListed)
        // a code for success on a failure is still a failure; whether there is one, the phase says
        return .failure(Failure(FailureClass(rawValue: word) ?? .upgrade, code: native))
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
        guard node.kind == .string else { return RawJSON(Array(bytes[Int(node.start)..<Int(node.end)])) }
        return RawJSON(Array(bytes[Int(node.start) - 1..<Int(node.end) + 1]))
    }
}
