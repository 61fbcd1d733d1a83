import ArgumentParser
import Diagnostics
import Foundation
import Gateway
import GatewayFile
import Journal
import Logging
import ServiceLifecycle
import UnixSignals

struct Run: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Run the gateway in the foreground.",
        discussion: """
            Carries upgrades between the fleets and backends of a configuration until SIGTERM or SIGINT. Changed dialect \
            files and routes are taken over within seconds, and at SIGHUP; files with errors change nothing. Logs go to standard error; the line 'ready' comes when all brokers are \
            connected.

              ota-gateway run deploy/gateway.yaml

            Exit codes: 0 stopped; 1 the journal failed in a way that a new start may mend (a full disk, a lock), or while \
            running; 78 unusable configuration or journal.
            """)

    @Flag(inversion: .prefixedNo, help: "Take changed files over without a signal.") var watch = true
    @Argument(help: "The gateway's configuration file.") var configuration: String

    func run() async throws {
        // Until the services take the signals over, nothing has been read: there is nothing to finish.
        for number in [SIGTERM, SIGINT] { signal(number) { _ in _exit(0) } }
        let files = GatewayFiles(configuration: configuration)
        if !files.findings.isEmpty { Streams.complain(files.findings.text(in: files.sources)) }
        guard let plan = files.plan() else { throw ExitStatus.unusable }
        LoggingSystem.bootstrap { StreamLogHandler.standardError(label: $0) }
        let logger = Logger(label: "ota-gateway")
        let control = ReactorControl()
        let group = ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: [
                    .init(service: GatewayService(plan: plan, control: control, logger: logger)),
                    .init(
                        service: ControlService(
                            socket: ControlSocket(journal: plan.configuration.journal), control: control, logger: logger
                        )),
                    .init(
                        service: ReloadService(
                            path: configuration, files: files, plan: plan, isWatching: watch, control: control,
                            logger: logger)),
                ],
                gracefulShutdownSignals: [.sigterm, .sigint], logger: logger))
        do {
            try await group.run()
        } catch let failure as GatewayService.StartFailure {
            Streams.complain("error: the gateway cannot start: \(failure)\n")
            throw failure.isPassing ? ExitStatus.findings : ExitStatus.unusable
        } catch let error as JournalError {
            Streams.complain("error: the journal '\(plan.configuration.journal)' failed: \(error)\n")
            throw ExitStatus.findings
        }
    }
}
