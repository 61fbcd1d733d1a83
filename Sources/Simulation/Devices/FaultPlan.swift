/// What goes wrong with one simulated device, and how often.
package struct FaultPlan: Sendable, Hashable {
    /// A loss of MQTT and HTTP in the middle of a download.
    package struct Drop: Sendable, Hashable {
        /// At the first piece with which the download reaches this much, 1 to 99.
        package var percent: Int
        /// How long the device stays away.
        package var absence: Duration

        package init(percent: Int, absence: Duration = .seconds(1)) {
            self.percent = percent
            self.absence = absence
        }
    }

    package var fault: Fault?
    /// In how many attempts the fault shows; nil is in all of them.
    package var times: Int?
    /// Happens once.
    package var drop: Drop?

    package init(_ fault: Fault? = nil, times: Int? = nil, drop: Drop? = nil) {
        self.fault = fault
        self.times = times
        self.drop = drop
    }
}
