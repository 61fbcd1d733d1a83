/// A backend that upgrades its devices again and again, and counts how that went.
struct Cloud {
    struct Client {
        /// The version it has reported.
        var current: Int?
        /// The target of the offer that has not ended.
        var open: Int?
        var lastTarget = 0
        var succeeded: Set<Int> = []
        var failed: Set<Int> = []
    }

    let vendor: Vendor
    /// By the device's number.
    private(set) var clients: [Int: Client] = [:]
    /// By device and target: how often it was offered.
    private(set) var offers: [Int: [Int: Int]] = [:]
    /// Whether upgrades begin; without it only those that are open go on.
    var isOffering = true
    /// Its targets are all odd (1) or all even (0), so that they tell whose they are; nil where that does not matter.
    var parity: Int?
    /// What it heard in a wrong order.
    var complaints: [String] { early.map { "device \($0.device) reports \($0.target) before it is done" } }
    private var early: [(device: Int, target: Int)] = []

    init(_ vendor: Vendor, parity: Int? = nil) {
        self.vendor = vendor
        self.parity = parity
    }

    /// - Returns: the target to offer now.
    mutating func hear(_ report: Vendor.Report, of device: Int) -> Int? {
        var client = clients[device, default: Client()]
        defer { clients[device] = client }
        switch report {
        case .version(let version):
            // One that comes again says nothing new.
            guard version >= client.current ?? 0 else { return nil }
            if version == client.open {
                if vendor == .aliyun {
                    client.succeeded.insert(version)
                } else if !client.succeeded.contains(version) {
                    early.append((device, version))
                }
                client.open = nil
            } else if let open = client.open, version > open {
                client.open = nil  // another backend has upgraded it since
            }
            let isKnown = client.current == version
            client.current = version
            if let open = client.open {
                // This family offers again at each report; the other once, when its operator pushes anew, and when a device that
                // another backend has upgraded meanwhile is told to run something else.
                let isOfferedAnew = parity != nil && !isKnown || !isOffering && isKnown
                return vendor == .tencent || isOfferedAnew ? offer(open, device) : nil
            }
            return offerNext(&client, device)
        case .done(let target) where vendor == .tencent:
            client.succeeded.insert(target)
            return nil  // the version report follows
        case .failed(let target):
            client.failed.insert(target)
            guard client.open == target else { return nil }
            client.open = nil
            return offerNext(&client, device)
        case .percent, .burning, .done: return nil
        }
    }

    /// Takes for told what a broker has lost.
    mutating func adopt(_ target: Int, of device: Int, isFailure: Bool) {
        if isFailure {
            clients[device]?.failed.insert(target)
        } else {
            clients[device]?.succeeded.insert(target)
        }
        early.removeAll { $0 == (device, target) }
    }

    /// Begins the upgrade of a device that waits for none.
    mutating func begin(_ device: Int) -> Int? {
        guard var client = clients[device], client.current != nil, client.open == nil else { return nil }
        defer { clients[device] = client }
        return offerNext(&client, device)
    }

    private mutating func offerNext(_ client: inout Client, _ device: Int) -> Int? {
        guard isOffering else { return nil }
        var target = max(client.lastTarget, client.current ?? 0) + 1
        if let parity, target % 2 != parity { target += 1 }
        client.lastTarget = target
        client.open = target
        return offer(target, device)
    }

    private mutating func offer(_ target: Int, _ device: Int) -> Int {
        offers[device, default: [:]][target, default: 0] += 1
        return target
    }
}
