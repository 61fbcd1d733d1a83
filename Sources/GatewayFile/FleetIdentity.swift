/// Under which name a fleet's devices are known at their backend, and back.
///
/// Law: `deviceIdentity(of: backendIdentity(of: name)) == name` for every device of the fleet. It holds because each
/// wildcard of the fleet's devices stands as a hole in the identity, at most one in each segment.
package struct FleetIdentity: Hashable, Sendable {
    /// What a hole of the identity stands for.
    enum Hole: String, CaseIterable, Sendable {
        case product, device
    }

    /// One segment: text around at most one hole.
    struct Segment: Hashable, Sendable {
        let pattern: LevelPattern
        /// Nil without a hole.
        let hole: Hole?
    }

    let product: Segment
    let device: Segment
    /// Devices whose identity follows no pattern; nil where there are none.
    let exceptions: IdentityExceptions?
    private let devices: DevicePattern

    /// - Parameters:
    ///   - product: a topic level with the holes `${product}` and `${device}`.
    ///   - device: likewise.
    /// - Throws: when two devices would get one identity, or an identity does not tell its device.
    init(
        product: HoleText<Hole>, device: HoleText<Hole>, of devices: DevicePattern,
        exceptions: IdentityExceptions? = nil
    ) throws(TextProblem) {
        self.devices = devices
        self.exceptions = exceptions
        self.product = try Self.segment(product, of: devices, what: "the product")
        self.device = try Self.segment(device, of: devices, what: "the device")
        let kept = [self.product.hole, self.device.hole]
        let wildcards: [Hole] = (devices.product == nil ? [.product] : []) + (devices.device == nil ? [.device] : [])
        for hole in wildcards where !kept.contains(hole) {
            throw TextProblem(
                "devices that differ only in their \(hole.rawValue) would have one identity",
                suggestion: "write ${\(hole.rawValue)} into it")
        }
    }

    /// - Parameter name: a device of the fleet.
    package func backendIdentity(of name: DeviceName) -> DeviceName {
        if let identity = exceptions?.identities[name] { return identity }
        return byPattern(name)
    }

    private func byPattern(_ name: DeviceName) -> DeviceName {
        DeviceName(product: filled(product, name), device: filled(device, name))
    }

    /// Whether a device's identity is its own: one that the pattern gives it may be the exception of another device.
    package func isOwn(_ name: DeviceName) -> Bool {
        exceptions == nil || deviceIdentity(of: backendIdentity(of: name)) == name
    }

    /// Nil when no device of the fleet has this identity.
    package func deviceIdentity(of identity: DeviceName) -> DeviceName? {
        guard let exceptions else { return deviceByPattern(identity) }
        if let name = exceptions.devices[identity] { return name }
        return deviceByPattern(identity).flatMap { exceptions.identities[$0] == nil ? $0 : nil }
    }

    /// The device that the pattern gives this identity.
    func deviceByPattern(_ identity: DeviceName) -> DeviceName? {
        guard let inProduct = product.pattern.hole(in: identity.product),
            let inDevice = device.pattern.hole(in: identity.device)
        else { return nil }
        var values = (product: devices.product, device: devices.device)
        for (hole, text) in [(product.hole, inProduct), (device.hole, inDevice)] {
            switch hole {
            case .product: values.product = text
            case .device: values.device = text
            case nil: break
            }
        }
        guard let productName = values.product, let deviceName = values.device else { return nil }
        let name = DeviceName(product: productName, device: deviceName)
        // One hole in both segments reads twice; the readings must agree.
        return product.hole != device.hole || product.hole == nil || byPattern(name) == identity ? name : nil
    }

    /// Whether some identity may belong to both.
    ///
    /// A hole that stands in both segments counts as two.
    func intersects(_ other: FleetIdentity) -> Bool {
        if product.pattern.intersects(other.product.pattern), device.pattern.intersects(other.device.pattern) {
            return true
        }
        let exceptions = [(self, other), (other, self)]
        return exceptions.contains { one, two in
            one.exceptions?.devices.keys.contains { two.deviceIdentity(of: $0) != nil } ?? false
        }
    }

    /// Whether some identity may be one of these devices, dialects apart.
    func intersects(_ devices: DevicePattern) -> Bool {
        product.pattern.intersects(devices.productPattern) && device.pattern.intersects(devices.devicePattern)
            || exceptions?.devices.keys.contains { devices.contains($0) } ?? false
    }

    private func filled(_ segment: Segment, _ name: DeviceName) -> String {
        switch segment.hole {
        case .product: segment.pattern.filled(with: name.product)
        case .device: segment.pattern.filled(with: name.device)
        case nil: segment.pattern.prefix
        }
    }

    /// Puts the fleet's fixed names into their holes, which leaves the wildcards.
    private static func segment(
        _ text: HoleText<Hole>, of devices: DevicePattern, what: String
    ) throws(TextProblem) -> Segment {
        var prefix = ""
        var suffix: String?
        var found: Hole?
        for piece in text.pieces {
            let fixed: String?
            switch piece {
            case .text(let text): fixed = text
            case .hole(.product): fixed = devices.product
            case .hole(.device): fixed = devices.device
            }
            if let fixed {
                if let before = suffix { suffix = before + fixed } else { prefix += fixed }
            } else if case .hole(let hole) = piece {
                guard found == nil else {
                    throw TextProblem(
                        "\(what) of an identity can hold one wildcard", suggestion: "keep one of its holes")
                }
                found = hole
                suffix = ""
            }
        }
        return Segment(pattern: LevelPattern(prefix: prefix, suffix: suffix), hole: found)
    }
}
