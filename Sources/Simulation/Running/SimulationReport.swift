/// How things stood when a simulation ended.
package struct SimulationReport: Sendable, Hashable {
    /// By `{product}/{device}`.
    package var devices: [String: DeviceStatus] = [:]
    /// By `{family}/{product}`, one row for each device.
    package var backends: [String: [UpgradeRow]] = [:]

    /// Whether every device runs its new version and every backend counts every upgrade as a success.
    package var hasSucceeded: Bool {
        devices.values.allSatisfy { $0.result == .succeeded }
            && backends.values.allSatisfy { $0.allSatisfy { $0.state == .succeeded } }
    }
}
