/// A hash of topic and payload that is the same in every run: eight bytes at a time are mixed in by a multiplication, the
/// lengths first (in the manner of FNV-1a, which takes single bytes).
func contentHash(topic: String, payload: [UInt8]) -> UInt64 {
    var hash = mixed(0xCBF2_9CE4_8422_2325, UInt64(topic.utf8.count) << 32 ^ UInt64(payload.count))
    var topic = topic
    hash = topic.withUTF8 { bytes in unsafe mixed(hash, UnsafeRawBufferPointer(bytes)) }
    return unsafe payload.withUnsafeBytes { bytes in unsafe mixed(hash, bytes) }
}

private func mixed(_ hash: UInt64, _ bytes: UnsafeRawBufferPointer) -> UInt64 {
    var hash = hash
    var place = 0
    while place + 8 <= bytes.count {
        hash = mixed(hash, UInt64(littleEndian: unsafe bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self)))
        place += 8
    }
    var rest: UInt64 = 0
    while place < bytes.count {
        rest = unsafe rest << 8 | UInt64(bytes[place])
        place += 1
    }
    return mixed(hash, rest)
}

private func mixed(_ hash: UInt64, _ word: UInt64) -> UInt64 {
    let product = (hash ^ word) &* 0x9E37_79B9_7F4A_7C15
    return product ^ product >> 32
}
