package import Diagnostics
package import Upgrades

/// One fleet of `fleets:`: devices with one route.
package struct FleetConfiguration: Sendable {
    package let name: String
    /// Where the name stands in the file.
    package let location: SourceLocation
    package let devices: DevicePattern
    package let devicesLocation: SourceLocation
    /// Index in `GatewayConfiguration.brokers`: where the devices are.
    package let broker: Int
    /// Index in `GatewayConfiguration.backends`.
    package internal(set) var backend: Int
    package internal(set) var identity: FleetIdentity
    package let identityLocation: SourceLocation
    package let options: FleetOptions
    /// Index of the fleet whose devices these are at a second backend, to which they move; nil for a fleet of the file.
    package internal(set) var guestOf: Int?
}
