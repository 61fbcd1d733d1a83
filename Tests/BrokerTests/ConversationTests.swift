import Dialects
import GatewayFile
import Journal
import MosquittoClient
import TestSupport
import Testing
import Translation
import Upgrades

@testable import Gateway

/// One conversation through `run` and through `translate`: the same words, in the same order for each receiver.
struct ConversationTests {
    @Test(arguments: [(Vendor.tencent, Vendor.aliyun), (.aliyun, .tencent), (.tencent, .tencent), (.aliyun, .aliyun)])
    func `run says what translate says`(vendor: Vendor, backend: Vendor) throws {
        let stage = try Stage(vendor, backend, fleet: "timeout: 20s")
        let rig = stage.rig
        let dialects = GatewayFiles(configuration: rig.folder.file("gateway.yaml")).dialects
        var options = FleetOptions()
        options.timeout = .seconds(20)
        let route = Route(
            device: try #require(dialects[vendor.rawValue]), backend: try #require(dialects[backend.rawValue]),
            backendName: "upgrader", options: options)
        var conversation = Conversation(
            route: route,
            names: [
                Identities(
                    device: Identity(product: "PDEV", device: "dev1"),
                    backend: Identity(product: "PCLOUD", device: "dev1"))
            ])
        var expected = Said()
        for (number, line) in Self.lines(vendor, backend).enumerated() {
            conversation.advance(to: Int64(line.second) * 1_000) { output, _ in expected.note(output) }
            conversation.receive(topic: Text(line.message.topic), payload: Array(line.message.payload.utf8)) {
                output, _ in
                expected.note(output)
            }
            // Times differ between the two by what the brokers take; the lines are far enough apart not to matter.
            if number > 0 { try rig.pass(seconds: line.second - Self.lines(vendor, backend)[number - 1].second) }
            try (line.sender == .device ? stage.device : stage.backend).say(line.message)
            try stage.expect(messages: Int64(number + 1))
            #expect(try rig.run { stage.progress.heard.count >= expected.events.count })
        }
        #expect(
            try rig.run {
                stage.device.heard.count >= expected.device.count && stage.backend.heard.count >= expected.backend.count
            })
        #expect(stage.device.heard.map(Self.withoutClock) == expected.device.map(Self.withoutClock))
        #expect(stage.backend.heard.map(Self.withoutClock) == expected.backend.map(Self.withoutClock))
        #expect(
            stage.progress.heard.map { $0.drop(while: { $0 != "{" }) }.map(Self.phase)
                == expected.events.map(Self.phase))
        #expect(try rig.journal.quarantined(after: 0, limit: 100).map(\.message.code) == expected.setAside)
    }

    private struct Said {
        var device: [String] = []
        var backend: [String] = []
        var events: [String] = []
        var setAside: [String] = []

        mutating func note(_ output: Output) {
            switch output {
            case .message(let message):
                let line = "\(message.printed.topic) \(String(decoding: message.printed.payload, as: UTF8.self))"
                if message.receiver == .device { device.append(line) } else { backend.append(line) }
            case .event(let event): events.append("\(event.phase) \(event.attempt) \(event.sequence)")
            case .setAside(let code, _): setAside.append(code.rawValue)
            }
        }
    }

    private struct Line {
        let second: Int
        let sender: Sender
        let message: (topic: String, payload: String)
    }

    private static func lines(_ vendor: Vendor, _ backend: Vendor) -> [Line] {
        let (device, known) = (Stage.device, Stage.known)
        return [
            Line(second: 0, sender: .device, message: vendor.report("1.0.0", of: device)),
            Line(second: 2, sender: .backend, message: backend.offer("2.0.0", to: known)),
            Line(second: 4, sender: .device, message: vendor.downloading(10, "2.0.0", of: device)),
            Line(second: 6, sender: .device, message: vendor.downloading(40, "2.0.0", of: device)),
            Line(second: 8, sender: .device, message: (vendor.report("1", of: device).topic, "{\"type\":\"report_ver")),
            Line(second: 10, sender: .device, message: vendor.report("1.0.0", of: device)),
            Line(second: 12, sender: .device, message: vendor.downloading(20, "2.0.0", of: device)),
            Line(second: 14, sender: .device, message: vendor.failure("-4", note: "md5", "2.0.0", of: device)),
            Line(second: 16, sender: .backend, message: backend.offer("2.1.0", to: known)),
            Line(second: 18, sender: .device, message: vendor.downloading(30, "2.1.0", of: device)),
            Line(second: 48, sender: .device, message: vendor.done("2.1.0", of: device)),
            Line(second: 50, sender: .device, message: vendor.report("2.1.0", of: device)),
            Line(second: 52, sender: .backend, message: backend.offer("2.1.0", to: known)),
        ]
    }

    /// The gateway's ids towards devices are the time of day.
    private static func withoutClock(_ line: String) -> String {
        line.replacing(#/"id":[0-9]+/#, with: "\"id\":0")
    }

    /// Phase, attempt and number of an event, of either form.
    private static func phase(_ event: some StringProtocol) -> String {
        let event = String(event)
        guard
            let match = event.firstMatch(of: #/"attempt":([0-9]+),"phase":"([a-z-]+)".*"seq":([0-9]+)/#)
        else { return event.replacing("timedOut", with: "timed-out") }
        return "\(match.2) \(match.1) \(match.3)"
    }
}
