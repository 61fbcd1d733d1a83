/// One JSON value as it stands on the wire, kept without being understood: compact, numbers as spelled.
package struct RawJSON: Sendable, Hashable {
    package let bytes: [UInt8]

    package init(_ bytes: [UInt8]) { self.bytes = bytes }
    package init(_ text: String) { bytes = Array(text.utf8) }

    package var string: String { String(decoding: bytes, as: UTF8.self) }
}
