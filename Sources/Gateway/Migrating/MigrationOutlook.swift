import GatewayFile
package import Migration
import Upgrades

/// What a step of a migration would do, without doing it.
package struct MigrationOutlook: Sendable, Encodable {
    package struct Device: Sendable, Encodable {
        package let device: String
        package let identity: String
        /// `tell`, `move` or `return`.
        package let what: String
        package let text: String
    }

    package let migration: String
    package let command: String
    /// What would change; empty where nothing would.
    package let changes: [String]
    package let devices: [Device]

    /// - Parameters:
    ///   - view: as it is now.
    ///   - now: milliseconds since 1970.
    /// - Throws: `Migration.Refusal` where the step is not possible.
    package init(_ command: Migration.Command, on view: MigrationView, at now: Int64) throws(Migration.Refusal) {
        var migration = view.migration
        changes = try migration.obey(command, census: view.census)
        self.migration = migration.name
        self.command = command.name
        devices = view.devices.compactMap { device in
            switch command {
            case .start:
                guard !device.isMet, let version = device.facts.versions.first else { return nil }
                return Device(
                    device: device.key, identity: device.identity, what: "tell",
                    text: "version \(version) is told to backend \(migration.plan.destination)")
            case .move, .rollback:
                let goal = migration.goal(of: device.facts, at: now, otherwise: device.migrant.goal)
                guard goal != device.migrant.goal, migration.sends(to: goal) else { return nil }
                let what = goal == .destination ? "move" : "return"
                let when: String
                if device.migrant.owner == goal {
                    when = "stays after all"
                } else if let upgrade = device.openUpgrade {
                    when = "when its upgrade has ended: \(upgrade)"
                } else {
                    when = "at once"
                }
                let ready = goal == .destination && !device.comparison.verdict.isReady
                return Device(
                    device: device.key, identity: device.identity, what: what,
                    text: ready ? "\(when); NOT READY: \(device.comparison.text)" : when)
            case .pause, .finish: return nil
            }
        }
    }

    /// A plan that would be made.
    package init(planning view: MigrationView, changes: [String]) {
        migration = view.migration.name
        command = "plan"
        self.changes = changes
        devices = view.devices.map {
            Device(
                device: $0.key, identity: $0.identity, what: "rename",
                text: "for backend \(view.migration.plan.destination)")
        }
    }
}

extension StatusText {
    package mutating func add(_ outlook: MigrationOutlook) {
        add("dry run of '\(outlook.command)', nothing is changed")
        section("would change", outlook.changes.isEmpty ? ["nothing: it is so already"] : outlook.changes)
        section(
            "\(outlook.devices.count) devices",
            Self.some(outlook.devices.map { "\($0.what) \($0.device), there \($0.identity): \($0.text)" }, limit: 50))
    }
}
