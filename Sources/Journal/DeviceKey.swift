/// Names one device in the journal: opaque text such as `tencent/PRODTENC01/dev1`, chosen by the caller and stable
/// for ever.
///
/// Equal means equal UTF-8 bytes. String's own equality is canonical equivalence, under which two devices whose names
/// differ only in Unicode normalisation would share one record.
package struct DeviceKey: Sendable, Hashable, CustomStringConvertible {
    package let text: String

    /// Made contiguous, so that its bytes are at hand for comparing and hashing.
    package init(_ text: String) {
        var text = text
        text.makeContiguousUTF8()
        self.text = text
    }

    package var description: String { text }

    package static func == (left: DeviceKey, right: DeviceKey) -> Bool {
        let (left, right) = (left.text.utf8, right.text.utf8)
        guard left.count == right.count else { return false }
        let isSame: Bool?? = unsafe left.withContiguousStorageIfAvailable { left in
            unsafe right.withContiguousStorageIfAvailable { right in unsafe left.elementsEqual(right) }
        }
        return (isSame ?? nil) ?? left.elementsEqual(right)
    }

    package func hash(into hasher: inout Hasher) {
        let isHashed: Void? = unsafe text.utf8.withContiguousStorageIfAvailable { bytes in
            unsafe hasher.combine(bytes: UnsafeRawBufferPointer(bytes))
        }
        if isHashed == nil { for byte in text.utf8 { hasher.combine(byte) } }
    }
}
