import ArgumentParser

struct Migrate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Move fleets from one backend to another, in small steps, each of which can be taken back.",
        discussion: """
            A migration is planned, then mirrors (the new backend hears every version, its offers are held back), then \
            moves devices as far as you say, and is finished or rolled back. A device with an open upgrade stays until that has \
            ended. Each step can be tried with --dry-run, can be given again without harm, and is written down with its \
            reason. deploy/MIGRATION.md leads through it.

              ota-gateway migrate plan leave --config deploy/gateway.yaml --fleet 'valves=PRODTENC09/${device}' \\
                --to tencent-cloud --reason 'the contract ends in June'
              ota-gateway migrate start leave --config deploy/gateway.yaml --reason 'let it hear of the fleet'
              ota-gateway migrate status leave --config deploy/gateway.yaml
              ota-gateway migrate move leave --config deploy/gateway.yaml --percent 10 --pace 60 --reason 'first tenth'

            Exit codes: 0 done, or nothing to do; 1 refused, or findings in a file; 78 no gateway runs, or no journal.
            """,
        subcommands: [
            MigratePlan.self, MigrateStart.self, MigrateStatus.self, MigrateMove.self, MigratePause.self,
            MigrateRollback.self, MigrateFinish.self,
        ])
}
