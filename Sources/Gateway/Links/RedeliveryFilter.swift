package import Journal

/// Tells messages that the broker delivers again from new ones, for one link.
///
/// The library hides the DUP flag (libmosquitto lib/mosquitto.h, `struct mosquitto_message`), but a redelivery within a
/// session has the packet identifier of the first delivery (MQTT 5, 4.4), and all of them come first, in the order in which
/// they were sent (MQTT 5, 4.6). So the pairs of identifier and content that were committed and whose PUBACK may not have
/// arrived are remembered, in the journal too; after a reconnect with the session present an equal pair is a redelivery, up to
/// the first message that is none. Behind that one an equal pair is a new message: many devices say the same in the same
/// bytes, and a broker that was restarted may give out an identifier again.
///
/// Acknowledgements arrive in order on one connection, and a broker sends no more than Receive Maximum messages without
/// them: what lies further back is known to be acknowledged. Pairs are counted as they come, over all connections and runs:
/// places tell what the journal may forget.
package struct RedeliveryFilter: Sendable {
    package enum Verdict: Sendable, Equatable {
        /// Commit it with what it made.
        case new
        /// Its outcome is committed already: acknowledge and drop it.
        case redelivered
    }

    /// The newest messages in the order in which they came first, at least those that may lack their PUBACK.
    private var pairs: [InboundPair] = []
    /// Pairs of earlier connections stand in front of it.
    private var end = 0
    /// Where the next redelivery is looked for; at `end` the broker has repeated all it had to.
    private var cursor = 0
    /// The place of the next new message.
    package private(set) var place: Int64
    /// Messages the broker may send without a PUBACK.
    private var window = 65_535
    /// What stands in front of this place was told to be forgotten.
    private var settled: Int64 = 0

    /// - Parameter runs: what the journal remembers of the link.
    package init(_ runs: [InboundRun]) {
        pairs = runs.flatMap(\.pairs)
        place = runs.map(\.end).max() ?? 0
    }

    /// A connection began; without its session the broker repeats nothing.
    ///
    /// - Parameter window: the Receive Maximum that was sent; 65,535 where the protocol has none.
    package mutating func connected(isSessionPresent: Bool, window: Int) {
        self.window = window
        pairs = isSessionPresent ? pairs.suffix(window) : []
        (cursor, end) = (0, pairs.count)
    }

    /// Judges a QoS 1 message; a new one has the place that `place` was before.
    package mutating func receive(_ pair: InboundPair) -> Verdict {
        if let known = pairs[cursor..<end].firstIndex(of: pair) {
            cursor = known + 1
            return .redelivered
        }
        pairs.append(pair)
        place += 1
        if pairs.count >= 2 * window { pairs.removeFirst(pairs.count - window) }
        (cursor, end) = (0, 0)
        return .new
    }

    /// The place in front of which all messages are known to be acknowledged, for the journal; nil while few of them are new.
    ///
    /// Many are told at once, so that a commit seldom has to.
    package mutating func takeForgotten() -> Int64? {
        let bound = place - Int64(min(pairs.count, window))
        guard bound - settled >= Int64(max(1, window / 8)) else { return nil }
        settled = bound
        return bound
    }
}
