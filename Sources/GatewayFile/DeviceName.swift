/// A device within one dialect: Tencent productID and deviceName, Aliyun productKey and deviceName.
///
/// Both are non-empty topic levels, compared byte by byte.
package struct DeviceName: Hashable, Sendable {
    package let product: String
    package let device: String

    package init(product: String, device: String) {
        self.product = product
        self.device = device
    }

    /// Out of `PRODUCT/DEVICE`; nil for anything else.
    package init?(slashed text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2, parts.allSatisfy({ TopicLevel.problem(in: $0, what: "") == nil }) else { return nil }
        self.init(product: parts[0], device: parts[1])
    }

    /// `PRODUCT/DEVICE`.
    package var slashed: String { "\(product)/\(device)" }

    package static func == (one: DeviceName, other: DeviceName) -> Bool {
        TopicLevel(one.product) == TopicLevel(other.product) && TopicLevel(one.device) == TopicLevel(other.device)
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(TopicLevel(product))
        hasher.combine(TopicLevel(device))
    }
}
