import ArgumentParser
import Diagnostics
import Foundation
import Gateway
import GatewayFile
import Journal
import Migration

/// What each step of a migration takes.
struct MigrationArguments: ParsableArguments {
    @OptionGroup var gateway: ConfigurationArguments
    @Option(help: "text for people, json for tools.") var format = Status.Format.text
    @Flag(help: "Only list what would happen; nothing is changed, and no gateway has to run.") var dryRun = false
    @Option(help: "Why; it is written to the audit trail.") var reason: String?
    @Argument(help: "The migration's name.") var name: String

    func validate() throws {
        guard dryRun || reason?.isEmpty == false else {
            throw ValidationError(
                "say why with --reason 'text', it is written to the audit trail; or try it with --dry-run")
        }
    }

    /// Has the running gateway do a step, or lists what it would do.
    func perform(_ command: Migration.Command) async throws {
        let (configuration, plan) = try gateway.load()
        if dryRun {
            let view = try MigrationDesk(configuration, plan).view(of: name)
            return try show(Self.refusable { try MigrationOutlook(command, on: view, at: Self.now) })
        }
        try await send(.command(command), to: configuration)
    }

    /// Sends a step to the gateway and prints what it changed.
    func send(_ action: MigrationRequest.Action, to configuration: GatewayConfiguration) async throws {
        let request = MigrationRequest(migration: name, action: action, who: Self.who, reason: reason ?? "")
        guard let reply = try await ControlSocket(journal: configuration.journal).ask(.migrate(request)) else {
            Streams.complain("error: no gateway is running with this configuration; start it, it does the work\n")
            throw ExitStatus.unusable
        }
        if let error = reply.error {
            Streams.complain("error: \(harmless(error))\n")
            throw ExitStatus.findings
        }
        switch format {
        case .text:
            let lines = reply.changes.isEmpty ? ["nothing to change, it is so already"] : reply.changes
            try Streams.print(Array(lines.map { harmless("\(name): \($0)") + "\n" }.joined().utf8))
        case .json: try Streams.print(json: ["changes": reply.changes])
        }
    }

    func show(_ outlook: MigrationOutlook) throws {
        switch format {
        case .text:
            var text = StatusText(now: Self.now)
            text.add(outlook)
            try Streams.print(Array(text.text.utf8))
        case .json: try Streams.print(json: outlook)
        }
    }

    /// Lets a refusal end the program with its text.
    static func refusable<Value>(_ body: () throws -> Value) throws -> Value {
        do { return try body() } catch let refusal as Migration.Refusal {
            Streams.complain("error: \(harmless(refusal.text))\n")
            throw ExitStatus.findings
        } catch let misfit as RoutingPlan.Misfit {
            Streams.complain("error: \(harmless("\(misfit)"))\n")
            throw ExitStatus.findings
        }
    }

    static var now: Int64 { Int64(Date().timeIntervalSince1970 * 1_000) }

    /// The person, also behind sudo.
    private static var who: String {
        let user = NSUserName()
        guard let person = ProcessInfo.processInfo.environment["SUDO_USER"], person != user else { return user }
        return "\(person) as \(user)"
    }
}
