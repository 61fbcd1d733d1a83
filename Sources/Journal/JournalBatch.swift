/// Everything that came of one batch of messages, to be committed in one transaction.
///
/// A plain value: fill it, commit it, and on success start a new one (`removeAll` keeps the memory). After a failed
/// commit the same batch may be committed again.
package struct JournalBatch: Sendable {
    struct DeviceUpdate: Sendable {
        var key: DeviceKey
        var state: [UInt8]
        var link: String
        var due: Int64?
    }
    /// What becomes of the pairs that one link has received.
    struct InboundChange: Sendable {
        var link: String
        var run: InboundRun?
        /// What stands before this place may be forgotten, as far as whole rows go.
        var forgotten: Int64?
    }
    enum MetaChange: Sendable {
        case number(String, Int64)
        case bytes(String, [UInt8])
    }

    var devices: [DeviceUpdate] = []
    var removals: [Int64] = []
    var appends: [OutboxMessage] = []
    var events: (time: Int64, entries: [UInt8]) = (0, [])
    var trail: (time: Int64, entries: [UInt8]) = (0, [])
    var setAside: [SetAsideMessage] = []
    var replayed: [Int64] = []
    var inbound: [InboundChange] = []
    var increments = NumbersByName()
    var meta: [MetaChange] = []
    var pruneEventsBefore: Int64?
    var tidiesOutbox = false
    var migrating = MigrationChanges()

    package init() {}

    /// The messages that are to be appended to the outbox, in order.
    package var appended: [OutboxMessage] { appends }

    /// True if a commit would write nothing; such a commit costs nothing either.
    package var isEmpty: Bool {
        devices.isEmpty && removals.isEmpty && appends.isEmpty && events.entries.isEmpty && setAside.isEmpty
            && replayed.isEmpty && trail.entries.isEmpty && inbound.isEmpty && increments.isEmpty && meta.isEmpty
            && pruneEventsBefore == nil && !tidiesOutbox && migrating.isEmpty
    }

    /// Sets the state of a device after this batch.
    ///
    /// Once a batch for each device is best, with the last state; more often is correct but slower.
    ///
    /// - Parameters:
    ///   - state: opaque bytes of the pipeline.
    ///   - link: the link whose clock measures `due`; timers pause while that link is down.
    ///   - due: when its next timer ends, in milliseconds of that clock; nil for none.
    package mutating func setState(_ state: [UInt8], of key: DeviceKey, link: String, due: Int64?) {
        devices.append(DeviceUpdate(key: key, state: state, link: link, due: due))
    }

    /// Appends a message to the outbox of its link.
    ///
    /// - Returns: its index in `JournalCommit.sequences`.
    @discardableResult
    package mutating func append(_ message: OutboxMessage) -> Int {
        appends.append(message)
        return appends.count - 1
    }

    /// Takes a delivered, expired or undeliverable message out of the outbox; unknown sequences are ignored.
    package mutating func remove(sequence: Int64) { removals.append(sequence) }

    /// Writes down all that was delivered of what is on its way, where it is known in memory only so far.
    ///
    /// To be asked for now and then: each time costs a row for every commit whose messages are delivered in part.
    package mutating func tidyOutbox() { tidiesOutbox = true }

    package mutating func append(_ event: EventRecord) {
        events.time = max(events.time, event.time)
        event.encode(to: &events.entries)
    }

    /// Drops the events of some commits that are older than this: of ten at most, so that each commit stays bounded.
    package mutating func pruneEvents(olderThan milliseconds: Int64) { pruneEventsBefore = milliseconds }

    /// Notes a message that passed at this time, in milliseconds since 1970.
    package mutating func note(_ entry: TrailEntry, at time: Int64) {
        trail.time = time
        entry.encode(to: &trail.entries)
    }

    package mutating func setAside(_ message: SetAsideMessage) { setAside.append(message) }

    /// Takes a message out of the quarantine in the same transaction as what its replay gave.
    package mutating func removeQuarantined(id: Int64) { replayed.append(id) }

    /// Remembers a received message until its place is forgotten.
    ///
    /// - Parameter place: follows the one before it on this link.
    package mutating func remember(_ pair: InboundPair, at place: Int64, link: String) {
        change(link) { change in
            if change.run == nil { change.run = InboundRun(start: place) }
            precondition(change.run?.end == place, "received messages are counted without gaps")
            change.run?.pairs.append(pair)
        }
    }

    /// Forgets received messages before a place, as far as whole commits go: what is kept goes with a later one.
    package mutating func forget(receivedBefore place: Int64, link: String) {
        change(link) { $0.forgotten = max(place, $0.forgotten ?? place) }
    }

    private mutating func change(_ link: String, _ body: (inout InboundChange) -> Void) {
        if let index = inbound.firstIndex(where: { $0.link == link }) { return body(&inbound[index]) }
        inbound.append(InboundChange(link: link))
        body(&inbound[inbound.count - 1])
    }

    /// Adds to a counter, as `set-aside.not-json`.
    package mutating func increment(_ counter: String, by more: Int64 = 1) { increments.add(more, to: counter) }

    /// Keeps a number, such as the reading of a link's clock.
    package mutating func set(_ key: String, to number: Int64) { meta.append(.number(key, number)) }

    package mutating func set(_ key: String, to bytes: [UInt8]) { meta.append(.bytes(key, bytes)) }

    package mutating func removeAll() {
        devices.removeAll(keepingCapacity: true)
        removals.removeAll(keepingCapacity: true)
        appends.removeAll(keepingCapacity: true)
        events.time = 0
        events.entries.removeAll(keepingCapacity: true)
        trail.entries.removeAll(keepingCapacity: true)
        setAside.removeAll(keepingCapacity: true)
        replayed.removeAll(keepingCapacity: true)
        inbound.removeAll(keepingCapacity: true)
        increments.removeAll()
        meta.removeAll(keepingCapacity: true)
        pruneEventsBefore = nil
        tidiesOutbox = false
        migrating = MigrationChanges()
    }
}

/// What a commit did beyond what it was asked.
package struct JournalCommit: Sendable, Hashable {
    /// For each appended message, in order, its sequence in the outbox; nil where it was superseded or given up at
    /// once.
    package internal(set) var sequences: [Int64?] = []
    /// Messages already in the outbox that a newer one replaced: their sequences are gone, do not send them.
    package internal(set) var superseded: [Int64] = []
    /// Messages already in the outbox that were dropped at its bound: do not send them.
    package internal(set) var givenUp: [Int64] = []
    /// How many of each kind were given up, those of this batch among them.
    package internal(set) var givenUpKinds: [OutboxKind: Int] = [:]

    package init() {}
}
