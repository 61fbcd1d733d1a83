/// What a simulated backend wants done.
package enum BackendAction: Sendable, Hashable {
    case subscribe([Subscription])
    case publish(Publication)
    /// Send `.woken` at this time; replaces an earlier wish.
    case wake(at: Duration)
}
