import ArgumentParser
import Simulation

/// `ota-gateway simulate device`.
struct SimulateDevice: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "device",
        abstract: "Simulate devices of one product.",
        discussion: """
            Their backend must listen before them: see 'ota-gateway simulate backend --help'. Ten devices with LinkSDK \
            that lose their connection half-way, with a broker on port 1883:

              ota-gateway simulate device --dialect aliyun \\
                --product a1AliPk0001 --count 10 --once \\
                --profile link-sdk-4 --drop-at 50
            """)

    @Option(help: "The broker, as mqtt://[user:password@]host[:port].")
    var broker = BrokerAddress()

    @Option(help: "tencent or aliyun.")
    var dialect = VendorFamily.tencent

    @Option(help: "The product; tencent calls it productID, aliyun productKey.")
    var product = "PRODTENC01"

    @OptionGroup var names: SimulateNames
    @OptionGroup var devices: SimulateDeviceOptions

    @Flag(help: "End when all upgrades have ended; exit code 0 if all succeeded, else 1.")
    var once = false

    func run() async throws {
        let simulated = try names.all.map { try devices.device($0, of: product, family: dialect, broker: broker) }
        try await SimulateRun.execute(once: once) { _, epoch in Simulation(devices: simulated, epoch: epoch) }
    }
}
