import ArgumentParser
import Foundation
import Gateway
import GatewayFile
import Journal

struct Status: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Show how a gateway stands, or one device.",
        discussion: """
            Reads the journal, beside a running gateway or without one: links, what waits, upgrades by phase. With a \
            device: its records, its last messages on both sides, what waits for it and why, what was set aside.

              ota-gateway status --config deploy/gateway.yaml
              ota-gateway status --config deploy/gateway.yaml tencent/PRODTENC01/dev1

            Exit codes: 0, 1 the device is not known, 78 no journal.
            """)

    enum Format: String, ExpressibleByArgument, CaseIterable { case text, json }

    @OptionGroup var gateway: ConfigurationArguments
    @Option(help: "text for people, json for tools.") var format = Format.text
    @Argument(help: "DIALECT/PRODUCT/DEVICE, or its end where that is enough.") var device: String?

    func run() async throws {
        let (configuration, plan) = try gateway.load()
        let journal = try JournalReader.open(configuration)
        let now = Int64(Date().timeIntervalSince1970 * 1_000)
        var text = StatusText(now: now)
        guard let device else {
            let trouble = try await ControlSocket(journal: configuration.journal).trouble()
            let status = try GatewayStatus(journal, trouble: trouble)
            text.add(status)
            return try print(text, status)
        }
        let key = try find(device, in: journal)
        guard let status = try DeviceStatus(key, in: journal, plan: plan, now: now) else {
            Streams.complain("error: nothing is known of device '\(device)'\n")
            throw ExitStatus.findings
        }
        text.add(status)
        try print(text, status)
    }

    private func find(_ device: String, in journal: JournalReader) throws -> DeviceKey {
        let keys = try journal.devices(named: device, limit: 10)
        guard keys.count > 1 else { return keys.first ?? DeviceKey(device) }
        let names = keys.map(\.text).joined(separator: ", ")
        throw ValidationError("'\(device)' may be one of \(names); name it whole")
    }

    private func print(_ text: StatusText, _ status: some Encodable) throws {
        switch format {
        case .text: try Streams.print(Array(text.text.utf8))
        case .json:
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
            try Streams.print([UInt8](try encoder.encode(status)) + Array("\n".utf8))
        }
    }
}
