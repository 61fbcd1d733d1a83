import ArgumentParser
import Diagnostics
import Foundation
import Gateway
import GatewayFile
import Journal

struct Status: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Show how a gateway stands, or one device.",
        discussion: """
            Reads the journal, beside a running gateway or without one: links, what waits, upgrades by phase. With a \
            device: its records, its last messages on both sides, what waits for it and why, what was set aside. With \
            --health one line, for whoever watches over the gateway.

              ota-gateway status --config deploy/gateway.yaml
              ota-gateway status --config deploy/gateway.yaml tencent/PRODTENC01/dev1

            Exit codes: 0, 1 the device is not known, or with --health no gateway is at work, 78 no journal.
            """)

    enum Format: String, ExpressibleByArgument, CaseIterable { case text, json }

    @OptionGroup var gateway: ConfigurationArguments
    @Option(help: "text for people, json for tools.") var format = Format.text
    @Flag(help: "Only say whether a gateway is at work.") var health = false
    @Argument(help: "DIALECT/PRODUCT/DEVICE, or its end where that is enough.") var device: String?

    func validate() throws {
        if health, device != nil { throw ValidationError("--health is about the gateway; leave the device away") }
    }

    func run() async throws {
        let (configuration, plan) = try gateway.load()
        let journal = try JournalReader.open(configuration)
        let book = try MigrationBook(try journal.migrations())
        let moved = try plan.map { plan in try MigrationArguments.refusable { try plan.applying(book.all) } }
        let control = ControlSocket(journal: configuration.journal)
        if health { return try await sayHealth(of: journal, asking: control) }
        let now = Int64(Date().timeIntervalSince1970 * 1_000)
        var text = StatusText(now: now)
        guard let device else {
            let status = try GatewayStatus(journal, trouble: try await control.trouble())
            text.add(status)
            return try print(text, status)
        }
        let key = try find(device, in: journal)
        guard let status = try DeviceStatus(key, in: journal, plan: moved, now: now) else {
            let hint = try hint(for: device, in: journal)
            Streams.complain("error: nothing is known of device \(quoted(device))\(hint)\n")
            throw ExitStatus.findings
        }
        text.add(status)
        try print(text, status)
    }

    /// A broker that is down does not make the gateway ill: it has work to do all the same.
    private func sayHealth(of journal: JournalReader, asking control: ControlSocket) async throws {
        let trouble = journal.isGatewayRunning ? try await control.trouble() : "no gateway is running on this journal"
        let links = try journal.links()
        let down = links.filter { !$0.standing.isUp && !$0.standing.isResting }.map(\.name)
        let resting = links.filter(\.standing.isResting).map(\.name)
        var health = trouble ?? "at work"
        if trouble == nil {
            if !down.isEmpty { health += ", without \(down.joined(separator: ", "))" }
            if !resting.isEmpty { health += "; the outbox is full, not read: \(resting.joined(separator: ", "))" }
        }
        try Streams.print(Array((harmless(health) + "\n").utf8))
        if trouble != nil { throw ExitStatus.findings }
    }

    private func find(_ device: String, in journal: JournalReader) throws -> DeviceKey {
        let keys = try journal.devices(named: device, limit: 10)
        guard keys.count > 1 else { return keys.first ?? DeviceKey(device) }
        let names = keys.map(\.text).joined(separator: ", ")
        throw ValidationError("\(quoted(device)) may be one of \(names); name it whole")
    }

    /// What may help to find a device that is not known: a name like it, or messages set aside.
    private func hint(for device: String, in journal: JournalReader) throws -> String {
        var names: [String] = []
        let levels = device.split(separator: "/").count
        try journal.eachDevice { key, _ in
            names.append(key.text.split(separator: "/").suffix(levels).joined(separator: "/"))
        }
        let name = device.split(separator: "/").last.map(String.init) ?? device
        let isSetAside = try journal.quarantined(limit: .max).contains { $0.message.topic.contains(name) }
        return (isSetAside ? "; messages were set aside, see: ota-gateway quarantine list --topic \(name)" : "")
            + (didYouMean(device, among: names).map { "; \($0)" } ?? "")
    }

    private func print(_ text: StatusText, _ status: some Encodable) throws {
        switch format {
        case .text: try Streams.print(Array(text.text.utf8))
        case .json: try Streams.print(json: status)
        }
    }
}
