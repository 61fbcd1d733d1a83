package import Upgrades

/// A device of a migration: whose it is, whose it shall be, and what is remembered towards the backend that does not own it.
///
/// The state towards the owner is the device's ordinary one and stands outside.
package struct Migrant: Sendable, Hashable {
    /// The backend that the device belongs to: its offers, receipts and replies reach the device, nobody else's.
    package var owner: BackendRole
    /// Where the device is to be. Differs from `owner` while something is open there: no upgrade is torn.
    package var goal: BackendRole
    /// Towards the backend that does not own the device: ids, versions told, its offers, and the upgrade that it had given last.
    package var other: DeviceState
    /// What that backend has answered to version reports, where its dialect has receipts: 0 is success.
    package var receipt: Int64?

    package init(order: Int64, owner: BackendRole = .origin) {
        self.owner = owner
        goal = owner
        other = DeviceState(order: order)
    }
}
