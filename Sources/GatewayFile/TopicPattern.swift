import Dialects

/// Which topics are meant: a pattern for each level.
struct TopicPattern: Hashable, Sendable {
    let levels: [LevelPattern]

    init(levels: [LevelPattern]) { self.levels = levels }

    /// A dialect's topic with the names of some devices in its holes.
    init(_ parts: [TopicPart], product: LevelPattern, device: LevelPattern) {
        levels = parts.map { part in
            switch part {
            case .text(let text): LevelPattern(literal: text)
            case .product: product
            case .device: device
            }
        }
    }

    /// Whether some topic is meant by both.
    func overlaps(_ other: TopicPattern) -> Bool {
        levels.count == other.levels.count && zip(levels, other.levels).allSatisfy { $0.intersects($1) }
    }

    /// As an MQTT topic filter, a hole in a level standing as `+`.
    var filter: String { levels.map { $0.isLiteral ? $0.prefix : "+" }.joined(separator: "/") }
}
