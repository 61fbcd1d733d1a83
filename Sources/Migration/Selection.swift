/// Which devices of a migration a step is about; every condition that is given must hold.
package struct Selection: Sendable, Hashable, Codable {
    /// Devices by their keys, `dialect/product/device`.
    package var devices: Set<String>?
    package var product: String?
    /// A stable share of the devices in hundredths of a percent: who is in at 10 % is in at 50 % as well.
    package var share: Int?
    /// The version that runs on the device, of any of its modules.
    package var version: String?
    /// Only devices that were heard this many seconds ago at most.
    package var seenWithin: Int64?

    package init() {}

    /// Whether a device is meant.
    ///
    /// - Parameter salt: the migration's name, so that two migrations do not begin with the same devices.
    package func contains(_ facts: DeviceFacts, salt: String, at now: Int64) -> Bool {
        if let devices, !devices.contains(facts.key) { return false }
        if let product, product != facts.product { return false }
        if let share, stablePlace(of: facts.key, salt: salt) >= share { return false }
        if let version, !facts.versions.contains(version) { return false }
        if let seenWithin {
            guard let seen = facts.seen, now - seen <= seenWithin * 1_000 else { return false }
        }
        return true
    }
}

extension Selection: CustomStringConvertible {
    /// `all devices`, or `devices of product P with version 1.0`.
    package var description: String {
        var parts: [String] = []
        if let devices { parts.append("of a list of \(devices.count)") }
        if let product { parts.append("of product \(product)") }
        if let share {
            parts.append("of the first \(share % 100 == 0 ? "\(share / 100)" : "\(Double(share) / 100)") %")
        }
        if let version { parts.append("with version \(version)") }
        if let seenWithin { parts.append("heard in the last \(seenWithin) s") }
        return parts.isEmpty ? "all devices" : "devices \(parts.joined(separator: ", "))"
    }
}

/// What a selection asks of a device.
package struct DeviceFacts: Sendable, Hashable {
    /// `dialect/product/device`.
    package var key: String
    package var product: String
    /// What runs on it, module by module.
    package var versions: [String]
    /// When it was last heard, in milliseconds since 1970.
    package var seen: Int64?

    package init(key: String, product: String, versions: [String], seen: Int64?) {
        self.key = key
        self.product = product
        self.versions = versions
        self.seen = seen
    }
}

/// A device's place among 10,000, the same on every machine and in every run.
///
/// FNV-1a (draft-eastlake-fnv), then the finalizer of MurmurHash3, since names that differ in their last byte alone
/// should not lie together.
package func stablePlace(of key: String, salt: String) -> Int {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in Array(salt.utf8) + [0] + Array(key.utf8) { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    hash = (hash ^ (hash >> 33)) &* 0xFF51_AFD7_ED55_8CCD
    hash = (hash ^ (hash >> 33)) &* 0xC4CE_B9FE_1A85_EC53
    return Int((hash ^ (hash >> 33)) % 10_000)
}
