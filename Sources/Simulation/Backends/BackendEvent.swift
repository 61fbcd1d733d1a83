/// What happens to a simulated backend.
package enum BackendEvent: Sendable, Hashable {
    case connected
    case subscribed(granted: [Int])
    case disconnected
    case message(topic: String, payload: [UInt8])
    /// The time asked for with `.wake` has come.
    case woken
}
