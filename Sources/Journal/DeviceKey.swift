/// Names one device in the journal: opaque text such as `tencent/PRODTENC01/dev1`, chosen by the caller and stable
/// for ever.
///
/// Equal means equal UTF-8 bytes. String's own equality is canonical equivalence, under which two devices whose names
/// differ only in Unicode normalisation would share one record.
package struct DeviceKey: Sendable, Hashable, CustomStringConvertible {
    package let text: String

    package init(_ text: String) {
        self.text = text
    }

    package var description: String { text }

    package static func == (left: DeviceKey, right: DeviceKey) -> Bool {
        left.text.utf8.elementsEqual(right.text.utf8)
    }

    package func hash(into hasher: inout Hasher) {
        for byte in text.utf8 { hasher.combine(byte) }
        hasher.combine(0xFF as UInt8)
    }
}
