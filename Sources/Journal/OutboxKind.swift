/// What a message in the outbox is for: decides whether it may be given up when the outbox is full.
///
/// The raw value is stored; values are never reused.
package enum OutboxKind: Int64, Sendable, CaseIterable {
    case versionReport = 1
    case receipt = 2
    case offer = 3
    /// Progress that a later one of the same attempt makes worthless.
    case progress = 4
    /// Progress that ends an attempt: never superseded, never given up.
    case terminal = 5
    case query = 6
    case queryReply = 7
    /// Normalised progress.
    case event = 8

    /// The order in which kinds are given up at the outbox's bound, lowest first; nil for what is kept in any case.
    var giveUpRank: Int64? {
        switch self {
        case .receipt: 1
        case .event: 2
        case .progress: 3
        case .versionReport, .offer, .terminal, .query, .queryReply: nil
        }
    }

    static let givenUpInOrder: [OutboxKind] = [.receipt, .event, .progress]

    /// Counts the messages of this kind that were given up for want of space.
    package var givenUpCounter: String { "given-up.\(name)" }

    /// In the plural: `version-reports`.
    package var name: String {
        switch self {
        case .versionReport: "version-reports"
        case .receipt: "receipts"
        case .offer: "offers"
        case .progress: "progress"
        case .terminal: "terminals"
        case .query: "queries"
        case .queryReply: "query-replies"
        case .event: "events"
        }
    }
}
