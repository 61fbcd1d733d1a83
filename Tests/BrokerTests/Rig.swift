import Diagnostics
import Foundation
import GatewayFile
import Journal
import Logging
import MosquittoClient
import Synchronization
import TestSupport

@testable import Gateway

/// A gateway between real brokers, and peers at them, all turned by the test's own thread.
final class Rig {
    let brokers: [String: MosquittoBroker]
    let folder: TemporaryFolder
    let time = TestTime()
    private(set) var journal: Journal
    private(set) var reactor: Reactor
    private(set) var control: ReactorControl
    private var peers: [Peer] = []
    let log = LogRecord()

    /// - Parameters:
    ///   - brokers: a broker's name and options; the text may name its port as `$name`.
    ///   - extra: lines of further brokers.
    ///   - configuration: without `mappings`, `journal` and `brokers`.
    init(
        _ configuration: String, brokers options: [String: BrokerOptions] = ["site": .init(), "cloud": .init()],
        brokerLines: [String: String] = [:], extra: String = "", secrets: [String: String] = [:],
        outboxBytes: Int64 = 1_000_000_000
    ) throws {
        folder = try TemporaryFolder()
        brokers = try options.mapValues { try MosquittoBroker($0) }
        var text = "mappings: \(Rig.mappings)\njournal: state/journal.sqlite\nbrokers:\n"
        for (name, broker) in brokers.sorted(by: { $0.key < $1.key }) {
            let line = brokerLines[name] ?? "url: \"mqtt://127.0.0.1:$port\""
            text += "  \(name): { \(line.replacing("$port", with: "\(broker.port)")) }\n"
        }
        text += extra
        for (name, content) in secrets {
            try folder.write(content, to: name)
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: folder.file(name))
        }
        try folder.write(text + configuration, to: "gateway.yaml")
        control = ReactorControl()
        var bounds = JournalBounds()
        bounds.outboxBytes = outboxBytes
        journal = try Journal(path: folder.file("state/journal.sqlite"), bounds: bounds)
        reactor = try Rig.makeReactor(folder, journal, control, time, log)
    }

    static let mappings = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../Mappings").standardizedFileURL.path

    private static func makeReactor(
        _ folder: TemporaryFolder, _ journal: Journal, _ control: ReactorControl, _ time: TestTime, _ log: LogRecord
    ) throws -> Reactor {
        let files = GatewayFiles(configuration: folder.file("gateway.yaml"))
        guard let plan = files.plan() else { throw TestFailure(files.findings.text(in: files.sources)) }
        return try Reactor(
            plan: plan, journal: journal, control: control, time: time.gatewayTime, logger: log.logger)
    }

    /// A client of the broker, connected and subscribed.
    func peer(
        at broker: String, _ filters: [String], settings change: (inout LinkSettings) -> Void = { _ in }
    ) throws -> Peer {
        guard let port = brokers[broker]?.port else { throw TestFailure("no broker \(broker)") }
        let peer = try Peer(port: port, filters: filters, change: change)
        peers.append(peer)
        return peer
    }

    /// Turns the gateway and all peers until `condition` holds; false when `seconds` are over before that.
    func run(seconds: Double = 10, until condition: () throws -> Bool) throws -> Bool {
        let deadline = Deadline(seconds: seconds)
        while try !condition() {
            if deadline.isOver { return false }
            if !reactor.isEnded { try reactor.turn(longestWait: 2) }
            for peer in peers { peer.driver.turn(timeout: 0) }
        }
        return true
    }

    /// Runs until the gateway is connected everywhere and its clocks run.
    func ready() throws {
        guard try run(until: { reactor.links.allSatisfy { $0.isSubscribed && $0.clock.isRunning } }) else {
            throw TestFailure("not ready: \(log.lines)")
        }
    }

    /// Reads the journal beside the gateway, as commands do.
    func reader() throws -> JournalReader { try JournalReader(path: folder.file("state/journal.sqlite")) }

    /// What the journal has counted under a name.
    func count(_ name: String) throws -> Int64 { journal.counters[name] ?? 0 }

    /// Ends the gateway as SIGTERM does.
    func stopGateway() throws {
        control.stop()
        guard try run(until: { reactor.isEnded }) else { throw TestFailure("the gateway does not end") }
        try journal.close()
    }

    /// Ends the gateway between its commit and its PUBACKs, once `condition` holds.
    func killGatewayBeforeWriting(once condition: () throws -> Bool) throws {
        let deadline = Deadline(seconds: 10)
        while try !condition() {
            if deadline.isOver { throw TestFailure("the moment to kill the gateway did not come") }
            for peer in peers { peer.driver.turn(timeout: 0) }
            _ = try reactor.takeIn(longestWait: 2)
        }
        try journal.close()
    }

    /// Starts the gateway on the journal of the last one.
    func startGateway() throws {
        control = ReactorControl()
        journal = try Journal(path: folder.file("state/journal.sqlite"))
        reactor = try Rig.makeReactor(folder, journal, control, time, log)
    }

    /// Lets the gateway's time go on, in steps that it takes as its own.
    func pass(seconds: Int) throws {
        for _ in 0..<(seconds * 2) {
            time.advance(by: 500)
            for _ in 0..<3 { try reactor.turn(longestWait: 0) }
        }
    }
}

/// The gateway's time: real, and put forward at will.
final class TestTime: Sendable {
    private let ahead = Atomic<Int64>(0)

    var gatewayTime: GatewayTime {
        let system = GatewayTime.system
        return GatewayTime(
            wall: { system.wall() + self.ahead.load(ordering: .relaxed) },
            monotonic: { system.monotonic() + self.ahead.load(ordering: .relaxed) }, jitter: { 0 })
    }

    func advance(by milliseconds: Int64) { ahead.add(milliseconds, ordering: .relaxed) }
}
