/// Fleets on their way from one backend to another.
extension GatewayConfiguration {
    /// The same with a fleet that has gone to another backend.
    package func moving(fleet: Int, to backend: Int, as identity: FleetIdentity) -> GatewayConfiguration {
        var moved = self
        moved.fleets[fleet].backend = backend
        moved.fleets[fleet].identity = identity
        return moved
    }

    /// The same with a fleet's devices known to a second backend too.
    ///
    /// - Returns: the configuration, whose last fleet is those devices at the second backend.
    package func twinning(fleet: Int, with backend: Int, as identity: FleetIdentity) -> GatewayConfiguration {
        var twin = fleets[fleet]
        twin.backend = backend
        twin.identity = identity
        twin.guestOf = fleet
        var twinned = self
        twinned.fleets.append(twin)
        return twinned
    }
}
