/// Text in single quotes for a message: control characters escaped, shortened to `limit` code points.
///
/// Everything in a message that comes from a file, a payload or the environment passes here.
package func quoted(_ text: String, limit: Int = 60) -> String {
    "'" + harmless(shortened(text, to: limit)) + "'"
}

/// Text in which nothing moves a terminal's cursor or hides its neighbours: such code points become `\u{1b}`.
package func harmless(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: \.isHarmful) else { return text }
    var shown = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
        if scalar.isHarmful {
            shown.append(contentsOf: scalar.escaped.unicodeScalars)
        } else {
            shown.append(scalar)
        }
    }
    return String(shown)
}

private func shortened(_ text: String, to limit: Int) -> String {
    let scalars = text.unicodeScalars
    guard scalars.count > limit else { return text }
    return String(String.UnicodeScalarView(scalars.prefix(max(limit - 1, 0)))) + "…"
}

extension Unicode.Scalar {
    /// Control and format characters, line separators and private use: what a terminal obeys instead of showing.
    var isHarmful: Bool {
        guard value >= 0x7F || value < 0x20 else { return false }
        switch properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .surrogate, .unassigned: return true
        default: return false
        }
    }

    fileprivate var escaped: String {
        switch self {
        case "\n": "\\n"
        case "\r": "\\r"
        case "\t": "\\t"
        default: "\\u{\(String(value, radix: 16))}"
        }
    }

    /// How many terminal columns the code point takes: 2 for the wide East Asian blocks, 0 for combining marks.
    var displayWidth: Int {
        guard value >= 0x300 else { return 1 }
        switch properties.generalCategory {
        case .nonspacingMark, .enclosingMark: return 0
        default: break
        }
        switch value {
        case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
            0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1FAFF, 0x20000...0x3FFFD:
            return 2
        default: return 1
        }
    }
}
