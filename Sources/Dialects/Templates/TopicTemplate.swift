internal import Upgrades

/// A topic name with holes; a hole is one whole level that is not empty.
struct TopicTemplate: Hashable, Sendable {
    enum Level: Hashable, Sendable {
        case literal(String)
        case product
        case device
    }
    let levels: [Level]

    /// The identity in a topic name; nil if the template is another one.
    func read(_ topic: [Substring.UTF8View]) -> (product: Text, device: Text)? {
        guard topic.count == levels.count else { return nil }
        var product: Text = ""
        var device: Text = ""
        for (level, part) in zip(levels, topic) {
            switch level {
            case .literal(let literal): guard part.elementsEqual(literal.utf8) else { return nil }
            case .product:
                if part.isEmpty { return nil }
                product = Text(String(Substring(part)))
            case .device:
                if part.isEmpty { return nil }
                device = Text(String(Substring(part)))
            }
        }
        return (product, device)
    }

    /// Whether a topic name may fit both.
    func overlaps(_ other: TopicTemplate) -> Bool {
        guard levels.count == other.levels.count else { return false }
        return zip(levels, other.levels).allSatisfy { one, other in
            if case .literal(let text) = one, case .literal(let otherText) = other {
                return text.utf8.elementsEqual(otherText.utf8)
            }
            return one != .literal("") && other != .literal("")
        }
    }

    func print(product: String, device: String) -> String {
        var topic = ""
        for (place, level) in levels.enumerated() {
            if place > 0 { topic += "/" }
            switch level {
            case .literal(let literal): topic += literal
            case .product: topic += product
            case .device: topic += device
            }
        }
        return topic
    }
}
