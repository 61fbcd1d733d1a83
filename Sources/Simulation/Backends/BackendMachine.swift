/// A simulated cloud, as a state machine: events in, actions out, no I/O and no clock.
package protocol BackendMachine: Sendable {
    var family: VendorFamily { get }
    var task: UpgradeTask { get }
    /// One row for each device of the task, in its order.
    var rows: [UpgradeRow] { get }
    /// What the cloud does about `event`.
    ///
    /// - Parameter now: time since the simulation began; never goes back.
    mutating func handle(_ event: BackendEvent, at now: Duration) -> [BackendAction]
}

extension UpgradeTask {
    var freshRows: [UpgradeRow] { devices.map { UpgradeRow(device: $0, retriesLeft: retries) } }
}

extension [UpgradeRow] {
    /// Gives up what is overdue, and tells when to look again.
    mutating func expire(at now: Duration) -> [BackendAction] {
        for index in indices {
            guard !self[index].state.hasEnded, let deadline = self[index].deadline, deadline <= now else { continue }
            self[index].state = .timedOut
            self[index].deadline = nil
        }
        return nextWake
    }

    /// The wish to be woken at the earliest deadline.
    var nextWake: [BackendAction] {
        compactMap { $0.state.hasEnded ? nil : $0.deadline }.min().map { [.wake(at: $0)] } ?? []
    }
}
