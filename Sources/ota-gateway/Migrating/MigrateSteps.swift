import ArgumentParser
import Migration

struct MigrateStart: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "start",
        abstract: "Let the new backend hear every version that runs; its offers are held back.",
        discussion: """
              ota-gateway migrate start leave --config deploy/gateway.yaml --reason 'let it hear of the fleet'
            """)
    @OptionGroup var arguments: MigrationArguments

    func run() async throws { try await arguments.perform(.start) }
}

struct MigratePause: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pause",
        abstract: "Send no more devices over; 'move' goes on.",
        discussion: """
            Those that wait for an upgrade to end still go when it has.

              ota-gateway migrate pause leave --config deploy/gateway.yaml --reason 'over the weekend'
            """)
    @OptionGroup var arguments: MigrationArguments

    func run() async throws { try await arguments.perform(.pause) }
}

struct MigrateFinish: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "finish",
        abstract: "Let the old backend go, once all devices are with the new one.",
        discussion: """
            From then on the old backend hears nothing any more, and the way back is another migration.

              ota-gateway migrate finish leave --config deploy/gateway.yaml --reason 'two weeks without a failure'
            """)
    @OptionGroup var arguments: MigrationArguments

    func run() async throws { try await arguments.perform(.finish) }
}
