import Dialects
import Translation
import Upgrades

extension FuzzTarget {
    /// What `translate` reads: the first line names the dialects of devices and backend and the fleet's options, the rest
    /// is a conversation.
    ///
    /// Explaining changes nothing of what comes out.
    static let conversation = FuzzTarget(name: "conversation", longest: 8192) { bytes in
        let (line, rest) = split(bytes)
        guard let route = route(String(decoding: line, as: UTF8.self)) else { return }
        let plain = try talk(rest, on: route, isTraced: false)
        let traced = try talk(rest, on: route, isTraced: true)
        try hold(plain == traced, "explained: \(shown(traced))\nplain: \(shown(plain))")
    }

    /// `tencent aliyun timeout=60 settle=2 offer-timeout=20 done-is-success module=MCU allow`.
    private static func route(_ line: String) -> Route? {
        let words = line.split(separator: " ")
        guard words.count >= 2, let devices = ShippedDialects.all.first(where: { $0.name == words[0] }),
            let backend = ShippedDialects.all.first(where: { $0.name == words[1] })
        else { return nil }
        var options = FleetOptions()
        for word in words.dropFirst(2) {
            let parts = word.split(separator: "=", maxSplits: 1)
            let seconds = Duration.seconds(parts.count == 2 ? Int64(parts[1].prefix(6)).map(abs) ?? 0 : 0)
            switch parts.first {
            case "timeout": options.timeout = seconds
            case "offer-timeout": options.offerTimeout = seconds
            case "settle": options.settle = seconds
            case "done-is-success": options.doneIsSuccess = true
            case "module": options.module = parts.count == 2 ? String(parts[1]) : nil
            case "allow": options.allowed = Set(FleetOptions.Allowance.allCases)
            default: break
            }
        }
        return Route(device: devices, backend: backend, backendName: "cloud", options: options)
    }

    /// - Returns: all lines that come out.
    private static func talk(_ text: [UInt8], on route: Route, isTraced: Bool) throws -> [UInt8] {
        var conversation = Conversation(route: route, names: [])
        conversation.isTraced = isTraced
        let printer = ConversationPrinter(route: route)
        var outputs: [(output: Output, device: Identity)] = []
        for line in text.split(separator: UInt8(ascii: "\n")) {
            let line = ConversationLine(Array(line))
            conversation.advance(to: line.at ?? conversation.now + 1000) { outputs.append(($0, $1)) }
            guard let message = line.message else { continue }
            conversation.receive(topic: message.topic, payload: message.payload) { outputs.append(($0, $1)) }
            for trace in conversation.takeTraces() { try hold(!"\(trace)".isEmpty, "nothing is explained") }
        }
        var lines: [UInt8] = []
        for (output, device) in outputs {
            if !isTraced { try MessageLaws.check(output, of: device, on: route) }
            let line = printer.line(output, of: device, at: 1)
            try MessageLaws.checkStrict(line.dropLast())
            lines += line
        }
        return lines
    }
}
