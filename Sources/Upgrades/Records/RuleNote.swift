/// What a rule did in one turn, for people; made only where somebody asks for it.
package struct RuleNote: Sendable, Hashable {
    /// The rules of `Mappings/RULES.md`, as far as one of them can act on a message.
    package enum Rule: String, CaseIterable, Sendable {
        case success = "B2"
        case receipts = "B3"
        case missingFields = "B4"
        case forwardOnly = "B5"
        case offers = "B6"
        case rolledBack = "B7"
        case modules = "B8"
        case queries = "B9"
        case time = "B10"
    }

    package enum Judged: Sendable, Hashable {
        /// Whether the device's dialect can carry the offer, and whether its URL has expired.
        case carriage(CanonicalMessage)
        /// Whether its URL has expired, and nothing else.
        case expiry(CanonicalMessage)
    }

    package let rule: Rule
    /// One sentence with the values that decided: what was found, and what comes of it.
    package let text: String
    /// The offer that the rule looked at, and for what.
    package let judged: Judged?
    /// How many effects there were before it acted: what comes behind them, up to the next note, is its doing.
    package let start: Effects.Counts
}

extension Effects {
    /// How many effects there are.
    package var count: Int {
        receipts.count + backend.count + device.count + events.count + (setAside == nil ? 0 : 1)
    }

    /// How many effects there are of each sort.
    package struct Counts: Sendable, Hashable {
        package var receipts = 0
        package var backend = 0
        package var device = 0
        package var events = 0
        package var setAside = 0
    }

    package var counts: Counts {
        Counts(
            receipts: receipts.count, backend: backend.count, device: device.count, events: events.count,
            setAside: setAside == nil ? 0 : 1)
    }
}
