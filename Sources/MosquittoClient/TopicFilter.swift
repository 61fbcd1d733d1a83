/// A topic filter that a broker will accept (MQTT 5, 4.7).
package struct TopicFilter: Sendable, Hashable, CustomStringConvertible {
    package let text: String

    /// Refuses empty filters, NUL, and `+` or `#` anywhere but as a whole level, `#` only as the last one.
    package init(_ text: String) throws(BrokerError) {
        func refuse(_ why: String) -> BrokerError {
            BrokerError(.invalidTopic, "topic filter '\(text.replacing("\0", with: "\\0"))' \(why)")
        }
        if text.isEmpty { throw refuse("is empty") }
        if text.utf8.count > 65_535 { throw refuse("is longer than 65535 bytes") }
        if text.utf8.contains(0) { throw refuse("contains a nul byte") }
        let levels = text.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        for (position, level) in levels.enumerated() {
            let isWild = level.contains(UInt8(ascii: "+")) || level.contains(UInt8(ascii: "#"))
            if isWild && level.count > 1 { throw refuse("has a wildcard that is not a whole level") }
            if level.first == UInt8(ascii: "#") && position != levels.count - 1 {
                throw refuse("has '#' before its last level")
            }
        }
        self.text = text
    }

    package var description: String { text }

    /// Whether a broker delivers `topic` for this filter.
    ///
    /// A leading wildcard does not reach topics that begin with `$` (4.7.2). Shared subscriptions are not looked into.
    package func matches(_ topic: String) -> Bool {
        let slash = UInt8(ascii: "/")
        var wanted = text.utf8.split(separator: slash, omittingEmptySubsequences: false)[...]
        var given = topic.utf8.split(separator: slash, omittingEmptySubsequences: false)[...]
        if topic.utf8.first == UInt8(ascii: "$"), let first = text.utf8.first,
            first == UInt8(ascii: "+") || first == UInt8(ascii: "#")
        {
            return false
        }
        while let level = wanted.popFirst() {
            if level.elementsEqual("#".utf8) { return true }
            guard let next = given.popFirst() else { return false }
            if !level.elementsEqual("+".utf8) && !level.elementsEqual(next) { return false }
        }
        return given.isEmpty
    }
}
