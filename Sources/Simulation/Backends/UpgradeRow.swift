/// One device's line in the console of a simulated cloud.
package struct UpgradeRow: Sendable, Hashable {
    package enum State: Sendable, Hashable {
        /// Waits for the device to show itself.
        case pending
        /// Pushed, no progress yet.
        case pushed
        /// The last percent heard; nil while burning without one.
        case upgrading(percent: Int?)
        case succeeded
        case failed(String)
        case timedOut

        package var hasEnded: Bool {
            switch self {
            case .succeeded, .failed, .timedOut: true
            case .pending, .pushed, .upgrading: false
            }
        }
    }

    package var device: String
    package var state = State.pending
    /// The version the device last reported.
    package var version: String?
    /// How often the package was pushed or given.
    package var pushes = 0
    var retriesLeft: Int
    /// When the upgrade is given up.
    var deadline: Duration?

    /// Ends the upgrade, or puts it back to the start while retries are left.
    ///
    /// - Returns: whether another attempt is due.
    mutating func fail(_ why: String) -> Bool {
        deadline = nil
        guard retriesLeft > 0 else {
            state = .failed(why)
            return false
        }
        retriesLeft -= 1
        state = .pushed
        return true
    }
}
