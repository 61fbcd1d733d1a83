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

    init(levels: [Level], fixedProduct: Text = "") {
        self.levels = levels
        self.fixedProduct = fixedProduct
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
        TopicPlan(self).print(product: product, device: device)
    }
}
