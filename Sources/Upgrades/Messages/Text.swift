/// A piece of text that a device or a cloud wrote, equal only to the same bytes.
///
/// `String` compares by canonical equivalence, so that two spellings of "é" would be one version; on the wire they are two.
package struct Text: Sendable, ExpressibleByStringLiteral, CustomStringConvertible {
    package let string: String

    package init(_ string: String) { self.string = string }
    package init(stringLiteral value: String) { string = value }

    package var description: String { string }
    package var isEmpty: Bool { string.isEmpty }
    package var utf8: String.UTF8View { string.utf8 }
}

extension Text {
    /// A part of a text that is known to be UTF-8 and was not cut within a character.
    package init(_ bytes: Span<UInt8>) {
        var bytes = unsafe UTF8Span(unchecked: bytes)
        if bytes.count > 15 { _ = bytes.checkForASCII() }  // shorter ones stand in the string itself and need no mark
        string = String(copying: bytes)
    }
}

extension Text: Hashable {
    package static func == (left: Self, right: Self) -> Bool {
        // one representation is one text: short texts stand in it themselves, and long ones are mostly copies
        typealias Words = (UInt64, UInt64)
        let (one, other) = unsafe (
            unsafeBitCast(left.string, to: Words.self), unsafeBitCast(right.string, to: Words.self)
        )
        if one == other { return true }
        let (left, right) = (left.string.utf8Span.span, right.string.utf8Span.span)
        guard left.count == right.count else { return false }
        for index in left.indices where left[index] != right[index] { return false }
        return true
    }

    package func hash(into hasher: inout Hasher) {
        // over bytes, for devices may choose texts that are canonically equal
        let isHashed: Void? = unsafe utf8.withContiguousStorageIfAvailable { bytes in
            unsafe hasher.combine(bytes: UnsafeRawBufferPointer(bytes))
        }
        if isHashed == nil { for byte in utf8 { hasher.combine(byte) } }
    }
}

extension Text {
    /// The text with ASCII capitals made small; digests and other letters stay as they are (H3).
    package var lowercasedASCII: Text {
        guard utf8.contains(where: { $0 >= 0x41 && $0 <= 0x5A }) else { return self }
        return Text(String(decoding: utf8.map { $0 >= 0x41 && $0 <= 0x5A ? $0 | 0x20 : $0 }, as: UTF8.self))
    }
}
