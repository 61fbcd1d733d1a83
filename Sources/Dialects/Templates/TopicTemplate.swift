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
    /// The literal levels in bytes; empty for a hole.
    private let literals: [[UInt8]]
    private let literalCount: Int

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
        literalCount = levels.reduce(0) { if case .literal(let text) = $1 { $0 + text.utf8.count } else { $0 } }
        literals = levels.map { if case .literal(let text) = $0 { Array(text.utf8) } else { [] } }
    }

    /// Whether a topic name may fit, seen by its beginning.
    func mayFit(_ topic: [UInt8]) -> Bool {
        guard topic.count > prefix.count else { return false }
        for index in prefix.indices where topic[index] != prefix[index] { return false }
        return true
    }

    /// The identity in a topic name; nil if the template is another one.
    func read(_ topic: [UInt8]) -> (product: Text, device: Text)? {
        var product = fixedProduct
        var device: Text = ""
        var start = 0
        for place in levels.indices {
            guard start <= topic.count else { return nil }
            var end = start
            while end < topic.count, topic[end] != UInt8(ascii: "/") { end += 1 }
            let part = topic[start..<end]
            switch levels[place] {
            case .literal: guard part.elementsEqual(literals[place]) else { return nil }
            case .product:
                if part.isEmpty { return nil }
                product = Text(String(decoding: part, as: UTF8.self))
            case .device:
                if part.isEmpty { return nil }
                device = Text(String(decoding: part, as: UTF8.self))
            }
            start = end + 1
        }
        return start > topic.count ? (product, device) : nil
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
        var topic: [UInt8] = []
        topic.reserveCapacity(levels.count + literalCount + product.utf8.count + device.utf8.count)
        for place in levels.indices {
            if place > 0 { topic.append(UInt8(ascii: "/")) }
            switch levels[place] {
            case .literal: topic += literals[place]
            case .product: topic += product.utf8
            case .device: topic += device.utf8
            }
        }
        return String(decoding: topic, as: UTF8.self)
    }
}
