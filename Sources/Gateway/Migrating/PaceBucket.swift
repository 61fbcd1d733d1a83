/// Lets so many pass in a minute, at most those of one second at once.
struct PaceBucket: Sendable {
    private var tokens = 1.0
    private var filled: Int64?

    /// - Parameters:
    ///   - pace: how many in a minute; nil is no limit.
    ///   - now: milliseconds of a clock that never goes back.
    mutating func take(_ pace: Int?, at now: Int64) -> Bool {
        guard let pace else { return true }
        let passed = Double(now - (filled ?? now))
        filled = now
        tokens = min(max(1, Double(pace) / 60), tokens + passed * Double(pace) / 60_000)
        guard tokens >= 1 else { return false }
        tokens -= 1
        return true
    }
}
