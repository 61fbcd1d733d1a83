package import Upgrades

/// Watches how the upgrades of moved devices end, and says when too many of them fail.
package struct FailureAlarm: Sendable, Hashable, Codable {
    /// Of a hundred ended upgrades, so many may fail.
    package var percent = 10
    /// Upgrades that must have ended before a share means anything.
    package var least = 10
    package private(set) var succeeded = 0
    /// By class and note, as events name them.
    package private(set) var failures: [String: Int] = [:]

    package init() {}

    package var failed: Int { failures.values.reduce(0, +) }

    /// Counts the end of an upgrade.
    package mutating func count(_ event: ProgressEvent) {
        switch event.phase {
        case .succeeded: succeeded += 1
        case .failed, .timedOut, .refused:
            let name = event.failure.map { "\($0.kind.rawValue)\($0.note.isEmpty ? "" : ": \($0.note)")" }
            note(name ?? event.phase.rawValue)
        case .offered, .downloading, .downloaded, .installing, .installed, .superseded: break
        }
    }

    /// Why no more devices should move; nil while all is well.
    package var reason: String? {
        let ended = succeeded + failed
        guard ended >= max(1, least), failed * 100 > ended * percent else { return nil }
        let worst = failures.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(3)
        let told = worst.map { "\($0.value) x \($0.key)" }.joined(separator: ", ")
        return "\(failed) of \(ended) upgrades of moved devices failed (\(told))"
    }

    /// An operator goes on all the same: what has been counted counts no more.
    package mutating func reset() { (succeeded, failures) = (0, [:]) }

    /// Notes are devices' own words: no more than so many are told apart.
    private mutating func note(_ name: String) {
        let isKnown = failures[name] != nil || failures.count < 20
        failures[isKnown ? name : "others", default: 0] += 1
    }
}
