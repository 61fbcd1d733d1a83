/// The clock that a link's devices are timed by: it stands still while the link is down and until its backlog is drained, so
/// that a device is not timed out for words that wait at the broker (rule B10).
///
/// Milliseconds. A new one starts at the time of day, so that clocks of one gateway are near each other when a fleet moves from
/// one broker to another; from then on it goes its own way, and its reading is kept in the journal.
package struct LinkClock: Sendable {
    package private(set) var reading: Int64
    private var last: Int64?

    /// The most that one look can advance it: time in which this process did not run is nobody's silence.
    static let longestStep: Int64 = 5_000

    package init(reading: Int64) { self.reading = reading }

    package var isRunning: Bool { last != nil }

    /// - Parameter now: milliseconds of a monotonic clock.
    package mutating func advance(to now: Int64) {
        guard let last else { return }
        reading += min(max(now - last, 0), Self.longestStep)
        self.last = now
    }

    package mutating func start(at now: Int64) {
        if last == nil { last = now }
    }

    package mutating func pause() { last = nil }
}

/// Tells when a link has caught up with what waited for it at the broker.
///
/// While a backlog is there the broker keeps its window full: at least 20 messages (mosquitto's `max_inflight_messages`) come
/// in each round trip. An interval with fewer is the end of it. Steady traffic beyond that rate hides the end, so there is a
/// longest time too.
package struct BacklogGauge: Sendable {
    static let interval: Int64 = 250
    static let longest: Int64 = 60_000
    static let window = 20

    private var start: Int64 = 0
    private var intervalStart: Int64 = 0
    private var count = 0
    package private(set) var isDrained = false

    package init() {}

    package mutating func connected(at now: Int64) {
        self = BacklogGauge()
        (start, intervalStart) = (now, now)
    }

    /// Takes what one look at the link brought.
    package mutating func note(messages: Int, at now: Int64) {
        guard !isDrained else { return }
        count += messages
        guard now - intervalStart >= Self.interval else { return }
        isDrained = count < Self.window || now - start >= Self.longest
        (intervalStart, count) = (now, 0)
    }
}
