package import Upgrades

/// Prints JSON as the vendors' platforms do: compact, and nothing escaped that need not be (H21, H22).
package enum JSONWriter {
    /// Appends a string in quotes; `/`, `&` and non-ASCII stay as they are.
    package static func append(string content: Span<UInt8>, to out: inout [UInt8]) {
        out.append(UInt8(ascii: "\""))
        var place = 0
        while true {
            let end = content.endOfUnescaped(from: place)
            out.append(content.extracting(place..<end))
            if end == content.count { break }
            appendEscape(content[end], to: &out)
            place = end + 1
        }
        out.append(UInt8(ascii: "\""))
    }

    package static func append(string content: String.UTF8View, to out: inout [UInt8]) {
        append(string: content.span, to: &out)
    }

    package static func append(string content: [UInt8], to out: inout [UInt8]) {
        append(string: content.span, to: &out)
    }

    private static func appendEscape(_ byte: UInt8, to out: inout [UInt8]) {
        out.append(UInt8(ascii: "\\"))
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): out.append(byte)
        case 0x08: out.append(UInt8(ascii: "b"))
        case 0x09: out.append(UInt8(ascii: "t"))
        case 0x0A: out.append(UInt8(ascii: "n"))
        case 0x0C: out.append(UInt8(ascii: "f"))
        case 0x0D: out.append(UInt8(ascii: "r"))
        default:
            let digits = Array("0123456789abcdef".utf8)
            out.append("u00")
            out.append(digits[Int(byte >> 4)])
            out.append(digits[Int(byte & 15)])
        }
    }

    package static func append(_ text: Text, to out: inout [UInt8]) { append(string: text.string.utf8.span, to: &out) }

    package static func append(_ number: Int64, to out: inout [UInt8]) {
        if number < 0 { out.append(UInt8(ascii: "-")) }
        append(digits: number.magnitude, to: &out)
    }

    private static func append(digits number: UInt64, to out: inout [UInt8]) {
        if number >= 100 {
            append(digits: number / 10, to: &out)
        } else if number >= 10 {
            out.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number / 10))
        }
        out.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number % 10))
    }

    /// Appends a value compactly: numbers as spelled, strings escaped anew.
    package static func append(_ index: Int, of document: JSONDocument, to out: inout [UInt8]) {
        let node = document[index]
        switch node.kind {
        case .string where !node.isEscaped:
            append(string: document.bytes.span.extracting(Int(node.start)..<Int(node.end)), to: &out)
        case .string: append(string: document.content(index), to: &out)
        case .number, .true, .false, .null: out.append(document.bytes.span.extracting(Int(node.start)..<Int(node.end)))
        case .array, .object:
            let isObject = node.kind == .object
            out.append(UInt8(ascii: isObject ? "{" : "["))
            var isFirst = true
            for child in document.children(index) {
                if !isFirst { out.append(UInt8(ascii: ",")) }
                isFirst = false
                if isObject {
                    append(document.key(child), to: &out)
                    out.append(UInt8(ascii: ":"))
                }
                append(child, of: document, to: &out)
            }
            out.append(UInt8(ascii: isObject ? "}" : "]"))
        }
    }

    package static func compact(_ index: Int, of document: JSONDocument) -> RawJSON {
        var out: [UInt8] = []
        append(index, of: document, to: &out)
        return RawJSON(out)
    }
}
