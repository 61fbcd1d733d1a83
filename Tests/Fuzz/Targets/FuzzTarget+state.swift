import Translation
import Upgrades

extension FuzzTarget {
    /// A device's state as the journal has it: what decodes is a state that the gateway can go on with.
    static let state = FuzzTarget(name: "state", longest: 2048) { bytes in
        guard let stored = try? DeviceState(encoded: bytes) else { return }
        try StateLaws.check(stored)
        let identity = Identity(product: "P", device: "D")
        let identities = Identities(device: identity, backend: identity)
        for route in ShippedDialects.routes {
            var state = stored
            state.moveTimers(by: 1_800_000_000_000)
            state.moveTimers(by: -1_800_000_000_000)
            try hold(state == stored, "moving the timers there and back changes the state")
            for message in later {
                _ = route.apply(message, from: .device, of: identities, to: &state, at: Moment(1_700_000_000_000))
                guard let timer = state.nextTimer(route.options) else { continue }
                _ = route.fire(timer, of: identities, on: &state, at: Moment(timer.due))
            }
            try StateLaws.check(state)
        }
    }

    private static let later: [CanonicalMessage] = {
        var progress = CanonicalMessage(.progress)
        progress.target = "2.0"
        progress.phase = .downloading
        progress.percent = 20
        var report = CanonicalMessage(.versionReport)
        report.version = "2.0"
        return [progress, report]
    }()
}
