import Journal

/// Devices of which the broker refused a message for now.
///
/// Nothing of them is sent until they are tried again, and then one message alone, their oldest: what is sent behind a message
/// that is refused may be taken, and would have overtaken it. Once that one is settled they go on as before.
struct HeldDevices: Sendable {
    private enum State {
        /// The next message of it is sent, and no more.
        case due
        case waiting
        /// The message that was sent alone is.
        case settled
    }

    private var states: [DeviceKey: State] = [:]

    var isEmpty: Bool { states.isEmpty }
    var devices: some Sequence<DeviceKey> { states.keys }

    /// Whether nothing of the device is to be sent now.
    func isWaiting(_ device: DeviceKey) -> Bool {
        guard !states.isEmpty, let state = states[device] else { return false }
        return state != .due
    }

    mutating func hold(_ device: DeviceKey) { states[device] = .waiting }

    /// Whether a message that comes next of its device may be sent; with it the device waits for the answer.
    mutating func admits(_ device: DeviceKey) -> Bool {
        guard !states.isEmpty, let state = states[device] else { return true }
        states[device] = .waiting
        return state == .due
    }

    /// A message of the device is settled: the broker has taken it, or never will.
    mutating func settled(_ device: DeviceKey) {
        if !states.isEmpty, states[device] != nil { states[device] = .settled }
    }

    /// One message of each is sent when it comes, but of those whose trial has no answer yet.
    mutating func tryAgain(unanswered: some Sequence<DeviceKey>) {
        guard !states.isEmpty else { return }
        for device in states.keys { states[device] = .due }
        for device in unanswered where states[device] != nil { states[device] = .waiting }
    }

    /// Whether some can go on.
    var hasSettled: Bool { states.values.contains(.settled) }

    /// Lets those go on of which a message is settled.
    mutating func release() { states = states.filter { $0.value != .settled } }

    /// All messages have been looked at: who is still due has none.
    mutating func forgetDue() { states = states.filter { $0.value != .due } }
}
