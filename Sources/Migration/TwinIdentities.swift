package import Translation

/// A device and the names that the two backends of a migration know it by.
package struct TwinIdentities: Hashable, Sendable {
    package let device: Identity
    package let origin: Identity
    package let destination: Identity

    package init(device: Identity, origin: Identity, destination: Identity) {
        self.device = device
        self.origin = origin
        self.destination = destination
    }

    /// The names on the route to one of the backends.
    package func identities(for role: BackendRole) -> Identities {
        Identities(device: device, backend: role == .origin ? origin : destination)
    }
}
