/// Devices whose identity at a backend follows no pattern, both ways.
package struct IdentityExceptions: Hashable, Sendable {
    /// By the device's own name.
    package let identities: [DeviceName: DeviceName]
    /// By the identity.
    let devices: [DeviceName: DeviceName]

    /// - Parameter identities: no two devices with one identity.
    package init(_ identities: [DeviceName: DeviceName]) {
        self.identities = identities
        devices = Dictionary(identities.map { ($0.value, $0.key) }) { first, _ in first }
    }
}
