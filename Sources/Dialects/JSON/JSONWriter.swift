package import Upgrades

/// Prints JSON as the vendors' platforms do: compact, and nothing escaped that need not be (H21, H22).
package enum JSONWriter {
    /// Appends a string in quotes; `/`, `&` and non-ASCII stay as they are.
    package static func append(string content: some Sequence<UInt8>, to out: inout [UInt8]) {
        out.append(UInt8(ascii: "\""))
        defer { out.append(UInt8(ascii: "\"")) }
        let isPlain = content.withContiguousStorageIfAvailable { unsafe appendPlain($0, to: &out) }
        if isPlain != true { appendEscaped(content, to: &out) }
    }

    /// Appends bytes as they are, if none of them needs an escape.
    private static func appendPlain(_ bytes: UnsafeBufferPointer<UInt8>, to out: inout [UInt8]) -> Bool {
        for index in bytes.indices {
            let byte = unsafe bytes[index]
            if byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { return false }
        }
        unsafe out.append(contentsOf: bytes)
        return true
    }

    private static func appendEscaped(_ content: some Sequence<UInt8>, to out: inout [UInt8]) {
        for byte in content {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                out.append(UInt8(ascii: "\\"))
                out.append(byte)
            case 0x08: out.append(contentsOf: [UInt8(ascii: "\\"), UInt8(ascii: "b")])
            case 0x09: out.append(contentsOf: [UInt8(ascii: "\\"), UInt8(ascii: "t")])
            case 0x0A: out.append(contentsOf: [UInt8(ascii: "\\"), UInt8(ascii: "n")])
            case 0x0C: out.append(contentsOf: [UInt8(ascii: "\\"), UInt8(ascii: "f")])
            case 0x0D: out.append(contentsOf: [UInt8(ascii: "\\"), UInt8(ascii: "r")])
            case 0x00...0x1F:
                let digits = Array("0123456789abcdef".utf8)
                out.append(contentsOf: Array("\\u00".utf8))
                out.append(digits[Int(byte >> 4)])
                out.append(digits[Int(byte & 15)])
            default: out.append(byte)
            }
        }
    }

    package static func append(_ text: Text, to out: inout [UInt8]) { append(string: text.utf8, to: &out) }

    package static func append(_ number: Int64, to out: inout [UInt8]) {
        if number < 0 { out.append(UInt8(ascii: "-")) }
        append(digits: number.magnitude, to: &out)
    }

    private static func append(digits number: UInt64, to out: inout [UInt8]) {
        if number >= 10 { append(digits: number / 10, to: &out) }
        out.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number % 10))
    }

    /// Appends a value compactly: numbers as spelled, strings escaped anew.
    package static func append(_ index: Int, of document: JSONDocument, to out: inout [UInt8]) {
        let node = document[index]
        switch node.kind {
        case .string where !node.isEscaped: append(string: document.bytes[Int(node.start)..<Int(node.end)], to: &out)
        case .string: append(string: document.content(index), to: &out)
        case .number, .true, .false, .null: out.append(contentsOf: document.bytes[Int(node.start)..<Int(node.end)])
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
