import Diagnostics
import GatewayFile
package import Logging
import ServiceLifecycle
import UnixSignals

/// Reads the files again at each SIGHUP and hands the reactor new routes; files with errors change nothing.
package struct ReloadService: Service {
    private let path: String
    private let control: ReactorControl
    private let logger: Logger
    /// As at the start: what a reload cannot change is held against it.
    private let configuration: GatewayConfiguration

    package init(path: String, plan: RoutingPlan, control: ReactorControl, logger: Logger) {
        self.path = path
        configuration = plan.configuration
        self.control = control
        self.logger = logger
    }

    package func run() async throws {
        for await _ in await UnixSignalsSequence(trapping: .sighup).cancelOnGracefulShutdown() { reload() }
    }

    private func reload() {
        let files = GatewayFiles(configuration: path)
        for finding in files.findings.all {
            logger.log(level: finding.severity == .error ? .error : .warning, "\(finding.line)")
        }
        guard let fresh = files.configuration else {
            logger.error("nothing was reloaded: the files have errors")
            return
        }
        guard let plan = files.plan(links: configuration.brokers.map(\.name)) else {
            logger.error("nothing was reloaded: there are new brokers; restart the gateway to take them over")
            return
        }
        let changes = fresh.partsNeedingRestart(since: configuration)
        if !changes.isEmpty {
            logger.warning("restart the gateway to take over changes of \(changes.joined(separator: ", "))")
        }
        control.reload(plan)
    }
}

extension GatewayConfiguration {
    /// What differs and is only read at the start.
    fileprivate func partsNeedingRestart(since other: GatewayConfiguration) -> [String] {
        var parts: [String] = []
        if journal != other.journal { parts.append("'journal'") }
        if outboxLimit != other.outboxLimit { parts.append("'outbox'") }
        let hasSameBrokers =
            brokers.count == other.brokers.count
            && brokers.allSatisfy { broker in other.brokers.contains { broker.isSameConnection(as: $0) } }
        if !hasSameBrokers { parts.append("'brokers'") }
        return parts
    }
}

extension BrokerConfiguration {
    fileprivate func isSameConnection(as other: BrokerConfiguration) -> Bool {
        name == other.name && url == other.url && authorities == other.authorities && certificate == other.certificate
            && key == other.key && username == other.username && password == other.password
    }
}
