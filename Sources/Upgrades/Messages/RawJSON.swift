/// One JSON value as it stands on the wire, kept without being understood: compact, numbers as spelled.
package struct RawJSON: Sendable, Hashable {
    /// As text: short values, as ids mostly are, then take no memory of their own.
    package let spelling: Text

    package init(_ bytes: some Collection<UInt8>) { spelling = Text(String(decoding: bytes, as: UTF8.self)) }
    package init(_ spelling: Text) { self.spelling = spelling }
    package init(_ text: String) { spelling = Text(text) }

    package var string: String { spelling.string }
    package var utf8: String.UTF8View { spelling.utf8 }
    package var bytes: [UInt8] { Array(spelling.utf8) }
}
