import MosquittoClient
import Synchronization

/// Tells the loop's thread to end.
final class StopFlag: Sendable {
    private let state = Mutex<(isRaised: Bool, waker: Waker?)>((false, nil))

    var isRaised: Bool { state.withLock(\.isRaised) }

    /// Whom to wake when the flag is raised.
    func attach(_ waker: Waker) { state.withLock { $0.waker = waker } }

    func raise() {
        let waker = state.withLock { state in
            state.isRaised = true
            return state.waker
        }
        waker?.wake()
    }
}
