/// Finds what is kept under the patterns that mean a topic level, in a time that does not grow with their number.
///
/// Literals are one dictionary. Patterns with text around a hole are another, by prefix and suffix; a level is tried once for
/// each pair of lengths in use. The hole alone means every level, and is asked last.
struct LevelIndex<Value: Sendable>: Sendable {
    private struct Affix: Hashable, Sendable {
        let prefix: TopicLevel
        let suffix: TopicLevel
    }

    private struct Shape: Hashable, Sendable {
        let prefix: Int
        let suffix: Int
    }

    private var literals: [TopicLevel: Value] = [:]
    private var affixes: [Affix: Value] = [:]
    private var shapes: [Shape] = []
    private var whole: Value?

    /// Changes what is kept under a pattern, beginning with `initial`.
    mutating func update(_ pattern: LevelPattern, initial: Value, _ change: (inout Value) -> Void) {
        guard let suffix = pattern.suffix else {
            change(&literals[TopicLevel(pattern.prefix), default: initial])
            return
        }
        if pattern == .any {
            var value = whole ?? initial
            change(&value)
            whole = value
            return
        }
        let shape = Shape(prefix: pattern.prefix.utf8.count, suffix: suffix.utf8.count)
        if !shapes.contains(shape) { shapes.append(shape) }
        change(&affixes[Affix(prefix: TopicLevel(pattern.prefix), suffix: TopicLevel(suffix)), default: initial])
    }

    /// The first answer for what is kept under a pattern that means this level, literals first.
    func first<Answer>(for level: String, _ answer: (Value) -> Answer?) -> Answer? {
        if !literals.isEmpty, let value = literals[TopicLevel(level)], let found = answer(value) { return found }
        let count = level.utf8.count
        for shape in shapes where count > shape.prefix + shape.suffix {
            let affix = Affix(
                prefix: TopicLevel(String(decoding: level.utf8.prefix(shape.prefix), as: UTF8.self)),
                suffix: TopicLevel(String(decoding: level.utf8.suffix(shape.suffix), as: UTF8.self)))
            if let value = affixes[affix], let found = answer(value) { return found }
        }
        return count > 0 ? whole.flatMap(answer) : nil
    }
}
