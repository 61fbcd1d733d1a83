import ArgumentParser
import Simulation

/// `ota-gateway simulate backend`.
struct SimulateBackend: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backend",
        abstract: "Simulate one vendor's cloud and its package server.",
        discussion: """
            Start it before its devices: like the real clouds it offers when a device reports its version. With a \
            broker on port 1883, and then devices as 'ota-gateway simulate device --help' shows:

              ota-gateway simulate backend --dialect aliyun \\
                --product a1AliPk0001 --count 10 --target 2.0.0 --once
            """)

    @Option(help: "The broker, as mqtt://[user:password@]host[:port].")
    var broker = BrokerAddress()

    @Option(help: "tencent or aliyun.")
    var dialect = VendorFamily.tencent

    @Option(help: "The product; tencent calls it productID, aliyun productKey.")
    var product = "PRODTENC01"

    @OptionGroup var names: SimulateNames
    @OptionGroup var offer: SimulateBackendOptions

    @Flag(help: "End when all upgrades have ended; exit code 0 if all succeeded, else 1.")
    var once = false

    func run() async throws {
        let (devices, product, dialect, broker, offer) = (names.all, product, dialect, broker, offer)
        try await SimulateRun.execute(once: once, server: offer) { package, epoch in
            let backends = package.map {
                offer.backend(dialect, product: product, devices: devices, package: $0, broker: broker)
            }
            return Simulation(backends: backends.map { [$0] } ?? [], epoch: epoch)
        }
    }
}
