/// The pairs of one link whose PUBACK is not known to have arrived, in blocks of 256 packet identifiers.
///
/// A block is one row. Identifiers are given out in rising order (mosquitto counts up, lib/util_mosq.c
/// `mosquitto__mid_generate`), so a batch writes one or two rows however many messages it holds and however wide the
/// window is.
struct InboundLedger {
    /// Upper byte of the identifier, then lower byte, then hash.
    private var blocks: [UInt8: [UInt8: UInt64]] = [:]
    /// Blocks that differ from what is stored.
    private(set) var changed: Set<UInt8> = []

    /// All pairs, in the order of their identifiers.
    var pairs: [InboundPair] {
        blocks.sorted { $0.key < $1.key }.flatMap { high, block in
            block.sorted { $0.key < $1.key }.map { low, hash in
                InboundPair(packetIdentifier: UInt16(high) << 8 | UInt16(low), hash: hash)
            }
        }
    }

    mutating func set(_ hash: UInt64?, for packetIdentifier: UInt16) {
        let (high, low) = (UInt8(packetIdentifier >> 8), UInt8(packetIdentifier & 0xFF))
        guard blocks[high]?[low] != hash else { return }
        blocks[high, default: [:]][low] = hash
        changed.insert(high)
    }

    /// The stored form of a block: for each pair the lower byte of the identifier, then the hash, most significant
    /// byte first.
    func encoded(_ high: UInt8) -> [UInt8] {
        guard let block = blocks[high] else { return [] }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(block.count * 9)
        for (low, hash) in block {
            bytes.append(low)
            for shift in stride(from: 56, through: 0, by: -8) { bytes.append(UInt8(truncatingIfNeeded: hash >> shift)) }
        }
        return bytes
    }

    mutating func decode(_ bytes: [UInt8], block high: UInt8) {
        var block: [UInt8: UInt64] = [:]
        for start in stride(from: 0, to: bytes.count - 8, by: 9) {
            block[bytes[start]] = bytes[(start + 1)...(start + 8)].reduce(0) { $0 << 8 | UInt64($1) }
        }
        blocks[high] = block
    }

    /// To be called when the changed blocks are written.
    mutating func settle() {
        for high in changed where blocks[high]?.isEmpty == true { blocks[high] = nil }
        changed.removeAll()
    }
}
