import Diagnostics
import Upgrades

extension StatusText {
    package mutating func add(_ status: DeviceStatus) {
        add(status.device)
        if let fleet = status.fleet, let backend = status.backend, let identity = status.identity {
            add("  fleet \(fleet), known to backend \(backend) as \(identity)")
        } else {
            add("  no fleet of the configuration has this device")
        }
        if let move = status.move { add("  \(move)") }
        for module in status.modules {
            section("module \(module.name): runs \(module.current ?? "an unknown version")", rows(of: module.upgrade))
        }
        section(
            "waits to be sent",
            status.waiting.map { "\($0.kind) to \($0.link), for \(age($0.since)): \($0.why)" })
        section(
            "last messages",
            status.messages.map {
                "\(timestamp($0.time))  \(Self.padded($0.way))  \($0.topic)  \(Self.remark($0) ?? $0.payload)"
            })
        section("last events; --format json shows them whole", status.events.map(Self.line))
        section(
            "set aside",
            status.setAside.map { "#\($0.id)  \(timestamp($0.time))  [\($0.code)] \($0.reason), on \($0.topic)" })
    }

    private func rows(of upgrade: DeviceStatus.Upgrade?) -> [String] {
        guard let upgrade else { return ["no upgrade so far"] }
        let versions = "\(upgrade.from ?? "?") → \(upgrade.target ?? "?")"
        var rows = [
            "\(versions), attempt \(upgrade.attempt): \(upgrade.phase)\(upgrade.percent.map { " \($0) %" } ?? "")"
        ]
        if let failure = upgrade.failure {
            rows.append("because of \(failure)\(upgrade.note.map { $0.isEmpty ? "" : ": \($0)" } ?? "")")
        }
        if let ago = upgrade.heardAgo {
            let end = upgrade.timesOutIn.map { ", times out in \(Self.span($0)) without progress" } ?? ""
            rows.append("progress heard \(Self.span(ago)) ago\(end)")
        } else if upgrade.phase == Phase.offered.rawValue {
            rows.append("no progress heard of it so far")
        }
        if let held = upgrade.held { rows.append("an offer of \(held) is held until this upgrade has ended") }
        return rows
    }

    /// What the broker made of a message, in words.
    private static func remark(_ message: DeviceStatus.Message) -> String? {
        switch message.way {
        case "unheard": "nobody subscribes to it at the broker: offered again at the device's next report"
        case "refused": "the broker refused it (\(message.payload)): see its access list and limits"
        default: nil
        }
    }

    /// One change of a record: when, which upgrade, where it stands and why.
    private static func line(_ event: JSONTree) -> String {
        let data = event["data"]
        let versions = "\(data["version"]["from"].text ?? "?") → \(data["version"]["to"].text ?? "?")"
        let attempt = data["attempt"].integer.map { ", attempt \($0)" } ?? ""
        var parts = ["\(versions)\(attempt): \(data["phase"].text ?? "?")"]
        if let percent = data["percent"].integer { parts[0] += " \(percent) %" }
        if data["terminal"].isTrue { parts[0] += " (ended)" }
        if let failure = data["failure"]["class"].text {
            let note = data["failure"]["note"].text ?? ""
            parts.append("because of \(failure)\(note.isEmpty ? "" : ": \(withoutSignatures(note))")")
        }
        let dropped = data["dropped"].items.compactMap(\.text)
        if !dropped.isEmpty { parts.append("not carried: \(dropped.joined(separator: ", "))") }
        if data["synthetic"].isTrue { parts.append("said by the gateway") }
        return "\(event["time"].text ?? "?")  \(data["module"].text ?? "?")  \(parts.joined(separator: "; "))"
    }

    private static func padded(_ way: String) -> String {
        way + String(repeating: " ", count: max(0, "from backend".count - way.count))
    }
}
