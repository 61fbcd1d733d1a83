/// What can be told about a simulated device at one moment.
package struct DeviceStatus: Sendable, Hashable {
    package enum Phase: String, Sendable, Hashable {
        case offline, idle, downloading, burning, restarting
        /// The connection was lost on purpose and comes back later.
        case away
        /// The device has gone silent on purpose.
        case silent
    }

    package enum Result: Sendable, Hashable {
        /// The device runs the target version and has reported it.
        case succeeded
        case failed(String)
    }

    /// The version the device runs.
    package var version: String
    /// The version of the last offer it took.
    package var target: String?
    package var phase: Phase
    /// Of the download, 0 to 100.
    package var percent: Int?
    /// How the last attempt ended; nil before and during one.
    package var result: Result?
}
