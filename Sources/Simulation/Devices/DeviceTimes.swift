/// How long the steps of a simulated device take.
package struct DeviceTimes: Sendable, Hashable {
    package var burning: Duration = .milliseconds(200)
    /// From the last word before the restart to the new connection.
    package var restart: Duration = .milliseconds(200)
    /// From the last byte of a stalled download to its report.
    package var stall: Duration = .milliseconds(500)
    /// After which the version is reported again while it is not answered, where answers are waited for.
    package var repeatReport: Duration = .seconds(10)

    package init() {}
}
