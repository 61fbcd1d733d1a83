package import Diagnostics

/// What a plain text is taken for by people and by other YAML readers, though it is something else here.
///
/// YAML 1.1 (yaml.org/type) reads `no` as a boolean, `010`, `1_000` and `12:30` as numbers and `2024-01-01` as a date; here only
/// JSON's own words and numbers are more than text.
enum Lookalike: Equatable {
    /// `false` for `no`: the word it is taken for.
    case word(String)
    /// A number here, though it looks like a version.
    case version
    /// Text here.
    case number

    /// Nil for a text that nobody mistakes.
    init?(_ text: String) {
        switch text.lowercased() {
        case "yes", "on", "y": self = .word("true")
        case "no", "off", "n": self = .word("false")
        case "true", "false", "null":
            guard text != text.lowercased() else { return nil }
            self = .word(text.lowercased())
        default:
            guard let kind = Self.number(Array(text.utf8)) else { return nil }
            self = kind
        }
    }

    private static func number(_ text: [UInt8]) -> Lookalike? {
        guard let first = text.first(where: { $0 != UInt8(ascii: "-") && $0 != UInt8(ascii: "+") }),
            first.isDigit || first == UInt8(ascii: "."), text.count <= 40
        else { return nil }
        let digits =
            text.first.map { $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "+") } ?? false ? text[1...] : text[...]
        if isDecimal(digits) {
            let isJSON =
                text.first != UInt8(ascii: "+")
                && !(digits.first == UInt8(ascii: "0") && digits.dropFirst().first?.isDigit == true)
            guard isJSON else { return .number }
            let hasExponent = digits.contains { $0 | 0x20 == UInt8(ascii: "e") }
            return hasExponent || digits.contains(UInt8(ascii: ".")) && digits.last == UInt8(ascii: "0")
                ? .version : nil
        }
        let isOther = isPrefixed(digits) || isGrouped(digits) || isPointed(digits) || isTime(digits) || isDate(digits)
        return isOther ? .number : nil
    }

    /// Digits, perhaps a point and digits, perhaps an exponent.
    private static func isDecimal(_ text: ArraySlice<UInt8>) -> Bool {
        var rest = text.drop(while: \.isDigit)
        guard rest.count < text.count else { return false }
        if rest.first == UInt8(ascii: ".") {
            let fraction = rest.dropFirst()
            rest = fraction.drop(while: \.isDigit)
            guard rest.count < fraction.count else { return false }
        }
        guard let exponent = rest.first, exponent | 0x20 == UInt8(ascii: "e") else { return rest.isEmpty }
        let power = rest.dropFirst().drop { $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "+") }
        return !power.isEmpty && rest.count - power.count <= 2 && power.allSatisfy(\.isDigit)
    }

    /// `0x1F`, `0o17`, `0b1`.
    private static func isPrefixed(_ text: ArraySlice<UInt8>) -> Bool {
        guard text.count > 2, text.first == UInt8(ascii: "0"), let mark = text.dropFirst().first else { return false }
        let radix = [UInt8(ascii: "x"): 16, UInt8(ascii: "o"): 8, UInt8(ascii: "b"): 2][mark]
        return radix.map { Int(String(decoding: text.dropFirst(2).prefix(12), as: UTF8.self), radix: $0) != nil }
            ?? false
    }

    /// `1_000`.
    private static func isGrouped(_ text: ArraySlice<UInt8>) -> Bool {
        text.first?.isDigit == true && text.contains(UInt8(ascii: "_"))
            && text.allSatisfy { $0.isDigit || $0 == UInt8(ascii: "_") }
    }

    /// `.5` and `5.`, `.inf` and `.nan`.
    private static func isPointed(_ text: ArraySlice<UInt8>) -> Bool {
        let point = UInt8(ascii: ".")
        if text.first == point {
            let rest = text.dropFirst()
            let word = String(decoding: rest, as: UTF8.self).lowercased()
            return word == "inf" || word == "nan" || !rest.isEmpty && rest.allSatisfy(\.isDigit)
        }
        return text.last == point && text.count > 1 && text.dropLast().allSatisfy(\.isDigit)
    }

    /// `12:30` and `1:30:59`, which YAML 1.1 counts in sixties.
    private static func isTime(_ text: ArraySlice<UInt8>) -> Bool {
        let parts = text.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        return parts.count > 1 && parts.allSatisfy { !$0.isEmpty && $0.allSatisfy(\.isDigit) }
            && parts.dropFirst().allSatisfy { $0.count <= 2 }
    }

    /// `2024-01-31`, alone or with a time behind it.
    private static func isDate(_ text: ArraySlice<UInt8>) -> Bool {
        let parts = text.prefix { $0 != UInt8(ascii: "T") && $0 != UInt8(ascii: " ") }
            .split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        return parts.count == 3 && parts.allSatisfy { $0.allSatisfy(\.isDigit) }
            && parts.first?.count == 4 && parts.dropFirst().allSatisfy { (1...2).contains($0.count) }
    }
}

extension YAMLNode {
    /// Warns of a plain text that is taken for a boolean or number although it is none, or the reverse.
    ///
    /// For values whose spelling matters: literals and codes. A tag (`!!float 1.0`, `!!str no`) says that it is meant so.
    ///
    /// - Parameter isVersion: a decimal number is then most likely a version.
    package func warnOfLookalike(isVersion: Bool = false, in file: String, into findings: inout Findings) {
        guard let scalar, scalar.isPlain, !scalar.hasTag, tag == nil else { return }
        let text = scalar.text
        let isDecimal = isVersion && text.contains(".") && Double(text) != nil
        guard let lookalike = Lookalike(text) ?? (isDecimal ? .version : nil) else { return }
        let code: FindingCode
        let message: String
        let suggestion: String
        switch lookalike {
        case .word(let word):
            (code, message) = (.booleanLookalike, "\(quoted(text)) is text here, not \(word)")
            suggestion = "write \"\(text)\" for the text, or \(word)"
        case .version:
            (code, message) = (.numberLookalike, "\(quoted(text)) is a number here, not text")
            suggestion = "write \"\(text)\" for the text, or !!float \(text) to say that it is a number"
        case .number:
            (code, message) = (.numberLookalike, "\(quoted(text)) is text here, not a number or date")
            suggestion = "write \"\(text)\" to say so, or a number as JSON has it"
        }
        findings.report(
            Finding(
                code, message, in: file, at: location, length: length, severity: .warning, suggestion: suggestion))
    }
}

extension UInt8 {
    fileprivate var isDigit: Bool { (0x30...0x39).contains(self) }
}
