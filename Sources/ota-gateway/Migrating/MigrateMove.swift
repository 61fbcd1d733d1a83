import ArgumentParser
import Migration

struct MigrateMove: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "move",
        abstract: "Send devices over to the new backend, or go on after a pause.",
        discussion: """
            All conditions that are given must hold. Devices that come to fulfil them later go then. A device with an open \
            upgrade goes when that has ended. When too many upgrades of moved devices fail, it stops by itself; given again, \
            it goes on and counts anew.

              ota-gateway migrate move leave --config deploy/gateway.yaml --percent 10 --pace 60 --reason 'first tenth'
            """)
    @OptionGroup var arguments: MigrationArguments
    @OptionGroup var selection: SelectionArguments
    @Option(help: ArgumentHelp("Devices sent over in a minute; 0 is no limit (default: as before).", valueName: "n"))
    var pace: Int?
    @Option(
        help: ArgumentHelp("Stop when more of the moved devices' upgrades fail (default: 10).", valueName: "percent"))
    var stopAt: Int?
    @Option(help: ArgumentHelp("So many upgrades must have ended before that counts (default: 10).", valueName: "n"))
    var stopAfter: Int?

    func validate() throws {
        guard pace ?? 0 >= 0 else { throw ValidationError("--pace cannot be below 0") }
        guard (0...100).contains(stopAt ?? 0) else { throw ValidationError("--stop-at is 0 to 100 percent") }
        guard stopAfter ?? 1 >= 1 else { throw ValidationError("--stop-after is 1 at least") }
    }

    func run() async throws {
        guard let selection = try selection.chosen(for: arguments) else {
            throw ValidationError(
                "which devices? give --all, or --percent, --product, --version, --seen-within, --device, --list")
        }
        try await arguments.perform(.move(selection, .init(pace: pace, percent: stopAt, least: stopAfter)))
    }
}

struct MigrateRollback: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rollback",
        abstract: "Bring devices back to the old backend: all of them, which ends the migration, or some.",
        discussion: """
            A device with an open upgrade comes back when that has ended. Without a condition all devices come back; the \
            migration is rolled back when the last one is.

              ota-gateway migrate rollback leave --config deploy/gateway.yaml --product PRODTENC01 --reason 'wrong package'
            """)
    @OptionGroup var arguments: MigrationArguments
    @OptionGroup var selection: SelectionArguments
    @Option(help: ArgumentHelp("Devices sent back in a minute (default: no limit).", valueName: "n"))
    var pace: Int?

    func run() async throws {
        let selection = try selection.chosen(for: arguments)
        let isAll = selection == Selection()
        try await arguments.perform(.rollback(isAll ? nil : selection, pace: pace))
    }
}
