/// Cuts the query off each URL in a text, also where JSON spells it with escapes: whoever has it can fetch the package; and
/// who logs in.
package func withoutSignatures(_ text: String) -> String {
    var text = text
    // JSON may spell these in other ways
    for (escape, plain) in [("\\u002f", "/"), ("\\u003f", "?"), ("\\u003a", ":"), ("\\/", "/")] {
        text = text.replacing(escape, with: plain).replacing(escape.uppercasedHex, with: plain)
    }
    var shown: [UInt8] = []
    var isInURL = false
    var isInQuery = false
    for byte in text.utf8 {
        if isInURL, endsURL(byte) { (isInURL, isInQuery) = (false, false) }
        if isInQuery { continue }
        shown.append(byte)
        if byte == UInt8(ascii: "/"), shown.suffix(3).elementsEqual("://".utf8) { isInURL = true }
        if isInURL, byte == UInt8(ascii: "@"), let host = shown.lastIndex(of: UInt8(ascii: "/")),
            shown[...host].suffix(3).elementsEqual("://".utf8)
        {
            shown.removeSubrange((host + 1)...)
            shown += "…@".utf8
        }
        if isInURL, byte == UInt8(ascii: "?") {
            isInQuery = true
            shown += "…".utf8
        }
    }
    return String(decoding: shown, as: UTF8.self)
}

private func endsURL(_ byte: UInt8) -> Bool {
    byte <= 0x20 || [UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: ">")].contains(byte)
}

extension String {
    /// A `\\u` escape with capital digits.
    fileprivate var uppercasedHex: String { hasPrefix("\\u") ? "\\u" + dropFirst(2).uppercased() : self }
}
