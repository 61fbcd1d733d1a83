import Foundation
import Glibc
import Journal
import TestMaterial
import TestSupport

/// Brokers, the program between them, devices and clouds; all but the programs turned by the test's own thread.
///
/// What devices and clouds say to each other, and what is judged, is each trial's own.
class World {
    /// How long all must be silent to count as quiet, in seconds.
    struct Pauses {
        /// Since something was heard last.
        var silence = 0.3
        /// Since the journal has said for the first time that nothing is under way.
        var rest = 0.6
        /// Between two looks into the journal.
        var look = 0.15
    }

    let folder: TemporaryFolder
    let sites: [String: Site]
    let log = EventLog()
    let seed: UInt64
    /// Devices of each lane.
    let fleetSize: Int
    /// The longest pause of a device between two messages, in seconds.
    let pace: Double
    var devices: [Device] = []
    var clouds: [Cloud] = []
    private(set) var clients: [WireClient] = []
    private(set) var gateway: GatewayProcess?
    var lastHeard = 0.0
    var brokerDeaths = 0
    /// What still was under way at the last look into the journal.
    private(set) var unrest: [String] = []
    private let pauses: Pauses
    /// Since when nothing is under way.
    private var quietSince: Double?
    private var askedAt = 0.0
    /// Where the log of the gateway that was started last begins.
    private var logStart = 0
    private var generator: SeededGenerator

    init(seed: UInt64, fleetSize: Int, pace: Double, pauses: Pauses, sites: [String: Site]) throws {
        self.seed = seed
        self.fleetSize = fleetSize
        self.pace = pace
        self.pauses = pauses
        self.sites = sites
        generator = SeededGenerator(seed: seed)
        folder = try TemporaryFolder()
    }

    static let mappings = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../Mappings").standardizedFileURL.path

    var journal: String { folder.file("journal.sqlite") }

    /// Says a device's report; a world that has devices does it in its own way.
    func say(_ report: Vendor.Report, of device: Int) { preconditionFailure("nobody speaks for device \(device)") }

    /// Takes that a broker has acknowledged a message.
    func acknowledged(_ sent: Sent) {
        if sent.key.kind != .offer { rest(sent.key.device) }
    }

    func addClient(
        _ name: String, at site: String, _ filters: [String],
        hear: @escaping (_ topic: String, _ payload: [UInt8], _ isAgain: Bool) -> Void
    ) {
        let client = WireClient(name, port: sites[site]?.broker.port ?? 0, filters: filters)
        client.acknowledged = { [unowned self] in acknowledged($0) }
        client.hear = hear
        clients.append(client)
    }

    /// The number of the device that a topic ends with.
    func device(in topic: String) -> Int? { topic.split(separator: "/d").last.flatMap { Int($0) } }
}

// MARK: the gateway

extension World {
    func startGateway() throws {
        logStart = logText.utf8.count
        gateway = try GatewayProcess(["run", folder.file("gateway.yaml")], in: folder, appends: logStart > 0)
    }

    /// What all gateways have logged.
    var logText: String { (try? String(contentsOfFile: folder.file("log"), encoding: .utf8)) ?? "" }

    /// Whether the gateway that was started last has got as far as to its links.
    func isGatewayAtWork() -> Bool { hasLogged("starting with mapping version") }
    /// Whether all its brokers have granted what it subscribes to.
    func isGatewayReady() -> Bool { hasLogged("ready: ") }

    private func hasLogged(_ text: String) -> Bool {
        String(logText.utf8.dropFirst(logStart))?.contains(text) == true
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
}

// MARK: the loop

extension World {
    func now() -> Double {
        var time = timespec()
        unsafe clock_gettime(CLOCK_REALTIME, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    /// Turns until `condition` holds; false when it did not hold in time.
    @discardableResult
    func run(_ seconds: Double, until condition: () throws -> Bool) rethrows -> Bool {
        let end = now() + seconds
        while try !condition() {
            if now() >= end { return false }
            turn()
        }
        return true
    }

    /// Turns for so long.
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

    /// What the seed has decided for an upgrade.
    private func fate(device: Int, target: Int) -> Device.Fate {
        var generator = SeededGenerator(seed: seed ^ UInt64(device) << 32 ^ UInt64(target))
        return Device.Fate(fails: generator.chance(20), restarts: generator.chance(15))
    }
}

// MARK: rest

extension World {
    /// Nobody has anything to say, and nothing is under way.
    func isQuiet() -> Bool {
        let isAtRest =
            clients.allSatisfy { $0.isUp && $0.unacknowledged == 0 }
            && devices.allSatisfy { !$0.isBusy && $0.state == .waiting } && now() - lastHeard > pauses.silence
        guard isAtRest, isGatewayIdle() else {
            quietSince = nil
            return false
        }
        quietSince = quietSince ?? now()
        return now() - (quietSince ?? 0) > pauses.rest
    }

    /// Something is said anew: what was quiet is not any more.
    func stir() { quietSince = nil }

    /// Whether the journal says that all links are up and nothing waits; asked now and then.
    private func isGatewayIdle() -> Bool {
        guard now() - askedAt > pauses.look else { return quietSince != nil }
        askedAt = now()
        do {
            let reader = try JournalReader(path: journal)
            unrest = try reader.backlog().map { "\($0.messages) \($0.kind) wait for \($0.link)" }
            unrest += try reader.links().filter { !$0.standing.isUp }.map { "\($0.name) is down" }
        } catch {
            unrest = ["\(error)"]
        }
        return unrest.isEmpty
    }
}
