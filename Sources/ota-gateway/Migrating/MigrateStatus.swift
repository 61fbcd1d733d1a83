import ArgumentParser
import Diagnostics
import Gateway
import Journal
import Migration

struct MigrateStatus: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract:
            "Show how far a migration is, and whether the new backend is ready, device by device where it is not.",
        discussion: """
            Reads the journal, beside a running gateway or without one. Without a name: all migrations, one in a line.

              ota-gateway migrate status leave --config deploy/gateway.yaml
            """)
    @OptionGroup var gateway: ConfigurationArguments
    @Option(help: "text for people, json for tools.") var format = Status.Format.text
    @Argument(help: "The migration's name.") var name: String?

    private struct Line: Encodable {
        let name: String
        let stage: String
        let destination: String
        let fleets: [String]
        let pause: String?
    }

    func run() throws {
        let (configuration, plan) = try gateway.load()
        let desk = try MigrationDesk(configuration, plan)
        guard let name else { return try list(desk.book) }
        let status = MigrationStatus(try desk.view(of: name))
        switch format {
        case .json: try Streams.print(json: status)
        case .text:
            var text = StatusText(now: MigrationArguments.now)
            text.add(status)
            try Streams.print(Array(text.text.utf8))
        }
    }

    private func list(_ book: MigrationBook) throws {
        let lines = book.all.map { migration in
            Line(
                name: migration.name, stage: migration.stage.rawValue, destination: migration.plan.destination,
                fleets: migration.plan.fleets.map(\.name), pause: migration.pause)
        }
        guard format == .text else { return try Streams.print(json: lines) }
        for line in lines {
            let pause = line.pause.map { ", PAUSED: \($0)" } ?? ""
            let text =
                "\(line.name)  \(line.stage)\(pause): \(line.fleets.joined(separator: ", ")) to \(line.destination)"
            try Streams.print(Array((harmless(text) + "\n").utf8))
        }
        if lines.isEmpty {
            Streams.complain("no migration is known; 'ota-gateway migrate plan --help' shows how to begin\n")
        }
    }
}
