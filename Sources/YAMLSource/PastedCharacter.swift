import Diagnostics

/// A character of a word processor or a Chinese input method that looks like one of YAML's own and means nothing to YAML.
struct PastedCharacter {
    /// Bytes from the beginning of the text that was searched.
    let offset: Int
    private let scalar: Unicode.Scalar

    /// What YAML has instead; nil for what must only go.
    private static let replacements: [Unicode.Scalar: String] = [
        "\u{201C}": "\"", "\u{201D}": "\"", "\u{201E}": "\"", "\u{201F}": "\"", "\u{FF02}": "\"",
        "\u{2018}": "'", "\u{2019}": "'", "\u{201A}": "'", "\u{201B}": "'", "\u{FF07}": "'",
        "\u{FF1A}": ":", "\u{FF0C}": ",", "\u{FF5B}": "{", "\u{FF5D}": "}", "\u{FF3B}": "[", "\u{FF3D}": "]",
        "\u{FF04}": "$", "\u{FF5C}": "|", "\u{FF03}": "#",
    ]
    private static let dashes: [Unicode.Scalar] = ["\u{2013}", "\u{2014}", "\u{2212}", "\u{2022}"]
    private static let openingQuotes: [Unicode.Scalar] = [
        "\u{201C}", "\u{201D}", "\u{201E}", "\u{2018}", "\u{2019}", "\u{201A}", "\u{FF02}", "\u{FF07}",
    ]

    private static func isBlank(_ scalar: Unicode.Scalar) -> Bool {
        scalar != " " && scalar.properties.generalCategory == .spaceSeparator
    }

    /// Zero-width space and word joiner, and a byte-order mark inside the text; a joiner of emoji is none of them.
    private static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
        [0x200B, 0x2060, 0xFEFF].contains(scalar.value)
    }

    /// The first in a plain key.
    static func first(inKey text: String) -> PastedCharacter? {
        if let found = listDash(in: text) { return found }
        return first(in: text) { replacements[$0] != nil || isBlank($0) || isInvisible($0) }
    }

    /// One around a plain value: blanks at its ends, or quotes around ASCII text or a hole.
    ///
    /// Quotes around Chinese text may be meant, and so may what stands in the middle.
    static func first(aroundValue text: String) -> PastedCharacter? {
        if let found = listDash(in: text), text.contains(": ") || text.hasSuffix(":") { return found }
        if let first = text.unicodeScalars.first, openingQuotes.contains(first) {
            let inside = text.unicodeScalars.dropFirst()
            let isCode = inside.allSatisfy { $0.isASCII || replacements[$0] != nil } || text.contains("${")
            return isCode ? PastedCharacter(offset: 0, scalar: first) : nil
        }
        if let first = text.unicodeScalars.first, isBlank(first) { return PastedCharacter(offset: 0, scalar: first) }
        guard let last = text.unicodeScalars.last, isBlank(last) || isInvisible(last) else { return nil }
        return PastedCharacter(offset: text.utf8.count - UTF8.width(last), scalar: last)
    }

    /// A colon in a text that stands where a mapping must be.
    static func colon(in text: String) -> PastedCharacter? {
        first(in: text) { $0 == "\u{FF1A}" }
    }

    /// The first of a line, but for what stands in quotes or comments.
    static func first(inLine line: String) -> PastedCharacter? {
        if let found = listDash(in: line) { return found }
        var quote: Unicode.Scalar?
        var offset = 0
        var previous: Unicode.Scalar = " "
        for scalar in line.unicodeScalars {
            defer {
                offset += UTF8.width(scalar)
                previous = scalar
            }
            if let open = quote {
                if scalar == open { quote = nil }
            } else if scalar == "\"" || scalar == "'" {
                quote = scalar
            } else if scalar == "#", previous == " " {
                return nil
            } else if replacements[scalar] != nil || isBlank(scalar) || isInvisible(scalar) {
                return PastedCharacter(offset: offset, scalar: scalar)
            }
        }
        return nil
    }

    /// A dash of another length where a list item begins.
    private static func listDash(in text: String) -> PastedCharacter? {
        let content = text.unicodeScalars.drop { $0 == " " }
        guard let dash = content.first, dashes.contains(dash), content.dropFirst().first == " " else { return nil }
        return PastedCharacter(offset: text.utf8.count - String(content).utf8.count, scalar: dash)
    }

    private static func first(in text: String, where isWanted: (Unicode.Scalar) -> Bool) -> PastedCharacter? {
        var offset = 0
        for scalar in text.unicodeScalars {
            if isWanted(scalar) { return PastedCharacter(offset: offset, scalar: scalar) }
            offset += UTF8.width(scalar)
        }
        return nil
    }

    func finding(at location: SourceLocation, in file: String) -> Finding {
        let message: String
        let suggestion: String
        if let replacement = Self.replacements[scalar] {
            message = "'\(scalar)' is not '\(replacement)'"
            suggestion = "write \(replacement)"
        } else if Self.dashes.contains(scalar) {
            (message, suggestion) = ("'\(scalar)' is not '-'", "write -")
        } else if Self.isInvisible(scalar) {
            (message, suggestion) = ("the invisible character \(codePoint) stands here", "remove it")
        } else {
            (message, suggestion) = ("the blank \(codePoint) is not a space", "write a space, or remove it")
        }
        return Finding(.pastedCharacter, message, in: file, at: location, suggestion: suggestion)
    }

    private var codePoint: String {
        let digits = String(scalar.value, radix: 16, uppercase: true)
        return "U+" + String(repeating: "0", count: max(4 - digits.count, 0)) + digits
    }
}
