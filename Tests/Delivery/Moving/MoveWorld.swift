import Foundation
import Glibc
import Journal
import Migration
import TestMaterial
import TestSupport

@testable import Gateway

/// Three brokers, the program between them, devices of both families, and two clouds that the devices move between in both
/// directions; all but the programs turned by the test's own thread.
///
/// Targets of the one cloud are odd, those of the other even: each offer and each report tells whose upgrade it is about.
final class MoveWorld {
    /// A fleet that moves.
    struct Lane {
        let device: Vendor
        let product: String
        /// Its cloud at first, and the product that its devices have there.
        let origin: Vendor
        let known: String
        let destination: Vendor
        let moved: String
        let migration: String

        static let all = [
            Lane(
                device: .tencent, product: "PT1", origin: .aliyun, known: "a1One", destination: .tencent,
                moved: "PTNEW1", migration: "east"),
            Lane(
                device: .aliyun, product: "a1Dev2", origin: .tencent, known: "PT2", destination: .aliyun,
                moved: "a1New2", migration: "west"),
            Lane(
                device: .tencent, product: "PT3", origin: .tencent, known: "PT3K", destination: .aliyun,
                moved: "a1New3", migration: "west"),
            Lane(
                device: .aliyun, product: "a1Dev4", origin: .aliyun, known: "a1Four", destination: .tencent,
                moved: "PTNEW4", migration: "east"),
        ]
        static let migrations = ["east", "west"]
    }
    static let clouds = [Vendor.tencent, .aliyun]

    let path: TemporaryFolder
    let sites: [String: Site]
    let log = EventLog()
    let seed: UInt64
    let fleetSize: Int
    var devices: [Device] = []
    var clouds: [Cloud] = []
    private(set) var clients: [WireClient] = []
    private(set) var gateway: GatewayProcess?
    /// Seconds of a device's pause between two messages.
    let pace: Double
    var violations: [String] = []
    var counts: [String: Int] = [:]
    /// By device, the clouds that may offer now, and the one that it is to be with; nil where that is not known.
    var allowed: [Set<Vendor>] = []
    var goal: [Vendor?] = []
    var lastHeard = 0.0
    var brokerDeaths = 0
    var quietSince: Double?
    var askedAt = 0.0
    var unrest: [String] = []
    private var logStart = 0
    private var generator: SeededGenerator

    /// - Parameter fleetSize: devices of each lane.
    init(seed: UInt64, fleetSize: Int) throws {
        self.seed = seed
        self.fleetSize = fleetSize
        generator = SeededGenerator(seed: seed)
        pace = max(0.03, Double(fleetSize) * Double(Lane.all.count) / 800)
        path = try TemporaryFolder()
        let changes = max(1, fleetSize / 5)
        var sites: [String: Site] = [:]
        for name in ["site"] + Self.clouds.map(\.rawValue) {
            sites[name] = try Site(name, authority: nil, savedAfter: changes)
        }
        self.sites = sites
        var text = "name: moving\nmappings: \(World.mappings)\njournal: journal.sqlite\nbrokers:\n"
        for (name, site) in sites { text += "  \(name): \(site.entry(authority: nil))\n" }
        text += "backends:\n"
        for cloud in Self.clouds { text += "  \(cloud)-cloud: { dialect: \(cloud), broker: \(cloud) }\n" }
        text += "fleets:\n"
        for lane in Lane.all {
            text += """
                  \(lane.product): { devices: "\(lane.device)/\(lane.product)/*", broker: site, \
                backend: \(lane.origin)-cloud, identity: { product: \(lane.known) } }\n
                """
        }
        text += "progress: { broker: site, topic: \"ota/progress/${dialect}/${product}/${device}\" }\n"
        try path.write(text, to: "gateway.yaml")
        clouds = Self.clouds.enumerated().map { Cloud($1, parity: $0) }
        for (index, lane) in Lane.all.enumerated() {
            devices += (0..<fleetSize).map { Device(number: index * fleetSize + $0, vendor: lane.device) }
            allowed += (0..<fleetSize).map { _ in [lane.origin] }
            goal += (0..<fleetSize).map { _ in lane.origin }
        }
        makeClients()
    }

    var journal: String { path.file("journal.sqlite") }
    func lane(of device: Int) -> Lane { Lane.all[device / fleetSize] }
    func key(of device: Int) -> String {
        let lane = lane(of: device)
        return "\(lane.device)/\(lane.product)/d\(device)"
    }
    func devices(of migration: String) -> [Int] { devices.indices.filter { lane(of: $0).migration == migration } }
    /// Whose an upgrade is.
    static func cloud(ofTarget target: Int) -> Vendor { clouds[target % 2] }
    static func place(of cloud: Vendor) -> Int { clouds.firstIndex(of: cloud) ?? 0 }

    private func makeClients() {
        func client(_ name: String, at site: String, _ filters: [String]) -> WireClient {
            let client = WireClient(name, port: sites[site]?.broker.port ?? 0, filters: filters)
            client.acknowledged = { [unowned self] sent in
                if sent.key.kind != .offer { rest(sent.key.device) }
            }
            return client
        }
        for vendor in [Vendor.tencent, .aliyun] {
            let crew = client("crew-\(vendor)", at: "site", vendor.deviceFilters)
            crew.hear = { [unowned self] topic, payload, _ in hearOffer(topic, payload, vendor) }
            clients.append(crew)
        }
        for cloud in Self.clouds {
            let client = client("cloud-\(cloud)", at: cloud.rawValue, cloud.backendFilters)
            client.hear = { [unowned self] topic, payload, _ in hearReport(topic, payload, cloud) }
            clients.append(client)
        }
        let listener = client("listener", at: "site", ["ota/progress/#"])
        listener.hear = { [unowned self] _, payload, _ in hearEvent(payload) }
        clients.append(listener)
    }

    private func crew(of vendor: Vendor) -> WireClient { clients[vendor == .tencent ? 0 : 1] }
    private func client(of cloud: Vendor) -> WireClient { clients[2 + Self.place(of: cloud)] }

    // MARK: the gateway

    func startGateway() throws {
        logStart = logText.utf8.count
        gateway = try GatewayProcess(["run", path.file("gateway.yaml")], in: path, appends: logStart > 0)
    }

    var logText: String { (try? String(contentsOfFile: path.file("log"), encoding: .utf8)) ?? "" }
    var isGatewayReady: Bool { String(logText.utf8.dropFirst(logStart))?.contains("ready: ") == true }

    func killGateway() {
        gateway?.signal(SIGKILL)
        _ = gateway?.exitCode()
        gateway = nil
    }

    func exitCode(within seconds: Double) -> Int32? {
        guard let gateway else { return nil }
        _ = run(seconds) { !gateway.isRunning }
        return gateway.exitCode(within: 0)
    }

    // MARK: the loop

    func now() -> Double {
        var time = timespec()
        unsafe clock_gettime(CLOCK_REALTIME, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    /// Turns for so long, or until `condition` holds; false when it did not hold in time.
    @discardableResult
    func run(_ seconds: Double, until condition: () throws -> Bool) rethrows -> Bool {
        let end = now() + seconds
        while try !condition() {
            if now() >= end { return false }
            turn()
        }
        return true
    }

    func run(_ seconds: Double) { run(seconds) { false } }

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

    private func fate(device: Int, target: Int) -> Device.Fate {
        var generator = SeededGenerator(seed: seed ^ UInt64(device) << 32 ^ UInt64(target))
        return Device.Fate(fails: generator.chance(20), restarts: generator.chance(15))
    }

    // MARK: what is said and heard

    func say(_ report: Vendor.Report, of device: Int) {
        let lane = lane(of: device)
        let message = lane.device.print(report, of: "\(lane.product)/d\(device)")
        devices[device].isBusy = true
        count("said by devices")
        crew(of: lane.device).publish(
            message.topic, message.payload, as: Sent(Key(report, of: device), broker: "site", order: 0))
    }

    func offer(_ target: Int, to device: Int, by cloud: Vendor) {
        let lane = lane(of: device)
        let product = cloud == lane.origin ? lane.known : lane.moved
        let message = cloud.offer(target, to: "\(product)/d\(device)")
        count("offers sent")
        client(of: cloud).publish(
            message.topic, message.payload,
            as: Sent(Key(kind: .offer, device: device, number: target), broker: cloud.rawValue, order: 0))
    }

    /// Lets the clouds begin upgrades, or only end those that are open.
    func setOffering(_ isOffering: Bool) {
        for (place, cloud) in Self.clouds.enumerated() {
            clouds[place].isOffering = isOffering
            for device in devices.indices where isOffering {
                if let target = clouds[place].begin(device) { offer(target, to: device, by: cloud) }
            }
        }
    }

    func count(_ what: String) { counts[what, default: 0] += 1 }

    private func device(in topic: String) -> Int? { topic.split(separator: "/d").last.flatMap { Int($0) } }

    private func hearOffer(_ topic: String, _ payload: [UInt8], _ vendor: Vendor) {
        guard let target = vendor.readOffer(payload), let device = device(in: topic) else { return }
        lastHeard = now()
        count("offers heard by devices")
        let cloud = Self.cloud(ofTarget: target)
        if !allowed[device].contains(cloud) {
            violations.append("\(key(of: device)) was offered \(target) by the \(cloud) cloud, which does not own it")
        }
        if cloud == goal[device] { allowed[device] = [cloud] }
        devices[device].hear(offer: target)
    }

    private func hearReport(_ topic: String, _ payload: [UInt8], _ cloud: Vendor) {
        guard let (report, _) = cloud.readReport(topic, payload), let device = device(in: topic) else {
            return violations.append("the \(cloud) cloud cannot read what it hears: \(topic)")
        }
        lastHeard = now()
        let lane = lane(of: device)
        let name = topic.split(separator: "/").dropLast().last.map(String.init)
        if name != (cloud == lane.origin ? lane.known : lane.moved) {
            violations.append("the \(cloud) cloud hears of \(key(of: device)) on \(topic)")
        }
        if case .failed(let target) = report, Self.cloud(ofTarget: target) != cloud, isOldNews(target, of: device) {
            return count("old failures that a broker delivered again")
        }
        switch report {
        case .version: count("versions heard by clouds")
        case .failed(let target), .burning(let target), .done(let target), .percent(_, let target):
            // one dialect names no target in progress: 0
            if target > 0, Self.cloud(ofTarget: target) != cloud {
                violations.append("the \(cloud) cloud hears \(report) of \(key(of: device)), the other one's upgrade")
            }
            count("progress heard by clouds")
        }
        let place = Self.place(of: cloud)
        if let target = clouds[place].hear(report, of: device) { offer(target, to: device, by: cloud) }
    }

    private func hearEvent(_ payload: [UInt8]) {
        log.hear(payload)
        guard let message = (try? JSONSerialization.jsonObject(with: Data(payload))) as? [String: Any],
            let data = message["data"] as? [String: Any], let version = data["version"] as? [String: Any],
            let target = Vendor.number(version["to"])
        else { return }
        let cloud = Self.cloud(ofTarget: target)
        if data["backend"] as? String != "\(cloud)-cloud" {
            violations.append("an event of the \(cloud) cloud's upgrade names \(data["backend"] ?? "nothing"): \(data)")
        }
    }
}
