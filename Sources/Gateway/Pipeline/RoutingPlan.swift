package import Dialects
package import GatewayFile
package import Translation
package import Upgrades

/// Which routes there are, and whose a topic is: a configuration together with its dialects, for the links of one reactor.
package struct RoutingPlan: Sendable {
    /// A device that a topic may be about, and the side that may have spoken.
    package struct Owner: Sendable {
        package let fleet: Int
        package let sender: Sender
        package let identities: Identities
        package let places: Route.Places
    }
    /// One side that is listened to on a link.
    private struct Ear: Sendable {
        let dialect: Dialect
        let sender: Sender
        /// One of the backends of this dialect on this broker; they answer alike.
        let backend: Int
    }

    /// With the fleets that move as they stand now: one that moves is followed, at the end, by its devices at their
    /// second backend.
    package let configuration: GatewayConfiguration
    /// Names what the dialect files of the routes held.
    package let mappingVersion: ContentVersion
    /// The brokers' names, one link each, in an order that a reload does not change.
    package let links: [String]
    /// One for each fleet.
    package let routes: [Route]
    /// For each link the topic filters to subscribe to.
    package let filters: [[String]]
    /// For each fleet its move, at both of its places; empty where no fleet moves.
    package internal(set) var twins: [Twin?] = []
    let dialects: [String: Dialect]
    /// As the files say it.
    let written: GatewayConfiguration
    private let routing: FleetRouting
    private let ears: [[Ear]]
    private let linkOfBroker: [Int]

    /// Nil where a broker has no link, or a dialect has no file (which `check(dialects:)` has reported).
    ///
    /// - Parameters:
    ///   - version: names what the files of the dialects held.
    ///   - links: those that are there already; nil makes one for each broker.
    ///   - written: what the files say, where fleets that move change it.
    package init?(
        _ configuration: GatewayConfiguration, dialects: [String: Dialect], version: ContentVersion,
        links: [String]? = nil, written: GatewayConfiguration? = nil
    ) {
        let links = links ?? configuration.brokers.map(\.name)
        let linkOfBroker = configuration.brokers.compactMap { broker in links.firstIndex(of: broker.name) }
        guard linkOfBroker.count == configuration.brokers.count else { return nil }
        var routes: [Route] = []
        var ears = links.map { _ in [Ear]() }
        func listen(_ dialect: Dialect, _ sender: Sender, link: Int, backend: Int) {
            guard !ears[link].contains(where: { $0.dialect.name == dialect.name && $0.sender == sender }) else {
                return
            }
            ears[link].append(Ear(dialect: dialect, sender: sender, backend: backend))
        }
        for fleet in configuration.fleets {
            let backend = configuration.backends[fleet.backend]
            guard let devices = dialects[fleet.devices.dialect], let clouds = dialects[backend.dialect] else {
                return nil
            }
            routes.append(Route(device: devices, backend: clouds, backendName: backend.name, options: fleet.options))
            listen(devices, .device, link: linkOfBroker[fleet.broker], backend: fleet.backend)
            listen(clouds, .backend, link: linkOfBroker[backend.broker], backend: fleet.backend)
        }
        self.configuration = configuration
        self.dialects = dialects
        self.written = written ?? configuration
        mappingVersion = version
        self.links = links
        self.routes = routes
        self.ears = ears
        self.linkOfBroker = linkOfBroker
        routing = FleetRouting(configuration)
        filters = Self.filters(configuration, routes: routes, linkOfBroker: linkOfBroker, links: links.count)
    }

    /// The link that a fleet's devices are on.
    package func deviceLink(ofFleet fleet: Int) -> Int { linkOfBroker[configuration.fleets[fleet].broker] }

    /// The links that devices of this plan leave for others under the next one.
    package func linksLeft(for next: RoutingPlan) -> Set<Int> {
        let fleets = configuration.fleets.indices
        return Set(
            fleets.filter { old in
                next.configuration.fleets.indices.contains { new in
                    deviceLink(ofFleet: old) != next.deviceLink(ofFleet: new)
                        && configuration.fleets[old].devices.overlaps(next.configuration.fleets[new].devices)
                }
            }.map { deviceLink(ofFleet: $0) })
    }

    /// The link that a fleet's backend is on.
    package func backendLink(ofFleet fleet: Int) -> Int {
        linkOfBroker[configuration.backends[configuration.fleets[fleet].backend].broker]
    }

    /// The link that events are published on; nil where they are not.
    package var progressLink: Int? { configuration.progress.map { linkOfBroker[$0.broker] } }

    /// The dialect that names a fleet's devices in keys and events.
    package func dialectName(ofFleet fleet: Int) -> String { configuration.fleets[fleet].devices.dialect }

    /// Whose message it may be that came in on a topic; empty for a topic that means nothing there.
    package func owners(of topic: Text, onLink link: Int) -> [Owner] {
        var owners: [Owner] = []
        for ear in ears[link] {
            guard let match = ear.dialect.match(topic: topic, from: ear.sender) else { continue }
            let name = DeviceName(product: match.product.string, device: match.device.string)
            guard let (fleet, device) = device(named: name, heardBy: ear, onLink: link) else { continue }
            let identity = configuration.fleets[fleet].identity
            // the identity may be the exception of another device, which has it alone
            guard ear.sender == .backend || identity.isOwn(device) else { continue }
            let backend = identity.backendIdentity(of: device)
            let identities = Identities(device: Identity(device), backend: Identity(backend))
            owners.append(
                Owner(
                    fleet: fleet, sender: ear.sender, identities: identities,
                    places: Route.Places(match)))
        }
        return owners
    }

    /// The fleet and the identities of a device that the journal knows; nil when no fleet has it any more.
    package func owner(ofDevice dialect: String, _ name: DeviceName) -> (fleet: Int, identities: Identities)? {
        guard let fleet = routing.fleet(forDevice: dialect, product: name.product, name: name.device) else {
            return nil
        }
        let backend = configuration.fleets[fleet].identity.backendIdentity(of: name)
        return (fleet, Identities(device: Identity(name), backend: Identity(backend)))
    }

    private func device(named name: DeviceName, heardBy ear: Ear, onLink link: Int) -> (fleet: Int, name: DeviceName)? {
        switch ear.sender {
        case .device:
            guard
                let fleet = routing.fleet(forDevice: ear.dialect.name, product: name.product, name: name.device),
                deviceLink(ofFleet: fleet) == link
            else { return nil }
            return (fleet, name)
        case .backend:
            return routing.device(forBackend: ear.backend, product: name.product, name: name.device)
                .map { ($0.fleet, DeviceName(product: $0.product, device: $0.device)) }
        }
    }
}

extension Identity {
    init(_ name: DeviceName) { self.init(product: Text(name.product), device: Text(name.device)) }
}
