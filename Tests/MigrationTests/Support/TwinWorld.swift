import Diagnostics
import Dialects
import Foundation
import Migration
import TestMaterial
import Testing
import Translation
import Upgrades

/// Which dialects a migration is between.
struct Direction: CustomTestStringConvertible, Sendable {
    let device: String
    let origin: String
    let destination: String

    static let all = ["tencent", "aliyun"].flatMap { device in
        ["tencent", "aliyun"].flatMap { origin in
            ["tencent", "aliyun"].map { Direction(device: device, origin: origin, destination: $0) }
        }
    }
    var testDescription: String { "\(device) device from \(origin) to \(destination)" }

    func route() throws -> TwinRoute {
        func route(_ backend: String, _ name: String) throws -> Route {
            Route(
                device: try Shipped.dialect(device), backend: try Shipped.dialect(backend), backendName: name,
                options: FleetOptions())
        }
        return TwinRoute(origin: try route(origin, "old"), destination: try route(destination, "new"))
    }
}

/// The dialect files that the repository ships.
enum Shipped {
    private static let folder = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Mappings")

    /// Read once for all tests.
    private static let loaded = Result {
        try Dictionary(uniqueKeysWithValues: ["tencent", "aliyun"].map { ($0, try load($0)) })
    }

    static func dialect(_ name: String) throws -> Dialect { try #require(loaded.get()[name]) }

    private static func load(_ name: String) throws -> Dialect {
        let source = SourceText(
            name: "\(name).yaml", bytes: Array(try Data(contentsOf: folder.appending(path: "\(name).yaml"))))
        var findings = Findings()
        return try #require(DialectLoader.load(source, into: &findings), "\(findings.text(in: [source]))")
    }
}

/// One device between two backends, and what everybody has seen of it.
struct TwinWorld {
    let route: TwinRoute
    var own = DeviceState(order: 0)
    var migrant = Migrant(order: 0)
    /// Milliseconds.
    var now: Int64 = 1_000_000
    let names = TwinIdentities(
        device: Identity(product: "P", device: "d"), origin: Identity(product: "PO", device: "d"),
        destination: Identity(product: "PD", device: "d"))

    /// What the device runs, and the package it was given last.
    var version = "1.0"
    var package: (target: String, from: BackendRole)?
    /// What each backend has ever offered.
    var offered: [BackendRole: Set<String>] = [.origin: [], .destination: []]
    /// The last version that each backend was told.
    var told: [BackendRole: String] = [:]
    /// The target of each backend's upgrade that has not ended.
    var open: [BackendRole: String] = [:]
    var sequence: Int64 = 0
    /// What was wrong.
    var faults: [String] = []
    var history: [String] = []

    init(_ route: TwinRoute) { self.route = route }

    var moment: Moment { Moment(now) }

    mutating func pass(_ milliseconds: Int64) {
        now += milliseconds
        while let timer = own.nextTimer(FleetOptions()), timer.due <= now {
            let due = Moment(timer.due)
            take("timer") { route, own, migrant, names, _ in
                route.fire(timer, of: names, on: &own, &migrant, at: due)
            }
        }
    }

    mutating func device(_ message: CanonicalMessage) {
        let told = self.told
        if message.kind == .versionReport { self.told = [:] }
        take("device \(message.kind) \(message.version ?? message.phase.map { Text($0.rawValue) } ?? "")") {
            $0.receive(message, of: $3, to: &$1, &$2, at: $4)
        }
        guard message.kind == .versionReport else { return }
        for role in BackendRole.allCases where self.told[role] != version {
            faults.append("the \(role) was told \(self.told[role] ?? "nothing") (before: \(told[role] ?? "nothing"))")
        }
    }

    mutating func backend(_ role: BackendRole, _ message: CanonicalMessage) {
        if message.kind == .offer, let target = message.target { offered[role, default: []].insert(target.string) }
        take("\(role) \(message.kind) \(message.target ?? "")") {
            $0.receive(message, from: role, of: $3, to: &$1, &$2, at: $4)
        }
    }

    mutating func send(to goal: BackendRole) {
        take("goal \(goal)") { $0.send(to: goal, of: $3, &$1, &$2, at: $4) }
    }

    mutating func mirror() { take("mirror") { $0.mirror(of: $3, &$1, &$2, at: $4) } }

    /// Does something and judges what comes of it.
    private mutating func take(
        _ what: String,
        _ body: (TwinRoute, inout DeviceState, inout Migrant, TwinIdentities, Moment) -> [TwinRoute.Output]
    ) {
        let before = migrant.owner
        history.append("\(now) \(what) [owner \(before), goal \(migrant.goal)]")
        let outputs = body(route, &own, &migrant, names, moment)
        let (wasOpen, wasLeaving) = (open, migrant.goal != before)
        for output in outputs { judge(output, allowed: [before, migrant.owner], leaving: wasLeaving ? before : nil) }
        if before != migrant.owner {
            history.append("    owner is \(migrant.owner)")
            if open[before] != nil, wasOpen[before] != nil { faults.append("an upgrade of the \(before) was torn") }
        }
        if migrant.owner == migrant.goal, own.records.contains(where: { $0.withheld != nil }) {
            faults.append("the owner's offer is withheld")
        }
        if own.isAtRest, migrant.owner != migrant.goal { faults.append("nothing is open, and the device stays") }
    }

    private mutating func judge(
        _ output: TwinRoute.Output, allowed: Set<BackendRole>, leaving: BackendRole?
    ) {
        switch output.output {
        case .setAside(let code, let reason): history.append("    set aside \(code) \(reason)")
        case .event(let event):
            history.append("    event of the \(output.role): \(event.target ?? "-") \(event.phase) \(event.sequence)")
            sequence += 1
            if event.sequence != sequence { faults.append("event \(event.sequence) comes as number \(sequence)") }
            if let target = event.target, !offered[output.role, default: []].contains(target.string) {
                faults.append("an event of the \(output.role) about \(target), which it has not offered")
            }
            if output.role == leaving, !event.phase.isTerminal, event.target?.string != open[output.role] {
                faults.append("something new was begun with the \(output.role), which the device leaves")
            }
            open[output.role] = event.phase.isTerminal ? nil : event.target?.string ?? ""
        case .message(let message):
            history.append(
                "    to \(message.receiver) (\(output.role)): \(String(decoding: message.printed.payload, as: UTF8.self))"
            )
            switch message.receiver {
            case .device:
                if !allowed.contains(output.role) {
                    faults.append("the \(output.role) reached a device it does not own")
                }
                if message.kind == .offer, let target = own.records.first?.upgrade?.target?.string {
                    if output.role != migrant.owner { faults.append("an offer of the former owner reached the device") }
                    package = (target, output.role)
                }
            case .backend: judgeToBackend(message, output.role)
            }
        }
    }

    private mutating func judgeToBackend(_ message: Outgoing, _ role: BackendRole) {
        switch message.kind {
        case .versionReport: told[role] = version
        case .progress:
            if offered[role, default: []].isEmpty {
                faults.append("progress to the \(role), which has offered nothing")
            }
        case .versionReceipt, .offer, .query, .queryReply, .versionQuery: break
        }
    }
}
