internal import Diagnostics
package import Upgrades

/// A topic of a dialect beside a topic name that means nothing, and what differs.
package struct TopicTrace: Sendable {
    package let dialect: String
    /// The dialect file, as findings name it.
    package let file: String
    package let sender: Sender
    /// As the file writes it: `$ota/report/${product}/${device}`.
    package let template: String
    /// The first variant of that topic.
    package let variant: TracedVariant
    /// What differs, in words: `the level 'reprot' is not 'report'`.
    package let reason: String
    /// Grows with what differs.
    package let distance: Int
}

extension Dialect {
    /// The topic on which that sender is heard and which is nearest to a topic name; nil if none is near.
    package func nearestTopic(to topic: Text, from sender: Sender) -> TopicTrace? {
        let heard = groups.filter { group in
            group.sender == sender && group.variants.contains { variants[$0].reads }
        }
        let levels = topic.string.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        let traces = heard.compactMap { group -> TopicTrace? in
            guard let first = group.variants.first,
                let difference = group.topic.difference(from: levels)
            else { return nil }
            return TopicTrace(
                dialect: name, file: file, sender: sender,
                template: group.topic.print(product: "${product}", device: "${device}"),
                variant: TracedVariant(variants[first]), reason: difference.reason, distance: difference.distance)
        }
        return traces.min { $0.distance < $1.distance }
    }
}

extension TopicTemplate {
    /// What keeps the levels of a topic name from fitting; nil if they fit, or have little in common.
    fileprivate func difference(from topic: [String]) -> (reason: String, distance: Int)? {
        guard topic.count == levels.count else { return differenceInLength(from: topic) }
        var reasons: [String] = []
        var distance = 0
        for (level, part) in zip(levels, topic) {
            switch level {
            case .literal(let text) where !text.utf8.elementsEqual(part.utf8):
                reasons.append("the level \(quoted(part)) is not \(quoted(text))")
                distance += nearName(to: part, among: [text]) == nil ? 3 : 1
            case .product where part.isEmpty, .device where part.isEmpty:
                reasons.append("the level of the \(level) is empty")
                distance += 1
            case .literal, .product, .device: break
            }
        }
        let fixed = levels.count { if case .literal = $0 { true } else { false } }
        guard let reason = reasons.first, distance < 3 * max(fixed, 1) else { return nil }
        return (reasons.count == 1 ? reason : reasons.joined(separator: ", "), distance)
    }

    /// A topic with the same beginning and a level too few or too many.
    private func differenceInLength(from topic: [String]) -> (reason: String, distance: Int)? {
        let common = zip(levels, topic).prefix { level, part in
            guard case .literal(let text) = level else { return !part.isEmpty }
            return text.utf8.elementsEqual(part.utf8)
        }
        let apart = abs(levels.count - topic.count)
        guard apart <= 2, common.count + 1 >= min(levels.count, topic.count), common.count >= 2 else { return nil }
        return ("it has \(topic.count) levels where \(levels.count) were expected", 2 * apart)
    }
}
