package import Dialects
internal import Upgrades

/// Counts how many messages a second the pure pipeline carries: read, apply, print; no broker and no journal.
///
/// Each device is offered a package and reports its download percent by percent, one a second of its own time, so that every
/// report is printed towards the backend.
package struct TranslationBenchmark {
    package struct Result: Sendable {
        package let devices: String
        package let backend: String
        package let messages: Int
        package let seconds: Double
        /// Bytes printed, which keeps the work from being optimised away.
        package let bytes: Int
    }

    private let route: Route
    private let count: Int
    private let printsEvents: Bool

    /// - Parameters:
    ///   - count: how many devices report in turn.
    ///   - printsEvents: whether the events are printed too, rather than only made.
    package init(devices: Dialect, backend: Dialect, count: Int, printsEvents: Bool) {
        route = Route(device: devices, backend: backend, backendName: backend.name, options: FleetOptions())
        self.count = count
        self.printsEvents = printsEvents
    }

    /// - Parameter messages: how many are measured about; each device reports at least once.
    /// - Returns: nil if the dialects cannot carry such an upgrade.
    package func run(messages: Int) -> Result? {
        let identities = (0..<count).map { place in
            let identity = Identity(product: "PRODUCT001", device: Text("device\(place)"))
            return Identities(device: identity, backend: identity)
        }
        var states = (0..<count).map { DeviceState(order: Int64($0)) }
        for place in 0..<count {
            guard offer(to: identities[place], &states[place]) else { return nil }
        }
        let rounds = min(max(messages / count, 1), 99)
        let reports = (1...rounds).compactMap { report(percent: $0) }
        guard reports.count == rounds, let topic = reports.first?.topic else { return nil }
        let topics = identities.map { Text(topic.replacing("device0", with: $0.device.device.string)) }
        var bytes = 0
        var document = JSONDocument()
        let start = ContinuousClock.now
        for (round, report) in reports.enumerated() {
            for place in 0..<count {
                let places = route.places(of: topics[place])
                guard
                    let outputs = try? turn(
                        report.payload, places, round, identities[place], &states[place], &document)
                else { return nil }
                for output in outputs {
                    switch output {
                    case .message(let outgoing): bytes += outgoing.printed.payload.count
                    case .event(let event) where printsEvents:
                        let (device, backend) = (route.device.name, route.backendName)
                        bytes += event.json(device: identities[place].device, dialect: device, backend: backend).count
                    case .event, .setAside: break
                    }
                }
            }
        }
        let elapsed = start.duration(to: .now)
        return Result(
            devices: route.device.name, backend: route.backend.name, messages: reports.count * count,
            seconds: Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) / 1e18, bytes: bytes)
    }

    private func turn(
        _ payload: [UInt8], _ places: Route.Places, _ round: Int, _ identities: Identities, _ state: inout DeviceState,
        _ document: inout JSONDocument
    ) throws(TranslationFailure) -> [Output]? {
        guard case .message(let message, let sender) = try route.read(payload, at: places, in: &document) else {
            return nil
        }
        return route.apply(message, from: sender, of: identities, to: &state, at: Moment(Int64(round + 1) * 1000))
    }

    private func offer(to identities: Identities, _ state: inout DeviceState) -> Bool {
        var offer = CanonicalMessage(.offer)
        offer.target = "2.0.0"
        var package = UpgradePackage()
        package.size = 300_000
        package.url = "https://packages.example/firmware.bin"
        package.md5 = "36eb5951179db14a631463a37a9322a2"
        offer.package = package
        return !route.apply(offer, from: .backend, of: identities, to: &state, at: Moment(0)).isEmpty
    }

    /// A report as the devices' dialect writes it.
    private func report(percent: Int) -> PrintedMessage? {
        var message = CanonicalMessage(.progress)
        message.target = "2.0.0"
        message.phase = .downloading
        message.percent = percent
        message.note = nil
        var ids = IdentifierSource(serial: 0, time: 0)
        return route.device.print(message, product: "PRODUCT001", device: "device0", isSameDialect: true, ids: &ids)
    }
}
