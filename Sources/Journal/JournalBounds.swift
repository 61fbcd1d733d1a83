/// How much the journal may hold of what nobody has fetched yet.
package struct JournalBounds: Sendable, Hashable {
    /// `outbox: { max: … }`, over all links, as `OutboxMessage` counts its bytes.
    package var outboxBytes: Int64 = 1_000_000_000
    /// Messages in the quarantine; the oldest go first.
    package var quarantineRows: Int64 = 10_000
    package var quarantineBytes: Int64 = 64_000_000
    /// The part of both that one topic may fill, and with it one device: one of so many.
    package var quarantineShares: Int64 = 8
    /// Of the events' texts; the oldest go first, however young.
    package var eventBytes: Int64 = 1_000_000_000
    /// Of the trail, some 60,000 messages; the oldest go first.
    package var trailBytes: Int64 = 16_000_000

    package init() {}
}
