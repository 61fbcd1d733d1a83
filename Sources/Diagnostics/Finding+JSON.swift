extension Finding {
    /// One JSON object: `{"file":…,"line":…,"column":…,"severity":…,"code":…,"message":…}`, compact, in that order.
    package var json: String {
        "{\"file\":\(jsonString(file)),\"line\":\(location.line),\"column\":\(location.column),"
            + "\"severity\":\"\(severity.rawValue)\",\"code\":\"\(code.rawValue)\",\"message\":\(jsonString(message))}"
    }
}

extension Findings {
    /// A JSON array with an object a line, `[]` without findings, and no newline at the end.
    package var json: String {
        let objects = all.map { "  " + $0.json }
        return objects.isEmpty ? "[]" : "[\n" + objects.joined(separator: ",\n") + "\n]"
    }
}

/// A JSON string with quotes: RFC 8259 section 7, and whatever would move a terminal's cursor escaped as well.
private func jsonString(_ text: String) -> String {
    var json = "\""
    for scalar in text.unicodeScalars {
        switch scalar {
        case "\"": json += "\\\""
        case "\\": json += "\\\\"
        case "\n": json += "\\n"
        case "\r": json += "\\r"
        case "\t": json += "\\t"
        case _ where scalar.isHarmful:
            for unit in UTF16.encode(scalar) ?? .init() { json += "\\u" + fourDigits(unit) }
        default: json.unicodeScalars.append(scalar)
        }
    }
    return json + "\""
}

private func fourDigits(_ unit: UInt16) -> String {
    let digits = String(unit, radix: 16)
    return String(repeating: "0", count: 4 - digits.count) + digits
}
