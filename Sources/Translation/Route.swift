package import Dialects
package import Upgrades

/// Devices of one dialect, a backend of another or the same, and what the fleet decides.
package final class Route: Sendable {
    package let device: Dialect
    package let backend: Dialect
    /// As events name it: the configuration's name, or the dialect's where there is none.
    package let backendName: String
    package let options: FleetOptions
    let carriage: OfferCarriage
    let rules: RouteRules

    package init(device: Dialect, backend: Dialect, backendName: String, options: FleetOptions) {
        self.device = device
        self.backend = backend
        self.backendName = backendName
        self.options = options
        carriage = OfferCarriage(device: device, backend: backend, options: options)
        rules = RouteRules(device: device.traits, backend: backend.traits, options: options, judge: carriage)
    }

    /// The module whose record a message is about (rule B8).
    package func recordModule(of message: CanonicalMessage, from sender: Sender) -> Text {
        rules.recordModule(message.module, from: sender)
    }

    /// The dialect that is spoken between the gateway and that side.
    package func dialect(of side: Sender) -> Dialect { side == .device ? device : backend }
}
