import GatewayFile
import Journal
import Migration
import Translation

/// A device of a fleet that moves, as the journal has it.
struct MovingDevice {
    let backend: String
    let identity: Identity
    let text: String

    /// Nil for a device that stays, or that its migration has not met.
    init?(
        _ key: DeviceKey, _ device: Identity, fleet: Int, in plan: RoutingPlan, _ journal: JournalReader
    ) throws(JournalError) {
        guard let twin = plan.twin(ofFleet: fleet), let kept = try journal.migrant(key),
            kept.migration == twin.migration, let migrant = try? Migrant(encoded: kept.state)
        else { return nil }
        func name(_ role: BackendRole) -> String {
            plan.configuration.backends[plan.configuration.fleets[twin.fleet(of: role)].backend].name
        }
        backend = name(migrant.owner)
        identity = plan.names(of: device, on: twin).identities(for: migrant.owner).backend
        let side = migrant.owner == .origin ? "old" : "new"
        text =
            "migration \(twin.migration): it is with its \(side) backend"
            + (migrant.isLeaving ? ", and goes to \(name(migrant.goal)) when what is open has ended" : "")
    }
}
