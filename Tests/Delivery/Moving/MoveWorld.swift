import Foundation
import TestSupport

@testable import Gateway

/// Three brokers, devices of both families, and two clouds that the devices move between in both directions, under kills.
///
/// Targets of the one cloud are odd, those of the other even: each offer and each report tells whose upgrade it is about.
final class MoveWorld: World {
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

    var violations: [String] = []
    var counts: [String: Int] = [:]
    /// By device, the clouds that may offer now, and the one that it is to be with; nil where that is not known.
    var allowed: [Set<Vendor>] = []
    var goal: [Vendor?] = []
    /// - Parameter fleetSize: devices of each lane.
    init(seed: UInt64, fleetSize: Int) throws {
        let changes = max(1, fleetSize / 5)
        var sites: [String: Site] = [:]
        for name in ["site"] + Self.clouds.map(\.rawValue) {
            sites[name] = try Site(name, authority: nil, savedAfter: changes)
        }
        try super.init(
            seed: seed, fleetSize: fleetSize, pace: max(0.03, Double(fleetSize) * Double(Lane.all.count) / 800),
            pauses: Pauses(silence: 0.5, rest: 0.8, look: 0.2), sites: sites)
        var text = "name: moving\nmappings: \(Self.mappings)\njournal: journal.sqlite\nbrokers:\n"
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
        try folder.write(text, to: "gateway.yaml")
        clouds = Self.clouds.enumerated().map { Cloud($1, parity: $0) }
        for (index, lane) in Lane.all.enumerated() {
            devices += (0..<fleetSize).map { Device(number: index * fleetSize + $0, vendor: lane.device) }
            allowed += (0..<fleetSize).map { _ in [lane.origin] }
            goal += (0..<fleetSize).map { _ in lane.origin }
        }
        makeClients()
    }

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
        for vendor in [Vendor.tencent, .aliyun] {
            addClient("crew-\(vendor)", at: "site", vendor.deviceFilters) {
                [unowned self] topic, payload, _ in hearOffer(topic, payload, vendor)
            }
        }
        for cloud in Self.clouds {
            addClient("cloud-\(cloud)", at: cloud.rawValue, cloud.backendFilters) {
                [unowned self] topic, payload, _ in hearReport(topic, payload, cloud)
            }
        }
        addClient("listener", at: "site", ["ota/progress/#"]) { [unowned self] _, payload, _ in hearEvent(payload) }
    }

    private func crew(of vendor: Vendor) -> WireClient { clients[vendor == .tencent ? 0 : 1] }
    private func client(of cloud: Vendor) -> WireClient { clients[2 + Self.place(of: cloud)] }

    // MARK: what is said and heard

    override func say(_ report: Vendor.Report, of device: Int) {
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
