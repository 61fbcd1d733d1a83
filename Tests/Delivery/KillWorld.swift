import Foundation
import TestSupport

/// Two brokers, and devices and backends of both families that stay together, under kills.
///
/// Its clients: one for each lane's devices, then one for each lane's backend, then the listener to progress.
final class KillWorld: World {
    /// A fleet and its backend.
    struct Lane {
        let device: Vendor
        let product: String
        let backend: Vendor
        let known: String

        static let all = [
            Lane(device: .tencent, product: "PRODTENC01", backend: .aliyun, known: "a1AliPk0001"),
            Lane(device: .aliyun, product: "a1AliPk0002", backend: .tencent, known: "PRODTENC02"),
        ]
    }

    let ledger = Ledger()
    /// Whether the devices' broker has died while nobody listened to progress.
    var eventsMayLack = false
    /// Percents that were acknowledged and that no event tells, after a broker had died.
    ///
    /// They are no promise: newer ones take their place.
    var untold: [String] = []
    /// When the backends' broker has died.
    var cloudDeaths: [Date] = []
    /// Ends of upgrades that it had acknowledged to the gateway then, and no backend has heard.
    var lostEnds = 0
    /// Devices that spoke up because they waited in vain, and by device and target how often.
    var nudges = 0
    var nudged: [Int: [Int: Int]] = [:]
    /// Keeps the certificates while the brokers need them.
    private let authority: TestAuthority?

    /// - Parameters:
    ///   - fleetSize: devices of each lane.
    ///   - options: further lines of the configuration.
    init(seed: UInt64, fleetSize: Int, tls: Bool, options: String = "") throws {
        authority = tls ? try TestAuthority() : nil
        let sites = [
            "site": try Site("site", authority: authority), "cloud": try Site("cloud", authority: nil),
        ]
        try super.init(seed: seed, fleetSize: fleetSize, pace: 0.03, pauses: Pauses(), sites: sites)
        var text = "name: delivery\nmappings: \(Self.mappings)\njournal: journal.sqlite\n\(options)\nbrokers:\n"
        for (name, site) in sites { text += "  \(name): \(site.entry(authority: authority))\n" }
        text += "backends:\n"
        for lane in Lane.all { text += "  \(lane.backend)-cloud: { dialect: \(lane.backend), broker: cloud }\n" }
        text += "fleets:\n"
        for lane in Lane.all {
            text += """
                  \(lane.product): { devices: "\(lane.device)/\(lane.product)/*", broker: site, \
                backend: \(lane.backend)-cloud, identity: { product: \(lane.known) } }\n
                """
        }
        text += "progress: { broker: site, topic: \"ota/progress/${dialect}/${product}/${device}\" }\n"
        try folder.write(text, to: "gateway.yaml")
        for (index, lane) in Lane.all.enumerated() {
            clouds.append(Cloud(lane.backend))
            devices += (0..<fleetSize).map { Device(number: index * fleetSize + $0, vendor: lane.device) }
        }
        makeClients()
    }

    func lane(of device: Int) -> Int { device / fleetSize }
    func range(ofLane lane: Int) -> Range<Int> { (lane * fleetSize)..<((lane + 1) * fleetSize) }

    private func makeClients() {
        for (index, lane) in Lane.all.enumerated() {
            addClient("crew-\(lane.product)", at: "site", lane.device.deviceFilters) {
                [unowned self] topic, payload, _ in hearOffer(topic, payload, lane: index)
            }
        }
        for (index, lane) in Lane.all.enumerated() {
            addClient("cloud-\(lane.known)", at: "cloud", lane.backend.backendFilters) {
                [unowned self] topic, payload, _ in hearReport(topic, payload, lane: index)
            }
        }
        addClient("listener", at: "site", ["ota/progress/#"]) { [unowned self] _, payload, _ in log.hear(payload) }
    }

    override func acknowledged(_ sent: Sent) {
        ledger.acknowledged(sent, at: now())
        super.acknowledged(sent)
    }

    /// How many attempts an upgrade may have had.
    func attempts(_ device: Int, _ target: Int) -> Int {
        1 + (devices[device].restarts[target] ?? 0) + offersAgain(device, target) + (nudged[device]?[target] ?? 0)
    }

    /// How often the backend has offered a target again: a report that comes twice makes a backend do so that offers at each
    /// report, and what it offers again after the end is begun again (rule B6).
    func offersAgain(_ device: Int, _ target: Int) -> Int {
        let offers = clouds[lane(of: device)].offers[device]?[target] ?? 1
        return max(offers, ledger.tries(Key(kind: .offer, device: device, number: target))) - 1
    }

    // MARK: what is said and heard

    override func say(_ report: Vendor.Report, of device: Int) {
        let lane = Lane.all[lane(of: device)]
        let message = lane.device.print(report, of: "\(lane.product)/d\(device)")
        devices[device].isBusy = true
        clients[self.lane(of: device)].publish(
            message.topic, message.payload, as: ledger.send(Key(report, of: device), to: "site"))
    }

    func offer(_ target: Int, to device: Int) {
        let lane = Lane.all[lane(of: device)]
        let message = lane.backend.offer(target, to: "\(lane.known)/d\(device)")
        let key = Key(kind: .offer, device: device, number: target)
        clients[Lane.all.count + self.lane(of: device)].publish(
            message.topic, message.payload, as: ledger.send(key, to: "cloud"))
    }

    /// Lets the backends begin upgrades, or only end those that are open.
    func setOffering(_ isOffering: Bool) {
        for lane in clouds.indices {
            clouds[lane].isOffering = isOffering
            for device in range(ofLane: lane) where isOffering {
                if let target = clouds[lane].begin(device) { offer(target, to: device) }
            }
        }
    }

    private func hearOffer(_ topic: String, _ payload: [UInt8], lane: Int) {
        guard let target = Lane.all[lane].device.readOffer(payload), let device = device(in: topic) else { return }
        lastHeard = now()
        ledger.hear(Key(kind: .offer, device: device, number: target))
        devices[device].hear(offer: target)
    }

    private func hearReport(_ topic: String, _ payload: [UInt8], lane: Int) {
        guard let (report, id) = Lane.all[lane].backend.readReport(topic, payload), let device = device(in: topic)
        else { return ledger.violate("a backend cannot read what it hears: \(topic)") }
        lastHeard = now()
        let key = Key(report, of: device)
        if key.kind != .step { ledger.hear(key, id: id) }
        if let target = clouds[lane].hear(report, of: device) { offer(target, to: device) }
    }
}

extension Key {
    init(_ report: Vendor.Report, of device: Int) {
        self =
            switch report {
            case .version(let version): Key(kind: .versionReport, device: device, number: version)
            case .failed(let target): Key(kind: .terminal, device: device, number: target)
            case .percent(let percent, let target): Key(kind: .step, device: device, number: target * 1_000 + percent)
            case .burning(let target): Key(kind: .step, device: device, number: target * 1_000 + 998)
            case .done(let target): Key(kind: .step, device: device, number: target * 1_000 + 999)
            }
    }
}
