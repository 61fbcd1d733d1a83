import ArgumentParser

/// `ota-gateway simulate`: devices and clouds to try a gateway with.
struct Simulate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "simulate",
        abstract: "Simulate devices and backends of both vendors.",
        discussion: """
            Simulated devices really download over HTTP, check the digest and report as the vendors' SDKs do; simulated \
            backends push, judge and time out as the vendors' clouds do. With a broker on port 1883, and no gateway:

              ota-gateway simulate all --once
            """,
        subcommands: [SimulateDevice.self, SimulateBackend.self, SimulateAll.self])
}
