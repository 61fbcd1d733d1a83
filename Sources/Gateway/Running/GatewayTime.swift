import Glibc

/// Where the reactor takes its time and its chance from; tests give their own.
package struct GatewayTime: Sendable {
    /// Milliseconds since 1970.
    package var wall: @Sendable () -> Int64
    /// Milliseconds of a clock that never goes back.
    package var monotonic: @Sendable () -> Int64
    /// A random number from 0 to 1, to spread pauses.
    package var jitter: @Sendable () -> Double

    package init(
        wall: @escaping @Sendable () -> Int64, monotonic: @escaping @Sendable () -> Int64,
        jitter: @escaping @Sendable () -> Double
    ) {
        self.wall = wall
        self.monotonic = monotonic
        self.jitter = jitter
    }

    package static let system = GatewayTime(
        wall: { read(CLOCK_REALTIME) }, monotonic: { read(CLOCK_MONOTONIC) }, jitter: { Double.random(in: 0...1) })

    private static func read(_ clock: clockid_t) -> Int64 {
        var time = timespec()
        unsafe clock_gettime(clock, &time)
        return Int64(time.tv_sec) * 1_000 + Int64(time.tv_nsec) / 1_000_000
    }
}
