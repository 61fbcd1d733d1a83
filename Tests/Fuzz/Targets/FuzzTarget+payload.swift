import Dialects
import Translation
import Upgrades

extension FuzzTarget {
    /// A message on a topic, as a broker delivers it: the first line is the topic, the rest the payload.
    ///
    /// Every shipped dialect that knows the topic reads and prints it; every route between two of them carries it, for a
    /// device never heard of and for one whose upgrade is under way.
    static let payload = FuzzTarget(name: "payload", longest: 4096) { bytes in
        let (topic, payload) = split(bytes)
        let name = Text(String(decoding: topic, as: UTF8.self))
        for dialect in ShippedDialects.all { try MessageLaws.checkRoundTrip(payload, on: name, in: dialect) }
        for stage in Stage.all { try stage.check(payload, on: name) }
    }

    /// The first line, and what stands behind it.
    static func split(_ bytes: [UInt8]) -> (line: [UInt8], rest: [UInt8]) {
        let end = bytes.firstIndex(of: UInt8(ascii: "\n")) ?? bytes.endIndex
        return (Array(bytes[..<end]), Array(bytes[end...].dropFirst()))
    }
}

/// A route, and how far the upgrade of the device has come on it.
private struct Stage {
    let route: Route
    let state: DeviceState

    static let all: [Stage] = ShippedDialects.routes.flatMap { route in
        [Stage(route: route, state: DeviceState(order: 1)), Stage(route: route, state: upgrading(route))]
    }

    /// A device that has been offered a package and has begun to load it.
    private static func upgrading(_ route: Route) -> DeviceState {
        var state = DeviceState(order: 2)
        var report = CanonicalMessage(.versionReport)
        report.version = "1.0"
        var offer = CanonicalMessage(.offer)
        offer.target = "2.0"
        var package = UpgradePackage()
        package.size = 300_000
        package.url = "https://packages.example/firmware.bin?Expires=1999999999"
        package.md5 = "36eb5951179db14a631463a37a9322a2"
        package.sha256 = "36eb5951179db14a631463a37a9322a236eb5951179db14a631463a37a9322a2"
        offer.package = package
        var progress = CanonicalMessage(.progress)
        progress.target = "2.0"
        progress.phase = .downloading
        progress.percent = 10
        let identity = Identity(product: "P", device: "D")
        let identities = Identities(device: identity, backend: identity)
        for (place, (message, sender)) in [(report, Sender.device), (offer, .backend), (progress, .device)].enumerated()
        {
            _ = route.apply(message, from: sender, of: identities, to: &state, at: Moment(Int64(place) * 1000))
        }
        return state
    }

    func check(_ payload: [UInt8], on topic: Text) throws {
        let places = route.places(of: topic)
        guard let heard = try? route.read(payload, at: places), case .message(let message, let sender) = heard,
            let identity = places.first(where: { $0.sender == sender })?.identity, !message.isListInBlocks
        else { return }
        let identities = Identities(device: identity.of(route.device), backend: identity.of(route.backend))
        var state = state
        var outputs = route.apply(message, from: sender, of: identities, to: &state, at: Moment(5000))
        try StateLaws.check(state)
        if let timer = state.nextTimer(route.options) {
            outputs += route.fire(timer, of: identities, on: &state, at: Moment(timer.due))
            try StateLaws.check(state)
        }
        for output in outputs { try MessageLaws.check(output, of: identities.device, on: route) }
    }
}

extension Identity {
    /// The same device in a dialect that may give all its devices one product.
    fileprivate func of(_ dialect: Dialect) -> Identity {
        Identity(product: dialect.product ?? product, device: device)
    }
}
