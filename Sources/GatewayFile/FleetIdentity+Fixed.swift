extension FleetIdentity {
    /// The product of every identity; nil where it differs with the device.
    package var fixedProduct: String? { product.hole == nil && exceptions == nil ? product.pattern.prefix : nil }

    /// The device name of every identity; nil where it differs with the device.
    package var fixedDevice: String? { device.hole == nil && exceptions == nil ? device.pattern.prefix : nil }

    /// The products of all identities, each once; nil where they differ with the device.
    package var products: [String]? {
        guard product.hole == nil else { return nil }
        let others = Set(exceptions?.devices.keys.map { TopicLevel($0.product) } ?? [])
        return [product.pattern.prefix] + others.map(\.text).filter { $0 != product.pattern.prefix }.sorted()
    }
}
