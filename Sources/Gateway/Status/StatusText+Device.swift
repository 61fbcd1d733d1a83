extension StatusText {
    package mutating func add(_ status: DeviceStatus) {
        add(status.device)
        if let fleet = status.fleet, let backend = status.backend, let identity = status.identity {
            add("  fleet \(fleet), known to backend \(backend) as \(identity)")
        } else {
            add("  no fleet of the configuration has this device")
        }
        for module in status.modules {
            section("module \(module.name): runs \(module.current ?? "an unknown version")", rows(of: module.upgrade))
        }
        section(
            "waits to be sent",
            status.waiting.map { "\($0.kind) to \($0.link), for \(age($0.since)): \($0.why)" })
        section(
            "last messages",
            status.messages.map { "\(timestamp($0.time))  \(Self.padded($0.way))  \($0.topic)  \($0.payload)" })
        section("last events", status.events)
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
        }
        if let held = upgrade.held { rows.append("an offer of \(held) is held until this upgrade has ended") }
        return rows
    }

    private static func padded(_ way: String) -> String {
        way + String(repeating: " ", count: max(0, "from backend".count - way.count))
    }
}
