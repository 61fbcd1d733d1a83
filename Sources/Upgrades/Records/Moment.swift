/// When something happens, on the two clocks that matter.
package struct Moment: Sendable, Hashable {
    /// Milliseconds since 1970, for ids and for the expiry of signed URLs.
    package var clock: Int64
    /// Milliseconds on the device's own timer clock, which stands still while its link is down (B10).
    package var timer: Int64

    package init(clock: Int64, timer: Int64) {
        self.clock = clock
        self.timer = timer
    }
    /// Both clocks in step, as in a conversation without links.
    package init(_ milliseconds: Int64) { self.init(clock: milliseconds, timer: milliseconds) }
}
