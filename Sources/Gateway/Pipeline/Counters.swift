package import Journal

/// What is counted while the gateway runs, by name: `messages`, `redelivered`, `set-aside.not-json`.
///
/// The totals are kept in the journal; here are those of this turn.
package struct Counters: Sendable {
    private var values = NumbersByName()

    package init() {}

    package mutating func add(_ name: String, _ more: Int64 = 1) {
        if more != 0 { values.add(more, to: name) }
    }

    package var isEmpty: Bool { values.isEmpty }
    package subscript(name: String) -> Int64 { values[name] ?? 0 }

    /// Hands them over to the journal.
    package mutating func move(to batch: inout JournalBatch) {
        for (name, more) in values { batch.increment(name, by: more) }
        values.removeAll()
    }

    /// What has been counted since other totals, in the order of names; nil if nothing has but commits, which an idle gateway
    /// makes too, for its clocks.
    package static func line(_ now: [String: Int64], since before: [String: Int64]) -> String? {
        let grown = now.filter { $0.value != before[$0.key] ?? 0 }
        guard grown.contains(where: { $0.key != "commits" }) else { return nil }
        return grown.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value) (+\($0.value - (before[$0.key] ?? 0)))" }
            .joined(separator: ", ")
    }
}
