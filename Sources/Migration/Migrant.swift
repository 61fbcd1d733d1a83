package import Upgrades

/// A device of a migration: whose it is, whose it shall be, and what is remembered towards the backend that does not own it.
///
/// The state towards the owner is the device's ordinary one and stands outside.
package struct Migrant: Sendable, Hashable {
    /// The backend that the device belongs to: its offers, receipts and replies reach the device, nobody else's.
    package var owner: BackendRole
    /// Where the device is to be.
    ///
    /// Differs from `owner` while something is open there: no upgrade is torn.
    package var goal: BackendRole
    /// Towards the backend that does not own the device: ids, versions told, its offers, and the upgrade that it had given last.
    package var other: DeviceState
    /// What that backend has answered to version reports, where its dialect has receipts: 0 is success.
    package var receipt: Int64?
    /// When the device was last heard, in milliseconds since 1970, to some minutes: each change is a row to be written.
    package private(set) var heard: Int64?

    package init(order: Int64, owner: BackendRole = .origin) {
        self.owner = owner
        goal = owner
        other = DeviceState(order: order)
    }

    /// Whether it waits for something to end before it goes.
    package var isLeaving: Bool { goal != owner }

    package mutating func hear(at now: Int64) {
        if now - (heard ?? 0) >= 300_000 { heard = now }
    }
}

/// The stored form: a version, the members in the order of their declaration, the state last.
///
/// Law: `Migrant(encoded: migrant.encoded()) == migrant`.
extension Migrant {
    private static let codingVersion: UInt8 = 1

    package func encoded() -> [UInt8] {
        var bytes = [Self.codingVersion, owner.code, goal.code]
        for number in [receipt, heard] {
            bytes.append(number == nil ? 0 : 1)
            guard let number else { continue }
            for shift in stride(from: 56, through: 0, by: -8) {
                bytes.append(UInt8(truncatingIfNeeded: number >> shift))
            }
        }
        return bytes + other.encoded()
    }

    package init(encoded bytes: [UInt8]) throws(DeviceStateError) {
        var rest = bytes[...]
        func byte() throws(DeviceStateError) -> UInt8 {
            guard let byte = rest.popFirst() else { throw .damaged }
            return byte
        }
        func number() throws(DeviceStateError) -> Int64? {
            guard try byte() != 0 else { return nil }
            guard rest.count >= 8 else { throw .damaged }
            defer { rest = rest.dropFirst(8) }
            return Int64(bitPattern: rest.prefix(8).reduce(0) { $0 << 8 | UInt64($1) })
        }
        let version = try byte()
        guard version == Self.codingVersion else { throw .unknownVersion(version) }
        (owner, goal) = (BackendRole(code: try byte()), BackendRole(code: try byte()))
        (receipt, heard) = (try number(), try number())
        other = try DeviceState(encoded: Array(rest))
    }
}
