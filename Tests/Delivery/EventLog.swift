import Foundation

/// The normalised progress as a listener hears it: one truth for each device, however often it is told.
final class EventLog {
    struct Event: Equatable {
        let attempt: Int
        let phase: String
        let percent: Int?
        let target: Int

        static let phases = ["offered", "downloading", "downloaded", "installing", "installed"]
        var isTerminal: Bool { !Self.phases.contains(phase) }
        /// Where it stands in the lattice of its attempt (rule B5).
        var rank: Int {
            (Self.phases.firstIndex(of: phase) ?? Self.phases.count) * 1_000 + (isTerminal ? 0 : percent ?? 0)
        }
    }
    private(set) var heard = 0
    private(set) var twice = 0
    private(set) var violations: [String] = []
    /// By device, in the order of `seq`.
    private var events: [String: [Int: (event: Event, bytes: [UInt8])]] = [:]

    func hear(_ payload: [UInt8]) {
        guard let message = (try? JSONSerialization.jsonObject(with: Data(payload))) as? [String: Any],
            let subject = message["subject"] as? String, let data = message["data"] as? [String: Any],
            let sequence = data["seq"] as? Int, let phase = data["phase"] as? String,
            let attempt = data["attempt"] as? Int, let version = data["version"] as? [String: Any]
        else { return violations.append("no event: \(String(decoding: payload, as: UTF8.self))") }
        heard += 1
        if let known = events[subject]?[sequence] {
            twice += 1
            if known.bytes != payload { violations.append("\(subject) has two events with seq \(sequence)") }
            return
        }
        let event = Event(
            attempt: attempt, phase: phase, percent: data["percent"] as? Int,
            target: Vendor.number(version["to"]) ?? 0)
        events[subject, default: [:]][sequence] = (event, payload)
    }

    /// The events of a device by `seq`, which must leave nothing out.
    ///
    /// - Parameter mayLack: whether a broker may have lost some.
    func history(of subject: String, mayLack: Bool) -> [Event] {
        let events = events[subject, default: [:]].sorted { $0.key < $1.key }
        if let last = events.last?.key, last != events.count, !mayLack {
            violations.append("\(subject) has \(events.count) events, and the last has seq \(last)")
        }
        return events.map(\.value.event)
    }

    /// Finds what one true history cannot hold.
    ///
    /// - Parameters:
    ///   - attempts: how many attempts a target may have had.
    ///   - isOfferedAgain: whether a target was offered more than once, which the end of an upgrade does not forbid.
    func judge(_ subject: String, _ history: [Event], attempts: (Int) -> Int, isOfferedAgain: (Int) -> Bool) {
        var last: [Int: Event] = [:]
        for event in history {
            defer { last[event.target] = event }
            if event.attempt > attempts(event.target) {
                violations.append("\(subject) made attempt \(event.attempt) at \(event.target), which nobody began")
            }
            guard let before = last[event.target], !(before.isTerminal && isOfferedAgain(event.target)) else {
                continue
            }
            let isNoStepOn =
                event.attempt == before.attempt && event.rank <= before.rank
                && (!before.isTerminal || event.phase == before.phase)
            if isNoStepOn {
                violations.append("\(subject) tells the same twice, or goes back: \(before), then \(event)")
            }
            if before.phase == "succeeded" { violations.append("\(subject) goes on after success: \(event)") }
        }
    }
}
