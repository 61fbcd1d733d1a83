extension FleetIdentity {
    /// The product of every identity; nil where it differs with the device.
    package var fixedProduct: String? { product.hole == nil ? product.pattern.prefix : nil }

    /// The device name of every identity; nil where it differs with the device.
    package var fixedDevice: String? { device.hole == nil ? device.pattern.prefix : nil }
}
