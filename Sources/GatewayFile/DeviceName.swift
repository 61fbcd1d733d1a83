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

    package static func == (one: DeviceName, other: DeviceName) -> Bool {
        TopicLevel(one.product) == TopicLevel(other.product) && TopicLevel(one.device) == TopicLevel(other.device)
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(TopicLevel(product))
        hasher.combine(TopicLevel(device))
    }
}
