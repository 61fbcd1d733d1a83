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
    package let backend: Int
    package let identity: FleetIdentity
    package let identityLocation: SourceLocation
    package let options: FleetOptions
}
