import ArgumentParser

@main
struct OTAGateway: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ota-gateway",
        abstract: "Upgrade devices of either cloud by either backend.",
        discussion: """
            Tencent Cloud and Alibaba Cloud devices speak different OTA protocols over MQTT. The gateway stands between \
            them and the backends and translates by the dialect files in Mappings.

              ota-gateway test Mappings
            """,
        subcommands: [
            Run.self, Status.self, Quarantine.self, Migrate.self, Translate.self, Check.self, Explain.self,
            TestExamples.self,
            Bench.self, Simulate.self,
        ])
}
