import Journal

/// The messages of one link that come next, in two lanes that take turns: the backlog, and what is new of devices that have
/// nothing in it.
///
/// A device's messages stay in order: a device with a message in the backlog is marked, and whatever is new of a marked
/// device goes behind the backlog. So after an outage a device that has kept quiet meanwhile is not behind everybody
/// else's past, and the backlog still has half of the link. Without a backlog no device is marked and all are in one lane.
struct OutboxLanes: Sendable {
    typealias Waiting = OutboxQueue.Waiting

    /// Messages, and their bytes, that stand in one lane at most before further ones are left in the journal.
    static let capacity = 2_000
    static let byteCapacity = 2_000_000

    private var backlog = Lane()
    private var fresh = Lane()
    /// Taken out and put back: it comes first.
    private var returned: Waiting?
    private var isFreshNext = false
    /// Whether a new message has found no room among the new; until those are sent the journal keeps what follows them.
    private var hasOverflowed = false
    /// The last message taken from the journal.
    private var cursor: Int64 = 0
    /// Whether the journal has no message behind `cursor` but those of `fresh`.
    private var hasAll = false
    /// Devices with messages in the backlog, be it here or in the journal.
    private var behind = DeviceMarks()
    /// What there is for them waits in the journal, in its order.
    private var held = HeldDevices()
    /// Messages behind `cursor` that went into the lane of the new ones, and that the journal still has.
    private var ahead: Set<Int64> = []
    /// Where the search of the journal for devices with a backlog stands; nil when all are marked.
    private(set) var searchPlace: Int64?

    /// - Parameter hasBacklog: whether the journal has messages whose devices are not marked yet, as after a start.
    init(hasBacklog: Bool = false) { searchPlace = hasBacklog ? 0 : nil }

    var count: Int { backlog.count + fresh.count + (returned == nil ? 0 : 1) }
    /// Whether a message that is committed now comes next: nothing waits, here or in the journal.
    var isNextFromCommit: Bool { hasAll && count == 0 && searchPlace == nil && held.isEmpty }
    /// Whether messages are left in the journal because the broker refused one of their device.
    var isHolding: Bool { !held.isEmpty }
    /// Whether there is nothing to send, and more in the journal to look at.
    var isFetching: Bool { !hasAll && count == 0 }
    /// Whether messages before this one are to be sent, or may be in the journal.
    func isOwing(before sequence: Int64) -> Bool {
        let next = [returned, backlog.messages.first, fresh.messages.first].compactMap { $0?.sequence }
        return next.contains { $0 < sequence } || !hasAll && cursor + 1 < sequence
    }
    private var isOverflowing: Bool { hasOverflowed && fresh.count > 0 }
    /// How many more of the journal's messages there is room for.
    var room: Int { Self.capacity - backlog.count }
    /// The message behind which the journal is to be asked for more; nil while there is no need.
    var fetchPlace: Int64? {
        let isLow = backlog.count < Self.capacity / 4 && backlog.bytes < Self.byteCapacity / 4
        return !hasAll && isLow && !isOverflowing ? cursor : nil
    }

    /// Everything is the journal's again, in its order: a connection has ended, or begins, or what was refused is tried
    /// again.
    ///
    /// - Parameter unanswered: devices of messages that were sent and not acknowledged.
    mutating func reset(unanswered: some Sequence<DeviceKey>) {
        rewind(unanswered)
        held.tryAgain(unanswered: unanswered)
    }

    /// Lets devices go on whose trial is settled; false when there are none.
    mutating func release(unanswered: some Sequence<DeviceKey>) -> Bool {
        guard held.hasSettled else { return false }
        rewind(unanswered)
        held.release()
        return true
    }

    private mutating func rewind(_ unanswered: some Sequence<DeviceKey>) {
        for device in unanswered { behind.insert(device) }
        for message in fresh.messages { behind.insert(message.message.device) }
        for device in held.devices { behind.insert(device) }
        if let returned { behind.insert(returned.message.device) }
        (backlog, fresh, returned) = (Lane(), Lane(), nil)
        ahead.removeAll()
        (cursor, hasAll, hasOverflowed) = (0, false, false)
    }

    mutating func fetched(_ rows: [OutboxRow]) {
        hasAll = rows.isEmpty
        for row in rows {
            cursor = row.sequence
            guard ahead.remove(row.sequence) == nil, held.admits(row.message.device) else { continue }
            backlog.append(Waiting(sequence: row.sequence, message: row.message))
            behind.insert(row.message.device)
        }
        if hasAll { held.forgetDue() }
        forgetMarks()
    }

    /// Takes a message that was committed just now, or leaves it to the journal.
    mutating func committed(_ sequence: Int64, _ message: OutboxMessage, isConnected: Bool) {
        guard !held.isWaiting(message.device) else {
            if hasAll { cursor = sequence }
            return
        }
        let waiting = Waiting(sequence: sequence, message: message)
        if fresh.count == 0 { hasOverflowed = false }
        let isNew = isConnected && searchPlace == nil && !behind.contains(message.device)
        if isNew, !isOverflowing, fresh.hasRoom {
            fresh.append(waiting)
            if hasAll { cursor = sequence } else { ahead.insert(sequence) }
        } else {
            if isNew { hasOverflowed = true }
            behind.insert(message.device)
            if isConnected, hasAll, backlog.hasRoom, !isOverflowing {
                backlog.append(waiting)
                cursor = sequence
            } else {
                hasAll = false
            }
        }
    }

    /// Leaves what there is of a device to the journal, until everything is the journal's again.
    mutating func hold(_ device: DeviceKey) {
        held.hold(device)
        backlog.remove { $0.message.device == device }
        fresh.remove { $0.message.device == device }
        if returned?.message.device == device { returned = nil }
        forgetMarks()
    }

    /// A message of a device is settled: the broker has taken it, or never will.
    mutating func settled(_ device: DeviceKey) { held.settled(device) }

    /// Devices that the search has found, and the last message it has looked at; nil at its end.
    mutating func found(_ devices: some Sequence<DeviceKey>, through sequence: Int64?) {
        for device in devices { behind.insert(device) }
        searchPlace = sequence
    }

    /// Messages that are no longer in the journal.
    mutating func gone(_ sequences: some Sequence<Int64>) {
        guard !ahead.isEmpty else { return }
        for sequence in sequences { ahead.remove(sequence) }
    }

    /// Messages that must not be sent.
    mutating func dropped(_ sequences: Set<Int64>) {
        gone(sequences)
        backlog.remove { sequences.contains($0.sequence) }
        fresh.remove { sequences.contains($0.sequence) }
        if let waiting = returned, sequences.contains(waiting.sequence) { returned = nil }
        forgetMarks()
    }

    mutating func next() -> Waiting? {
        if let waiting = returned {
            returned = nil
            return waiting
        }
        isFreshNext.toggle()
        let next = isFreshNext ? fresh.next() ?? backlog.next() : backlog.next() ?? fresh.next()
        forgetMarks()
        return next
    }

    mutating func putBack(_ message: Waiting) { returned = message }

    /// Without a backlog nobody is behind.
    private mutating func forgetMarks() {
        if hasAll, backlog.count == 0, searchPlace == nil, !behind.isEmpty { behind.removeAll() }
    }
}

/// First in, first out.
private struct Lane: Sendable {
    private var waiting: [OutboxQueue.Waiting] = []
    private var start = 0
    private(set) var bytes = 0

    var count: Int { waiting.count - start }
    var hasRoom: Bool { count < OutboxLanes.capacity && bytes < OutboxLanes.byteCapacity }
    var messages: ArraySlice<OutboxQueue.Waiting> { waiting[start...] }

    mutating func append(_ message: OutboxQueue.Waiting) {
        if start > OutboxLanes.capacity {
            waiting.removeFirst(start)
            start = 0
        }
        waiting.append(message)
        bytes += message.message.payload.count
    }

    mutating func next() -> OutboxQueue.Waiting? {
        guard start < waiting.count else { return nil }
        let next = waiting[start]
        start += 1
        bytes -= next.message.payload.count
        if start == waiting.count {
            waiting.removeAll(keepingCapacity: true)
            start = 0
        }
        return next
    }

    mutating func remove(where isGone: (OutboxQueue.Waiting) -> Bool) {
        guard count > 0 else { return }
        waiting = messages.filter { !isGone($0) }
        start = 0
        bytes = waiting.reduce(0) { $0 + $1.message.payload.count }
    }
}
