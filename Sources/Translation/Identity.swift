package import Upgrades

/// A device's name within one dialect: Tencent's productID and deviceName, Aliyun's productKey and deviceName.
package struct Identity: Hashable, Sendable, CustomStringConvertible {
    package let product: Text
    package let device: Text

    package init(product: Text, device: Text) {
        self.product = product
        self.device = device
    }

    package var description: String { "\(product)/\(device)" }
}

/// A device and the name that its backend knows it by.
package struct Identities: Hashable, Sendable {
    package let device: Identity
    package let backend: Identity

    package init(device: Identity, backend: Identity) {
        self.device = device
        self.backend = backend
    }
}
