internal import Upgrades

/// A topic name with holes; a hole is one whole level that is not empty.
struct TopicTemplate: Hashable, Sendable {
    enum Level: Hashable, Sendable {
        case literal(String)
        case product
        case device
    }
    let levels: [Level]
    /// The product of every device, where no level tells it.
    let fixedProduct: Text
    /// What stands before the first hole; tells most templates apart at once.
    private let prefix: [UInt8]

    init(levels: [Level], fixedProduct: Text = "") {
        self.levels = levels
        self.fixedProduct = fixedProduct
        var prefix: [UInt8] = []
        for level in levels {
            guard case .literal(let text) = level else { break }
            prefix += text.utf8
            prefix.append(UInt8(ascii: "/"))
        }
        if !levels.contains(.product), !levels.contains(.device) { prefix.removeLast() }
        self.prefix = prefix
    }

    /// Whether a topic name may fit, seen by its beginning.
    func mayFit(_ topic: [UInt8]) -> Bool {
        guard topic.count > prefix.count else { return false }
        for index in prefix.indices where topic[index] != prefix[index] { return false }
        return true
    }

    /// The identity in a topic name; nil if the template is another one.
    func read(_ topic: [Substring.UTF8View]) -> (product: Text, device: Text)? {
        guard topic.count == levels.count else { return nil }
        var product = fixedProduct
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
