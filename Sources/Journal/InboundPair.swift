/// A received message whose PUBACK is not known to have arrived (MQTT 3.1.1 section 4.3.2, MQTT 5 section 4.3.2).
package struct InboundPair: Sendable, Hashable {
    package var packetIdentifier: UInt16
    /// Hash of topic and payload, the same in every run of the program.
    package var hash: UInt64

    package init(packetIdentifier: UInt16, hash: UInt64) {
        self.packetIdentifier = packetIdentifier
        self.hash = hash
    }
}

/// Pairs of one link in the order in which they were received, which is also how they are stored: a row for each commit.
package struct InboundRun: Sendable, Hashable {
    /// The place of the first one in all that the link has received; places rise without gaps.
    package var start: Int64
    package var pairs: [InboundPair]

    package init(start: Int64, pairs: [InboundPair] = []) {
        self.start = start
        self.pairs = pairs
    }

    /// The place of the next one.
    package var end: Int64 { start + Int64(pairs.count) }
}

/// The stored form: two bytes of the identifier and eight of the hash for each pair, the most significant byte first.
extension InboundRun {
    func encoded() -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(pairs.count * Self.stride)
        for pair in pairs {
            bytes.append(UInt8(pair.packetIdentifier >> 8))
            bytes.append(UInt8(pair.packetIdentifier & 0xFF))
            Frame.append(pair.hash, to: &bytes)
        }
        return bytes
    }

    init(start: Int64, encoded bytes: [UInt8]) {
        var (pairs, rest): ([InboundPair], ArraySlice<UInt8>) = ([], bytes[...])
        while let high = rest.popFirst(), let low = rest.popFirst(), let hash = Frame.popNumber(&rest) {
            pairs.append(InboundPair(packetIdentifier: UInt16(high) << 8 | UInt16(low), hash: hash))
        }
        self.init(start: start, pairs: pairs)
    }

    private static let stride = 10
}
