import Dialects
import GatewayFile
package import Migration
import Translation
import Upgrades

/// A fleet that moves: its place in the plan at the backend that it leaves, and that at the one it goes to.
package struct Twin: Sendable {
    package let migration: String
    /// Index in `RoutingPlan.configuration.fleets`: the fleet, and its devices at the second backend.
    package let fleet: Int
    package let guest: Int
    package let route: TwinRoute

    package func fleet(of role: BackendRole) -> Int { role == .origin ? fleet : guest }
    func role(ofFleet index: Int) -> BackendRole { index == guest ? .destination : .origin }
}

extension RoutingPlan {
    /// The move of a fleet, at either of its places; nil for one that stays.
    package func twin(ofFleet fleet: Int) -> Twin? { twins.isEmpty ? nil : twins[fleet] }

    /// The only product that a dialect's devices have; nil where they have several.
    package func product(ofDialect name: String) -> String? { dialects[name]?.product?.string }

    /// A device's names with both backends.
    func names(of device: Identity, on twin: Twin) -> TwinIdentities {
        let name = DeviceName(product: device.product.string, device: device.device.string)
        func identity(_ fleet: Int) -> Identity {
            Identity(configuration.fleets[fleet].identity.backendIdentity(of: name))
        }
        return TwinIdentities(device: device, origin: identity(twin.fleet), destination: identity(twin.guest))
    }

    /// Whether a device can move: its name at the new backend must not be the exception of another one.
    func canMove(_ device: Identity, on twin: Twin) -> Bool {
        configuration.fleets[twin.guest].identity.isOwn(
            DeviceName(product: device.product.string, device: device.device.string))
    }

    /// What decides when a device's timers end.
    func options(of slot: DeviceCache.Slot) -> FleetOptions {
        guard let migrant = slot.migrant, let twin = twin(ofFleet: slot.fleet) else {
            return routes[slot.fleet].options
        }
        return twin.route.options(for: migrant)
    }
}
