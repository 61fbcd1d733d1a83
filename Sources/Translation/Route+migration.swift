internal import Dialects
package import Upgrades

/// What a device that changes its backend needs of its routes.
extension Route {
    /// The same route, on which version reports are judged at once.
    package var withoutSettling: Route {
        var options = options
        options.settle = .zero
        return Route(device: device, backend: backend, backendName: backendName, options: options)
    }

    /// Ends what the backend has offered and the device has not begun, since the backend means something else now.
    package func supersedeOffered(
        ofModule module: Text, of identities: Identities, on state: inout DeviceState, at now: Moment
    ) -> [Output] {
        var reducer = reducer(taking: &state, at: now)
        reducer.supersedeOffered(ofModule: module)
        swap(&state, &reducer.state)
        return print(&reducer.effects, of: identities, &state, now)
    }

    /// Whether the backend answers version reports, so that its silence says something.
    package var backendGivesReceipts: Bool { backend.traits.behaviour.requiresReceipts }

    /// Whether the signed URL of an offer of this route's backend has run out (H19).
    package func isExpired(_ offer: CanonicalMessage, at now: Moment) -> Bool { rules.isExpired(offer, at: now) }
}
