/// Notices a broker that takes what it is sent and acknowledges none of it; MQTT sets no time for SUBACK and PUBACK.
package struct AnswerWatch: Sendable {
    /// Milliseconds without any acknowledgement while some are owed.
    static let patience: Int64 = 60_000
    private var last: Int64 = 0

    package init() {}

    /// An acknowledgement came, or a connection began.
    package mutating func heard(at now: Int64) { last = now }

    /// Whether an acknowledgement is owed for some time already.
    package func isSilent(at now: Int64) -> Bool { now - last >= Self.patience / 6 }

    /// - Parameter isOwed: whether any acknowledgement is to come.
    package mutating func isOverdue(_ isOwed: Bool, at now: Int64) -> Bool {
        guard isOwed else {
            last = now
            return false
        }
        return now - last >= Self.patience
    }
}
