import Foundation
import Glibc
import Journal
import TestMaterial
import TestSupport

/// Two brokers, the program between them, devices and backends of both families; all but the programs turned by the
/// test's own thread.
final class World {
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

    let folder: TemporaryFolder
    let sites: [String: Site]
    let ledger = Ledger()
    let log = EventLog()
    let seed: UInt64
    let fleetSize: Int
    var devices: [Device] = []
    var clouds: [Cloud] = []
    private(set) var gateway: GatewayProcess?
    /// One for each lane's devices, then one for each lane's backend, then the listener to progress.
    private(set) var clients: [WireClient] = []
    /// The longest pause of a device between two messages, in seconds.
    var pace = 0.03
    private(set) var lastHeard = 0.0
    /// Whether the devices' broker has died while nobody listened to progress.
    var eventsMayLack = false
    var brokerDeaths = 0
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
    /// Since when nothing is under way, and what still was at the last look into the journal.
    var quietSince: Double?
    var askedAt = 0.0
    var unrest: [String] = []
    /// Where the log of the gateway that was started last begins.
    private var logStart = 0
    private var generator: SeededGenerator
    private let authority: TestAuthority?

    /// - Parameters:
    ///   - fleetSize: devices of each lane.
    ///   - options: further lines of the configuration.
    init(seed: UInt64, fleetSize: Int, tls: Bool, options: String = "") throws {
        self.seed = seed
        self.fleetSize = fleetSize
        generator = SeededGenerator(seed: seed)
        folder = try TemporaryFolder()
        authority = tls ? try TestAuthority() : nil
        sites = [
            "site": try Site("site", authority: authority), "cloud": try Site("cloud", authority: nil),
        ]
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

    static let mappings = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../Mappings").standardizedFileURL.path

    var journal: String { folder.file("journal.sqlite") }
    func lane(of device: Int) -> Int { device / fleetSize }
    func range(ofLane lane: Int) -> Range<Int> { (lane * fleetSize)..<((lane + 1) * fleetSize) }

    private func makeClients() {
        func client(_ name: String, at site: String, _ filters: [String]) -> WireClient {
            let client = WireClient(name, port: sites[site]?.broker.port ?? 0, filters: filters)
            client.acknowledged = { [unowned self] sent in
                ledger.acknowledged(sent, at: now())
                if sent.key.kind != .offer { rest(sent.key.device) }
            }
            return client
        }
        for (index, lane) in Lane.all.enumerated() {
            let crew = client("crew-\(lane.product)", at: "site", lane.device.deviceFilters)
            crew.hear = { [unowned self] topic, payload, _ in hearOffer(topic, payload, lane: index) }
            clients.append(crew)
        }
        for (index, lane) in Lane.all.enumerated() {
            let cloud = client("cloud-\(lane.known)", at: "cloud", lane.backend.backendFilters)
            cloud.hear = { [unowned self] topic, payload, _ in hearReport(topic, payload, lane: index) }
            clients.append(cloud)
        }
        let listener = client("listener", at: "site", ["ota/progress/#"])
        listener.hear = { [unowned self] _, payload, _ in log.hear(payload) }
        clients.append(listener)
    }

    // MARK: the gateway

    func startGateway() throws {
        logStart = logText.utf8.count
        gateway = try GatewayProcess(["run", folder.file("gateway.yaml")], in: folder, appends: logStart > 0)
    }

    /// What all gateways have logged.
    var logText: String { (try? String(contentsOfFile: folder.file("log"), encoding: .utf8)) ?? "" }

    /// Whether the gateway that was started last has got as far as to its links.
    func isGatewayAtWork() -> Bool {
        String(logText.utf8.dropFirst(logStart))?.contains("starting with mapping version") == true
    }

    /// Waits, with everything turning, until the gateway has ended; nil when it has not in time.
    func exitCode(within seconds: Double) -> Int32? {
        guard let gateway else { return nil }
        _ = run(seconds) { !gateway.isRunning }
        return gateway.exitCode(within: 0)
    }

    func killGateway() {
        gateway?.signal(SIGKILL)
        _ = gateway?.exitCode()
        gateway = nil
    }

    // MARK: the loop

    func now() -> Double {
        var time = timespec()
        unsafe clock_gettime(CLOCK_REALTIME, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    /// Turns for so long, or until `condition` holds; false when it did not hold in time.
    @discardableResult
    func run(_ seconds: Double, until condition: () -> Bool = { false }) -> Bool {
        let end = now() + seconds
        while !condition() {
            if now() >= end { return false }
            turn()
        }
        return true
    }

    private func turn() {
        for client in clients where client.state == .down { client.connect() }
        var polls = clients.map { client in
            pollfd(fd: client.descriptor, events: Int16(POLLIN | (client.wantsWrite ? POLLOUT : 0)), revents: 0)
        }
        unsafe poll(&polls, nfds_t(polls.count), 5)
        for (client, poll) in zip(clients, polls) {
            let events = Int32(poll.revents)
            client.turn(
                isReadable: events & (POLLIN | POLLHUP | POLLERR) != 0, isWritable: events & (POLLOUT | POLLERR) != 0)
        }
        let time = now()
        for index in devices.indices where !devices[index].isBusy && devices[index].speaksAt <= time {
            if let report = devices[index].next({ fate(device: index, target: $0) }) { say(report, of: index) }
        }
    }

    private func rest(_ device: Int) {
        devices[device].isBusy = false
        devices[device].speaksAt = now() + Double.random(in: 0...pace, using: &generator)
    }

    /// What the seed has decided for an upgrade.
    func fate(device: Int, target: Int) -> Device.Fate {
        var generator = SeededGenerator(seed: seed ^ UInt64(device) << 32 ^ UInt64(target))
        return Device.Fate(fails: generator.chance(20), restarts: generator.chance(15))
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

    func say(_ report: Vendor.Report, of device: Int) {
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

    private func device(in topic: String) -> Int? { topic.split(separator: "/d").last.flatMap { Int($0) } }

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
