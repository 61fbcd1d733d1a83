import Dialects
import Upgrades

/// Topics of one side of a fleet at one broker: its devices, or its backend under the devices' identities.
struct TopicUse: Sendable {
    enum Side: Sendable { case devices, backend }

    /// Index in `GatewayConfiguration.fleets`.
    let fleet: Int
    let side: Side
    /// Index in `GatewayConfiguration.brokers`.
    let broker: Int
    let dialect: String
    /// What the gateway listens to.
    let heard: [TopicPattern]
    /// What the gateway sends.
    let sent: [TopicPattern]

    init(_ side: Side, ofFleet index: Int, in configuration: GatewayConfiguration, _ dialect: Dialect) {
        let fleet = configuration.fleets[index]
        let (product, device) =
            switch side {
            case .devices: (fleet.devices.productPattern, fleet.devices.devicePattern)
            case .backend: (fleet.identity.product.pattern, fleet.identity.device.pattern)
            }
        self.fleet = index
        self.side = side
        self.dialect = dialect.name
        broker = side == .devices ? fleet.broker : configuration.backends[fleet.backend].broker
        // We speak to devices as their backend would, and to the backend as its devices would.
        let (there, here): (Sender, Sender) = side == .devices ? (.device, .backend) : (.backend, .device)
        heard = dialect.topicsRead(from: there).map { TopicPattern($0, product: product, device: device) }
        sent = dialect.topicsPrinted(from: here).map { TopicPattern($0, product: product, device: device) }
    }

    /// All sides of all fleets whose dialects are known, in the file's order.
    static func all(in configuration: GatewayConfiguration, dialects: [String: Dialect]) -> [TopicUse] {
        configuration.fleets.indices.flatMap { index -> [TopicUse] in
            let fleet = configuration.fleets[index]
            let names = [
                (Side.devices, fleet.devices.dialect), (.backend, configuration.backends[fleet.backend].dialect),
            ]
            return names.compactMap { side, name in
                dialects[name].map { TopicUse(side, ofFleet: index, in: configuration, $0) }
            }
        }
    }

    /// What is heard under another dialect's name at the same broker; within one dialect names alone decide.
    func meets(_ other: TopicUse) -> Bool {
        broker == other.broker && TopicLevel(dialect) != TopicLevel(other.dialect)
    }

    /// The first topic of these that some listed one overlaps.
    static func overlap(_ topics: [TopicPattern], _ others: [TopicPattern]) -> TopicPattern? {
        topics.first { topic in others.contains { $0.overlaps(topic) } }
    }
}
