package import Journal

/// Tells messages that the broker delivers again from new ones, for one link.
///
/// The library hides the DUP flag (libmosquitto lib/mosquitto.h, `struct mosquitto_message`), but a redelivery within a
/// session has the packet identifier of the first delivery (MQTT 5, 4.4). So the pairs of identifier and content that were
/// committed and whose PUBACK may not have arrived are remembered, in the journal too; after a reconnect with the session
/// present an equal pair is a redelivery.
///
/// Acknowledgements arrive in order on one connection, and a broker sends no more than Receive Maximum messages without
/// them: what lies further back is known to be acknowledged. So is what a broker has not repeated once its backlog is
/// drained.
package struct RedeliveryFilter: Sendable {
    package enum Verdict: Sendable, Equatable {
        /// Commit it with what it made.
        case new
        /// Its outcome is committed already: acknowledge and drop it.
        case redelivered
    }

    /// Of earlier connections of this session.
    private var earlier: [UInt16: UInt64]
    /// Of this connection, with the place in the order of arrival.
    private var recent: [UInt16: (hash: UInt64, place: Int)] = [:]
    /// Identifiers of this connection in the order of arrival, the oldest at `place - order.count`.
    private var order: [UInt16] = []
    private var start = 0
    private var place = 0
    /// Messages the broker may send without a PUBACK.
    private var window = 65_535
    /// Identifiers that the journal may forget.
    private var forgotten: [UInt16] = []

    /// - Parameter pairs: what the journal remembers of the link.
    package init(pairs: [InboundPair]) {
        earlier = Dictionary(pairs.map { ($0.packetIdentifier, $0.hash) }) { _, last in last }
    }

    /// A connection began; without its session the broker repeats nothing.
    ///
    /// - Parameter window: the Receive Maximum that was sent; 65,535 where the protocol has none.
    package mutating func connected(isSessionPresent: Bool, window: Int) {
        self.window = window
        for (identifier, entry) in recent { earlier[identifier] = entry.hash }
        recent.removeAll(keepingCapacity: true)
        order.removeAll(keepingCapacity: true)
        (start, place) = (0, 0)
        if !isSessionPresent { drained() }
    }

    /// Everything that the broker had to repeat has come.
    package mutating func drained() {
        forgotten.append(contentsOf: earlier.keys)
        earlier.removeAll()
    }

    /// Judges a QoS 1 message.
    package mutating func receive(_ pair: InboundPair) -> Verdict {
        let known = earlier.removeValue(forKey: pair.packetIdentifier)
        recent[pair.packetIdentifier] = (pair.hash, place)
        order.append(pair.packetIdentifier)
        place += 1
        forgetOldest()
        return known == pair.hash ? .redelivered : .new
    }

    /// Identifiers known to be acknowledged since the last call, for the journal.
    package mutating func takeForgotten() -> [UInt16] {
        defer { forgotten.removeAll(keepingCapacity: true) }
        return forgotten
    }

    private mutating func forgetOldest() {
        while order.count - start > window {
            let identifier = order[start]
            if let entry = recent[identifier], entry.place == place - (order.count - start) {
                recent[identifier] = nil
                forgotten.append(identifier)
            }
            start += 1
        }
        if start > 4 * window {
            order.removeFirst(start)
            start = 0
        }
    }
}

/// A hash of topic and payload that is the same in every run: FNV-1a with 64 bits, the topic's length first.
func contentHash(topic: String, payload: [UInt8]) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    func mix(_ byte: UInt8) { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    mix(UInt8(truncatingIfNeeded: topic.utf8.count))
    for byte in topic.utf8 { mix(byte) }
    for byte in payload { mix(byte) }
    return hash
}
