import MosquittoClient
import Synchronization

/// What other threads want of the reactor; each request wakes its poll.
package final class ReactorControl: Sendable {
    private struct Requests {
        var waker: Waker?
        var isStopping = false
        var plan: RoutingPlan?
    }
    private let requests = Mutex(Requests())

    package init() {}

    /// Ends the reactor: it commits, flushes, says goodbye.
    package func stop() { request { $0.isStopping = true } }

    /// Gives it new routes; their links are the reactor's.
    package func reload(_ plan: RoutingPlan) { request { $0.plan = plan } }

    var isStopping: Bool { requests.withLock { $0.isStopping } }

    func takePlan() -> RoutingPlan? {
        requests.withLock { requests in
            defer { requests.plan = nil }
            return requests.plan
        }
    }

    /// To be called by the reactor, whose poll the waker ends.
    func attach(_ waker: Waker) { requests.withLock { $0.waker = waker } }

    private func request(_ change: (inout Requests) -> Void) {
        let waker = requests.withLock { requests in
            change(&requests)
            return requests.waker
        }
        waker?.wake()
    }
}
