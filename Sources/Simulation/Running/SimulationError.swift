/// A simulation that cannot be set up.
package enum SimulationError: Error, Sendable, Hashable, CustomStringConvertible {
    /// Two devices, or two backends, would take each other's MQTT connection away.
    case duplicateName(String)

    package var description: String {
        switch self {
        case .duplicateName(let name): "'\(name)' is there twice, give each device and backend its own product or name"
        }
    }
}
