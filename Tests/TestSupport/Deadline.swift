import Glibc

/// A moment after which a test gives up waiting.
package struct Deadline: Sendable {
    private let end: ContinuousClock.Instant

    package init(seconds: Double = 10) { end = .now + .seconds(seconds) }

    package var isOver: Bool { ContinuousClock.now >= end }

    /// Asks again every few milliseconds until `condition` holds; false when the time is over before that.
    package func wait(until condition: () throws -> Bool) rethrows -> Bool {
        while try !condition() {
            if isOver { return false }
            poll(nil, 0, 5)
        }
        return true
    }
}
