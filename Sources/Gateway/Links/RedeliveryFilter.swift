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
/// drained. Pairs are counted as they come, over all connections and runs: places tell what the journal may forget.
package struct RedeliveryFilter: Sendable {
    package enum Verdict: Sendable, Equatable {
        /// Commit it with what it made.
        case new
        /// Its outcome is committed already: acknowledge and drop it.
        case redelivered
    }

    /// Of earlier connections of this session.
    private var earlier: [UInt16: UInt64] = [:]
    /// Of this connection in the order of arrival, at least those that may lack their PUBACK.
    private var recent: [InboundPair] = []
    /// The place of the next pair.
    package private(set) var place: Int64
    /// The place of the first pair of this connection.
    private var start: Int64
    /// Pairs of this connection in front of this place are forgotten, or told to be.
    private var settled: Int64
    /// Messages the broker may send without a PUBACK.
    private var window = 65_535
    private var forgotten: [Range<Int64>] = []

    /// - Parameter runs: what the journal remembers of the link.
    package init(_ runs: [InboundRun]) {
        place = runs.map(\.end).max() ?? 0
        (start, settled) = (place, place)
        for pair in runs.flatMap(\.pairs) { earlier[pair.packetIdentifier] = pair.hash }
    }

    /// A connection began; without its session the broker repeats nothing.
    ///
    /// - Parameter window: the Receive Maximum that was sent; 65,535 where the protocol has none.
    package mutating func connected(isSessionPresent: Bool, window: Int) {
        self.window = window
        for pair in recent.suffix(window) { earlier[pair.packetIdentifier] = pair.hash }
        recent.removeAll(keepingCapacity: true)
        (start, settled) = (place, place)
        if !isSessionPresent { drained() }
    }

    /// Everything that the broker had to repeat has come.
    package mutating func drained() {
        earlier = [:]
        if start > 0 { forgotten.append(0..<start) }
    }

    /// Judges a QoS 1 message, whose place is the next one.
    package mutating func receive(_ pair: InboundPair) -> Verdict {
        let known = earlier.isEmpty ? nil : earlier.removeValue(forKey: pair.packetIdentifier)
        recent.append(pair)
        place += 1
        if recent.count >= 2 * window { recent.removeFirst(recent.count - window) }
        return known == pair.hash ? .redelivered : .new
    }

    /// The places of pairs that are known to be acknowledged since the last call, for the journal.
    ///
    /// The journal forgets whole commits only, so what it kept of a range is named again with the next.
    package mutating func takeForgotten() -> [Range<Int64>] {
        let bound = place - Int64(window)
        if bound > settled {
            forgotten.append(start..<bound)
            settled = bound
        }
        defer { forgotten.removeAll(keepingCapacity: true) }
        return forgotten
    }
}
