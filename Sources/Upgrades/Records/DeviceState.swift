/// All that is remembered of one device: its records and what concerns the device as a whole.
package struct DeviceState: Sendable, Hashable {
    /// A suppressed progress report that goes to the backend when its second ends (B5).
    package struct Pending: Sendable, Hashable {
        package var module: Text
        package var attempt: Int
        package var report: CanonicalMessage
    }
    /// A query whose reply may still come.
    package struct Question: Sendable, Hashable {
        /// The id as text, string or number alike.
        package var id: Text
        package var module: Text?
        /// The variant of the query, which tells the topic.
        package var asking: String?
        /// Whether the gateway asked, rather than the device (B9).
        package var isOwn: Bool
    }

    /// The place in the order in which devices were first heard; settles ties between timers (B13).
    package var order: Int64
    /// The last id given to a message towards the backend (B12).
    package var serial: Int64 = 0
    /// How many queries the gateway has asked by itself (B9).
    package var ownQueries: Int64 = 0
    /// The newest queries, bounded.
    package var questions: [Question] = []
    /// When progress last went to the backend, on the timer clock (B5).
    package var progressSent: Int64?
    /// Oldest first, at most one a module.
    package var pending: [Pending] = []
    package var records: [UpgradeRecord] = []

    /// Modules of one device that are remembered at most.
    package static let moduleLimit = 100

    package init(order: Int64) { self.order = order }

    /// The place of a module's record, which is made if it is new.
    ///
    /// A device names its modules itself, so there is a bound: the oldest record without an open upgrade is forgotten.
    mutating func index(ofModule module: Text) -> Int {
        for index in records.indices where records[index].module == module { return index }
        if records.count >= Self.moduleLimit {
            let idle = records.firstIndex { $0.settling == nil && $0.upgrade?.isOpen != true }
            records.remove(at: idle ?? 0)
        }
        records.append(UpgradeRecord(module: module))
        return records.count - 1
    }
}
