import Foundation
import GatewayFile
import Journal
package import Logging
import ServiceLifecycle

/// Runs the reactor on a thread of its own until the service group shuts down.
///
/// The reactor blocks in its poll, which a thread of the cooperative pool must not do; the one thread that owns all links is
/// made here.
package struct GatewayService: Service {
    /// Why a gateway did not start: text for the operator.
    package struct StartFailure: Error, CustomStringConvertible {
        package let description: String
        /// Whether a later start may succeed with nothing changed here, as when a disk is full.
        package let isPassing: Bool
    }

    private let plan: RoutingPlan
    private let control: ReactorControl
    private let logger: Logger

    package init(plan: RoutingPlan, control: ReactorControl, logger: Logger) {
        self.plan = plan
        self.control = control
        self.logger = logger
    }

    /// - Throws: `StartFailure`, or the `JournalError` that ended the reactor.
    package func run() async throws {
        try await withTaskCancellationOrGracefulShutdownHandler {
            try await onOwnThread { try runReactor() }
        } onCancelOrGracefulShutdown: {
            control.stop()
        }
    }

    private func runReactor() throws {
        let configuration = plan.configuration
        let reactor: Reactor
        let journal: Journal
        do {
            var bounds = JournalBounds()
            bounds.outboxBytes = Int64(configuration.outboxLimit)
            journal = try Journal(path: configuration.journal, bounds: bounds)
            let notified = ProcessInfo.processInfo.environment["NOTIFY_SOCKET"]
            reactor = try Reactor(
                plan: plan, journal: journal, control: control, logger: logger,
                manager: ServiceManager(socket: notified))
        } catch {
            let failure = error as? JournalError
            let place = failure.map { $0.text.contains(configuration.journal) } ?? true
            throw StartFailure(
                description: place ? "\(error)" : "journal '\(configuration.journal)': \(error)",
                isPassing: failure?.isPassing ?? false)
        }
        if journal.isNew {
            logger.notice("began a new journal '\(configuration.journal)': no upgrade is known from before")
        }
        logger.info("starting with mapping version \(plan.mappingVersion)")
        try reactor.run()
        try journal.close()
    }

    private func onOwnThread(_ body: @escaping @Sendable () throws -> Void) async throws {
        try await withCheckedThrowingContinuation { continuation in
            let thread = Thread { continuation.resume(with: Result(catching: body)) }
            thread.name = "reactor"
            thread.start()
        }
    }
}
