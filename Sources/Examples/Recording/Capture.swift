internal import Translation
package import Upgrades

/// Captured traffic, one JSON object a line, as `translate` takes it.
package struct Capture: Sendable {
    package struct Message: Sendable {
        /// The line, from 1.
        package let line: Int
        /// Milliseconds; nil is a second after the line before.
        package let at: Int64?
        /// Nil for a line that only lets time pass.
        package let topic: Text?
        package let payload: [UInt8]
    }

    package private(set) var messages: [Message] = []
    /// Lines that are no messages: their numbers, and what is wrong with them.
    package private(set) var problems: [(line: Int, problem: String)] = []

    package init(_ bytes: [UInt8]) {
        let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        for (place, line) in lines.enumerated() where !line.allSatisfy({ $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }) {
            let parsed = ConversationLine(Array(line))
            if let problem = parsed.problem {
                problems.append((place + 1, problem))
            } else {
                messages.append(
                    Message(
                        line: place + 1, at: parsed.at, topic: parsed.message?.topic,
                        payload: parsed.message?.payload ?? []))
            }
        }
    }
}
