import Upgrades

extension StatusText {
    package mutating func add(_ status: GatewayStatus) {
        add(status.isRunning ? "a gateway is running on this journal" : "no gateway is running on this journal")
        if let trouble = status.trouble { section("TROUBLE", [trouble]) }
        let width = status.links.map(\.name.count).max() ?? 0
        section("links", status.links.flatMap { rows(of: $0, width: width, isRunning: status.isRunning) })
        let phases = Phase.allCases.map(\.rawValue)
        section(
            "upgrades of \(status.devices) devices",
            [
                status.open.isEmpty ? "open: none" : "open: \(Self.count(status.open, of: phases))",
                status.ended.isEmpty ? "ended: none" : "ended: \(Self.count(status.ended, of: phases))",
            ])
        let setAside = status.quarantine.values.reduce(0, +)
        if setAside > 0 {
            section(
                "quarantine: \(setAside) messages",
                ["\(Self.count(status.quarantine)); see: ota-gateway quarantine list"])
        }
        let width2 = status.counters.keys.map(\.count).max() ?? 0
        section(
            "counted",
            status.counters.sorted { $0.key < $1.key }.map { name, value in
                name + String(repeating: " ", count: width2 - name.count + 2) + "\(value)"
            })
    }

    private func rows(of link: GatewayStatus.Link, width: Int, isRunning: Bool) -> [String] {
        let name = link.name + String(repeating: " ", count: width - link.name.count)
        let state =
            !isRunning ? "last known " : ""
        let (word, text) =
            switch (link.isUp, link.isResting) {
            case (true, false): ("up", link.text)
            case (false, false): ("DOWN", link.text)
            case (true, true): ("RESTS", "the outbox is full; \(link.text)")
            case (false, true): ("RESTS", "the outbox is full; connects again when it has room; \(link.text)")
            }
        let standing = "\(state)\(word) for \(age(link.since)): \(text)"
        let waiting = link.waiting.map { waiting in
            "waits: \(waiting.messages) \(waiting.kind), \(Self.size(waiting.bytes)), the oldest for \(age(waiting.oldest))"
        }
        return ["\(name)  \(standing)"] + waiting.map { String(repeating: " ", count: width + 2) + $0 }
    }
}
