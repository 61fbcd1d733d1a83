/// Writes JSON strings as the vendors' code does: `/` and `&` stay as they are (hazard H21).
enum JSONText {
    /// A JSON string literal of `text`, with its quotes.
    ///
    /// - Parameter asciiOnly: writes `\uXXXX` for anything outside ASCII, as Python's `json.dumps` does.
    static func quoted(_ text: String, asciiOnly: Bool = false) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            case _ where scalar.value < 0x20: result += escape(UInt16(scalar.value))
            case _ where asciiOnly && !scalar.isASCII:
                for unit in String(scalar).utf16 { result += escape(unit) }
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }

    private static func escape(_ unit: UInt16) -> String {
        let digits = String(unit, radix: 16)
        return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    }
}
