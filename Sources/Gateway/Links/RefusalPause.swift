/// Decides when messages are tried again that a broker refuses for now: with pauses that double from a second to a minute.
package struct RefusalPause: Sendable {
    package enum Action: Sendable, Equatable {
        case nothing
        case tryAgain
        /// All that was tried again was taken.
        case recovered
    }

    /// Milliseconds.
    private static let longest: Int64 = 64_000
    /// So long without a refusal after a new try is as good as taken.
    private static let proof: Int64 = 10_000

    /// Why messages are refused; nil while none are.
    package private(set) var text: String?
    private var pause: Int64 = 0
    /// When to try again; nil while a try is under way.
    private var until: Int64?
    private var tried: Int64 = 0

    package init() {}

    /// What a PUBACK with this reason code says that may be otherwise later (MQTT 5, 3.4.2.1); nil for a code that takes the
    /// message or is about the message itself.
    package static func passingReason(_ code: UInt8) -> String? {
        switch code {
        case 0x80: "unspecified error"
        case 0x83: "a reason of its own"
        case 0x87: "not authorised"
        case 0x97: "quota exceeded"
        default: nil
        }
    }

    /// True where this is news.
    package mutating func refused(_ reason: String, at now: Int64) -> Bool {
        let isNews = text != reason
        text = reason
        if until == nil {
            pause = min(max(1_000, pause * 2), Self.longest)
            until = now + pause
        }
        return isNews
    }

    /// A connection began, and with it a new try.
    package mutating func connected(at now: Int64) { (until, tried) = (nil, now) }

    /// To be called about once a second.
    ///
    /// - Parameter isHolding: whether messages wait because of a refusal; so long a try follows the last.
    package mutating func look(at now: Int64, isHolding: Bool) -> Action {
        if let until {
            guard now >= until else { return .nothing }
            self.until = nil
            tried = now
            return .tryAgain
        }
        guard text != nil, now - tried >= Self.proof else { return .nothing }
        guard !isHolding else {
            tried = now
            return .tryAgain
        }
        self = RefusalPause()
        return .recovered
    }
}
