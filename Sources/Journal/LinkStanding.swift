/// How a link stands, as the gateway notes it at each change.
package struct LinkStanding: Sendable, Hashable {
    package var isUp: Bool
    /// Not read, and not connected again, until the outbox has room.
    package var isResting: Bool
    /// Milliseconds since 1970.
    package var since: Int64
    /// What there is to say: the protocol of a connection, or why there is none.
    package var text: String

    package init(isUp: Bool, isResting: Bool = false, since: Int64, text: String) {
        self.isUp = isUp
        self.isResting = isResting
        self.since = since
        self.text = text
    }
}

/// The stored form: three lines.
extension LinkStanding {
    /// Under which the journal keeps it.
    package static func key(ofLink name: String) -> String { "standing.\(name)" }

    package func encoded() -> [UInt8] {
        Array("\(isUp ? "up" : "down")\(isResting ? " resting" : "")\n\(since)\n\(text)".utf8)
    }

    package init?(encoded: [UInt8]) {
        let lines = String(decoding: encoded, as: UTF8.self).split(
            separator: "\n", maxSplits: 2, omittingEmptySubsequences: false)
        guard lines.count == 3, let since = Int64(lines[1]) else { return nil }
        let words = lines[0].split(separator: " ")
        self.init(
            isUp: words.first == "up", isResting: words.dropFirst() == ["resting"], since: since,
            text: String(lines[2]))
    }
}
