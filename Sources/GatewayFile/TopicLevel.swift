import Diagnostics

/// One level of a topic, compared byte by byte: MQTT 5 section 4.7.3 forbids to normalise them, `String` does when it compares.
struct TopicLevel: Hashable, Sendable {
    let text: String

    init(_ text: String) { self.text = text }

    static func == (one: TopicLevel, other: TopicLevel) -> Bool {
        one.text.utf8.elementsEqual(other.text.utf8)
    }

    func hash(into hasher: inout Hasher) {
        var text = text
        text.withUTF8 { bytes in unsafe hasher.combine(bytes: UnsafeRawBufferPointer(bytes)) }
    }

    /// What makes a text no single level of a topic name (MQTT 5 section 4.7): separators, wildcards, control characters.
    static func problem(in text: String, what: String) -> TextProblem? {
        guard !text.isEmpty else { return TextProblem("\(what) is empty") }
        for scalar in text.unicodeScalars {
            if ["/", "+", "#"].contains(scalar) {
                return TextProblem("\(what) cannot hold \(quoted(String(scalar)))")
            }
            if scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) {
                return TextProblem("\(what) cannot hold control characters")
            }
        }
        return nil
    }
}
