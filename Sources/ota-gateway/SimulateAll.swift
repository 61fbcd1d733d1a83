import ArgumentParser
import Simulation

/// `ota-gateway simulate all`.
struct SimulateAll: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "all",
        abstract: "Simulate fleets, their backends and the package server.",
        discussion: """
            Each lane is a fleet and the backend that upgrades it; without --lane both families run by themselves, which \
            needs no gateway. Devices connect when all backends listen. Example, across a gateway:

              ota-gateway simulate all --count 3 --once \\
                --broker mqtt://127.0.0.1:1883 \\
                --backend-broker mqtt://127.0.0.1:1884 \\
                --lane tencent/PRODTENC01=aliyun/a1AliPk0001 \\
                --lane aliyun/a1AliPk0002=tencent/PRODTENC02
            """)

    @Option(help: "The broker of the devices, as mqtt://[user:password@]host[:port].")
    var broker = BrokerAddress()

    @Option(
        help: ArgumentHelp(
            "The broker of the backends (default: that of the devices).",
            discussion: "May be given for each family: tencent=URL, aliyun=URL.", valueName: "[family=]url"))
    var backendBroker: [SimulateBackendBroker] = []

    @Option(help: ArgumentHelp("A fleet and its backend, as dialect/product=dialect/product.", valueName: "lane"))
    var lane: [SimulateLane] = []

    @OptionGroup var names: SimulateNames
    @OptionGroup var devices: SimulateDeviceOptions
    @OptionGroup var offer: SimulateBackendOptions

    @Flag(help: "End when all upgrades have ended; exit code 0 if all succeeded, else 1.")
    var once = false

    func run() async throws {
        let lanes = lane.isEmpty ? SimulateLane.direct : lane
        let (names, broker, devices, offer, backendBroker) = (names.all, broker, devices, offer, backendBroker)
        let simulated = try lanes.flatMap { lane in
            try names.map {
                try devices.device($0, of: lane.devices.product, family: lane.devices.family, broker: broker)
            }
        }
        try await SimulateRun.execute(once: once, server: offer) { package, epoch in
            var backends: [SimulatedBackend] = []
            for side in lanes.map(\.backend) {
                guard let package else { break }
                let own = backendBroker.last { $0.family == side.family } ?? backendBroker.last { $0.family == nil }
                backends.append(
                    offer.backend(
                        side.family, product: side.product, devices: names, package: package,
                        broker: own?.address ?? broker))
            }
            return Simulation(devices: simulated, backends: backends, epoch: epoch)
        }
    }
}
