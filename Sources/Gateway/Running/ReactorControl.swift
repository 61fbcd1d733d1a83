import MosquittoClient
import Synchronization

/// What other threads want of the reactor; each request wakes its poll.
package final class ReactorControl: Sendable {
    private struct Requests {
        var waker: Waker?
        var isStopping = false
        var plan: RoutingPlan?
        var commands: [Asked] = []
        var isEnded = false
    }
    /// A command, and who waits for its reply.
    struct Asked: Sendable {
        let command: ControlCommand
        let answer: @Sendable (ControlReply) -> Void
    }
    /// Commands that wait at most.
    private static let commandLimit = 64
    private let requests = Mutex(Requests())

    package init() {}

    /// Ends the reactor: it commits, flushes, says goodbye.
    package func stop() { request { $0.isStopping = true } }

    /// Gives it new routes; their links are the reactor's.
    package func reload(_ plan: RoutingPlan) { request { $0.plan = plan } }

    /// Has the reactor do something between two turns, and gives its reply.
    package func ask(_ command: ControlCommand) async -> ControlReply {
        await withCheckedContinuation { continuation in ask(command) { continuation.resume(returning: $0) } }
    }

    /// The same for whoever turns the reactor himself and cannot wait.
    func ask(_ command: ControlCommand, answer: @escaping @Sendable (ControlReply) -> Void) {
        request { requests in
            guard !requests.isEnded, requests.commands.count < Self.commandLimit else {
                return answer(
                    ControlReply(error: requests.isEnded ? "the gateway is stopping" : "too many commands wait"))
            }
            requests.commands.append(Asked(command: command, answer: answer))
        }
    }

    func takeCommands(where isWanted: (ControlCommand) -> Bool = { _ in true }) -> [Asked] {
        requests.withLock { requests in
            let taken = requests.commands.filter { isWanted($0.command) }
            if !taken.isEmpty { requests.commands.removeAll { isWanted($0.command) } }
            return taken
        }
    }

    /// Nothing is taken any more: whoever waits is told.
    func end() {
        requests.withLock { $0.isEnded = true }
        for asked in takeCommands() { asked.answer(ControlReply(error: "the gateway is stopping")) }
    }

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
