package import Upgrades

/// One level of a topic that a dialect uses.
package enum TopicPart: Hashable, Sendable {
    case text(String)
    case product
    case device
}

extension Dialect {
    /// The topics on which messages of a sender are read, in the file's order.
    package func topicsRead(from sender: Sender) -> [[TopicPart]] { topics(from: sender, where: \.reads) }

    /// The topics on which messages of a sender are printed, in the file's order.
    package func topicsPrinted(from sender: Sender) -> [[TopicPart]] { topics(from: sender, where: \.prints) }

    private func topics(from sender: Sender, where holds: (Variant) -> Bool) -> [[TopicPart]] {
        groups.filter { group in group.sender == sender && group.variants.contains { holds(variants[$0]) } }
            .map { $0.topic.levels.map(\.part) }
    }
}

extension TopicTemplate.Level {
    fileprivate var part: TopicPart {
        switch self {
        case .literal(let text): .text(text)
        case .product: .product
        case .device: .device
        }
    }
}
