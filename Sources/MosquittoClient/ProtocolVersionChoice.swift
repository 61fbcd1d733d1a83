/// Which protocol version the next connection attempt speaks: 5 first, 3.1.1 when the broker does not know 5.
struct ProtocolVersionChoice {
    private(set) var current: ProtocolVersion
    private let isFixed: Bool
    /// What the broker accepted or asked for is kept, so that a session is not resumed under other rules by accident.
    private var isKnown = false
    private var hangUps = 0

    init(only version: ProtocolVersion?) {
        current = version ?? .v5
        isFixed = version != nil
    }

    /// The broker accepted `current`.
    ///
    /// 3.1.1 after mere hang-ups is no answer to what was asked: 5 is asked again next time.
    mutating func accepted() {
        hangUps = 0
        if current == .v5 { isKnown = true }
        if !isFixed, !isKnown { current = .v5 }
    }

    /// The broker said that it does not speak `current`; true when there is another version to try at once.
    mutating func refused() -> Bool {
        guard !isFixed, current == .v5 else { return false }
        current = .v311
        isKnown = true
        return true
    }

    /// The broker hung up without an answer.
    ///
    /// Some do that to versions they do not know, but so does a proxy whose broker is down: 3.1.1 has one attempt after
    /// each three with 5, until one is accepted.
    mutating func closedWithoutAnswer() {
        guard !isFixed, !isKnown else { return }
        hangUps = current == .v5 ? hangUps + 1 : 0
        current = hangUps == 3 ? .v311 : .v5
    }
}
