import GatewayFile
package import Journal
package import Migration
import Translation
package import Upgrades

/// A migration and its devices as the journal has them, for whoever asks: status, and what a step would do.
package struct MigrationView {
    package struct Device: Sendable {
        package let key: String
        package let fleet: String
        package let facts: DeviceFacts
        package let state: DeviceState
        /// As the migration keeps it, or would begin with it.
        package let migrant: Migrant
        /// Whether the migration has met it.
        package let isMet: Bool
        /// Its name at the new backend.
        package let identity: String
        package let comparison: Comparison
    }

    package let migration: Migration
    /// In the order in which they were first heard.
    package let devices: [Device]
    package let census: Migration.Census
    package let audit: [AuditEntry]

    /// - Parameter plan: of the files, before any migration.
    /// - Throws: `Misfit` where the migration does not fit the files, `JournalError` where the journal cannot be read.
    package init(
        _ migration: Migration, of book: MigrationBook, in journal: JournalReader, plan: RoutingPlan
    ) throws {
        self.migration = migration
        // its routes as they are while it mirrors, whatever its stage is
        let routed = try plan.applying(book.all.filter { $0.name != migration.name } + [migration.asMirroring])
        var devices: [Device] = []
        var census = Migration.Census()
        try journal.eachMigratingDevice { row in
            guard let (dialect, name) = row.key.parts, let owner = routed.owner(ofDevice: dialect, name),
                let twin = routed.twin(ofFleet: owner.fleet), twin.migration == migration.name,
                let state = try? DeviceState(encoded: row.state)
            else { return }
            let canMove = routed.canMove(Identity(name), on: twin)
            let kept = row.migrant.flatMap { $0.migration == migration.name ? try? Migrant(encoded: $0.state) : nil }
            var migrant = kept ?? Migrant(order: state.order)
            if migration.stage == .done { (migrant.owner, migrant.goal) = (.destination, .destination) }
            if migrant.owner == .origin { census.atOrigin += 1 } else { census.atDestination += 1 }
            if migrant.isLeaving { census.leaving += 1 }
            if kept == nil, migration.isMirroring, canMove { census.isWhole = false }
            devices.append(
                Device(
                    key: row.key.text, fleet: routed.configuration.fleets[twin.fleet].name,
                    facts: DeviceFacts(row.key.text, name.product, state, kept), state: state, migrant: migrant,
                    isMet: kept != nil, identity: routed.names(of: Identity(name), on: twin).destination.description,
                    comparison: canMove ? twin.route.compare(state, kept) : .nameTaken))
        }
        self.devices = devices
        self.census = census
        audit = try journal.audit(of: migration.name)
    }
}

extension Migration {
    /// The same as if it had only begun to mirror.
    fileprivate var asMirroring: Migration {
        var life = Life()
        life.begin()
        return Migration(name: name, number: number, plan: plan, life: life, alarm: alarm)
    }
}
