import Simulation

/// One line of the view: who, from which version to which, how far.
struct SimulateLine: Sendable, Hashable {
    /// Whose line it is.
    let key: String
    let versions: String
    let phase: String
    let percent: Int?
    let hasEnded: Bool

    init?(_ change: SimulationChange) {
        switch change {
        case .trouble:
            return nil
        case .device(let name, let family, let status):
            key = "device  \(family.rawValue)/\(name)"
            let hasUpgraded = status.result == .succeeded
            versions = hasUpgraded ? status.version : "\(status.version) -> \(status.target ?? "?")"
            percent = status.phase == .downloading || status.phase == .away ? status.percent : nil
            phase =
                switch status.result {
                case .succeeded: "succeeded"
                case .failed(let why): "failed: \(why)"
                case nil: status.phase.rawValue
                }
            hasEnded = status.result != nil
        case .backend(let name, _, let target, let row):
            key = "backend \(name)/\(row.device)"
            versions = "\(row.version ?? "?") -> \(target)"
            hasEnded = row.state.hasEnded
            if case .upgrading(let value) = row.state { percent = value } else { percent = nil }
            phase =
                switch row.state {
                case .pending: "waiting"
                case .pushed: "pushed"
                case .upgrading: "upgrading"
                case .succeeded: "succeeded"
                case .failed(let why): "failed: \(why)"
                case .timedOut: "timed out"
                }
        }
    }

    var text: String {
        var text = Self.padded(key, to: 40) + " " + Self.padded(versions, to: 18)
        if let percent, !hasEnded {
            let filled = min(max(percent, 0), 100) / 5
            let bar = String(repeating: "#", count: filled) + String(repeating: ".", count: 20 - filled)
            text += " " + Self.padded(phase, to: 12) + " [\(bar)] \(percent) %"
        } else {
            text += " " + phase
        }
        return text
    }

    /// Whether a reader of plain lines wants to hear of it: another phase or version, or ten percent more.
    func isStep(from old: SimulateLine?) -> Bool {
        guard let old else { return true }
        return phase != old.phase || versions != old.versions || (percent ?? 0) / 10 != (old.percent ?? 0) / 10
    }

    private static func padded(_ text: String, to width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }
}
