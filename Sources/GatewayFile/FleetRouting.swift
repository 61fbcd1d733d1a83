/// Which fleet a device belongs to, and which device a backend means.
///
/// Both are a few dictionary look-ups, however many fleets and devices there are. For a configuration without
/// findings the answers are unique: no two fleets share a device, nor an identity on one broker and dialect.
package struct FleetRouting: Sendable {
    private typealias Index = LevelIndex<LevelIndex<Int>>

    /// The side a backend is on: backends that share both broker and dialect see the same topics.
    private struct Side: Hashable {
        let broker: Int
        let dialect: TopicLevel
    }

    private let fleets: [FleetConfiguration]
    /// By the devices' dialect: so few that looking through them is quicker than hashing.
    private var byDevice: [(dialect: TopicLevel, devices: Index)] = []
    private var byIdentity: [Index] = []
    /// Identities that follow no pattern, with their fleets.
    private var exceptions: [[DeviceName: Int]] = []
    /// For each backend its index in `byIdentity`.
    private var sideOfBackend: [Int] = []

    package init(_ configuration: GatewayConfiguration) {
        fleets = configuration.fleets
        var sides: [Side: Int] = [:]
        for backend in configuration.backends {
            let side = Side(broker: backend.broker, dialect: TopicLevel(backend.dialect))
            let index = sides[side] ?? byIdentity.count
            if index == byIdentity.count {
                byIdentity.append(Index())
                exceptions.append([:])
            }
            sides[side] = index
            sideOfBackend.append(index)
        }
        for (index, fleet) in fleets.enumerated() {
            let devices = fleet.devices
            if fleet.guestOf == nil {
                let place = self.place(ofDialect: devices.dialect) ?? byDevice.count
                if place == byDevice.count { byDevice.append((TopicLevel(devices.dialect), Index())) }
                byDevice[place].devices.insert(index, at: devices.productPattern, devices.devicePattern)
            }
            let side = sideOfBackend[fleet.backend]
            byIdentity[side].insert(index, at: fleet.identity.product.pattern, fleet.identity.device.pattern)
            guard let exceptions = fleet.identity.exceptions else { continue }
            for identity in exceptions.devices.keys { self.exceptions[side][identity] = index }
        }
    }

    /// Index in `GatewayConfiguration.fleets`; nil when no fleet has the device.
    package func fleet(forDevice dialect: String, product: String, name: String) -> Int? {
        guard let place = place(ofDialect: dialect) else { return nil }
        return byDevice[place].devices.first(for: product) { devices in devices.first(for: name) { $0 } }
    }

    private func place(ofDialect dialect: String) -> Int? {
        let dialect = TopicLevel(dialect)
        return byDevice.firstIndex { $0.dialect == dialect }
    }

    /// The device that a backend knows under this identity; nil when no fleet sends there under it.
    ///
    /// - Parameter backendIndex: in `GatewayConfiguration.backends`; backends on one broker and in one dialect answer alike.
    package func device(
        forBackend backendIndex: Int, product: String, name: String
    ) -> (fleet: Int, product: String, device: String)? {
        let identity = DeviceName(product: product, device: name)
        let side = sideOfBackend[backendIndex]
        if !exceptions[side].isEmpty, let fleet = exceptions[side][identity] {
            return fleets[fleet].identity.deviceIdentity(of: identity).map { (fleet, $0.product, $0.device) }
        }
        return byIdentity[side].first(for: product) { names in
            names.first(for: name) { fleet in
                fleets[fleet].identity.deviceIdentity(of: identity).map { (fleet, $0.product, $0.device) }
            }
        }
    }
}

extension LevelIndex<LevelIndex<Int>> {
    fileprivate mutating func insert(_ fleet: Int, at product: LevelPattern, _ device: LevelPattern) {
        update(product, initial: LevelIndex<Int>()) { devices in
            devices.update(device, initial: fleet) { $0 = fleet }
        }
    }
}
