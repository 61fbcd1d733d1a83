import Testing
import Upgrades

/// One device at the reducer's desk: events in, effects out, as short lines.
struct Desk {
    let rules: RouteRules
    var state = DeviceState(order: 0)
    /// Milliseconds.
    private(set) var now: Int64 = 0

    init(_ device: SideTraits, _ backend: SideTraits, _ decide: (inout FleetOptions) -> Void = { _ in }) {
        var options = FleetOptions()
        decide(&options)
        rules = RouteRules(device: device, backend: backend, options: options, judge: MadeUpJudge())
    }

    /// All effects of what fell due and of the message.
    @discardableResult
    mutating func hear(_ message: CanonicalMessage, from sender: Sender, at time: Int64? = nil) -> [String] {
        var lines: [String] = []
        for effects in turns(message, from: sender, at: time ?? now + 1000) { lines += effects.lines }
        return lines
    }
    @discardableResult
    mutating func device(_ message: CanonicalMessage, at time: Int64? = nil) -> [String] {
        hear(message, from: .device, at: time)
    }
    @discardableResult
    mutating func backend(_ message: CanonicalMessage, at time: Int64? = nil) -> [String] {
        hear(message, from: .backend, at: time)
    }
    mutating func time(is time: Int64) -> [String] { pass(to: time).flatMap(\.lines) }

    mutating func turns(_ message: CanonicalMessage, from sender: Sender, at time: Int64) -> [Effects] {
        pass(to: time) + [turn { $0.receive(message, from: sender) }]
    }

    /// Lets timers fire, each as a turn of its own.
    mutating func pass(to time: Int64) -> [Effects] {
        var turns: [Effects] = []
        while let effects = fireNext(until: time) { turns.append(effects) }
        now = max(now, time)
        return turns
    }

    /// Lets the next timer fire, nil if none is due by then.
    mutating func fireNext(until time: Int64) -> Effects? {
        guard let timer = state.nextTimer(rules.options), timer.due <= time else { return nil }
        now = max(now, timer.due)
        return turn { $0.fire(timer) }
    }

    private mutating func turn(_ body: (inout UpgradeReducer) -> Void) -> Effects {
        var reducer = UpgradeReducer(rules: rules, state: state, at: Moment(now))
        body(&reducer)
        state = reducer.state
        return reducer.effects
    }
}

extension Effects {
    var lines: [String] {
        receipts.map { "receipt \($0.message.line)" } + backend.map { "backend \($0.message.line)" }
            + device.map { "device \($0.message.line)" } + events.map(\.event.line)
            + (setAside.map { ["set-aside \($0.code.rawValue)"] } ?? [])
    }
}

extension ProgressEvent {
    var line: String {
        var words = ["event \(sequence) \(from ?? "?")>\(target ?? "?") #\(attempt) \(phase.rawValue)"]
        if let percent { words.append("\(percent)%") }
        if let failure { words.append("because \(failure.kind.rawValue)") }
        if module != UpgradeRecord.defaultModule { words.append("for \(module)") }
        if isSynthetic { words.append("synthetic") }
        return words.joined(separator: " ")
    }
}
