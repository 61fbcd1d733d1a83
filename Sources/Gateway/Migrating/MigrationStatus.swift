package import Journal
package import Migration
import Upgrades

/// How a migration stands; times are milliseconds since 1970.
package struct MigrationStatus: Sendable, Encodable {
    package struct Fleet: Sendable, Encodable {
        package let name: String
        package let origin: String
        package let identity: String
        package let exceptions: Int
    }
    /// A device that should be looked at before it moves.
    package struct Unready: Sendable, Encodable {
        package let device: String
        package let identity: String
        package let verdict: String
        package let text: String
    }
    /// Devices that wait for an upgrade to end before they go.
    package struct Leaving: Sendable, Encodable {
        package let device: String
        package let upgrade: String
    }
    package struct Product: Sendable, Encodable {
        package let product: String
        package let devices: Int
    }

    package let name: String
    package let stage: String
    package let destination: String
    package let fleets: [Fleet]
    package let pace: Int?
    /// Why no device is sent over at present.
    package let pause: String?
    package let alarm: FailureAlarm
    package let waves: [String]
    package let devices: Migration.Census
    /// Devices of the old backend by how the new one compares.
    package let readiness: [String: Int]
    package let isReady: Bool
    package let unready: [Unready]
    package let leaving: [Leaving]
    /// Products of which the new backend has answered for no device at all.
    package let unansweredProducts: [Product]
    package let audit: [AuditEntry]

    package init(_ view: MigrationView) {
        let migration = view.migration
        name = migration.name
        stage = migration.stage.rawValue
        destination = migration.plan.destination
        fleets = migration.plan.fleets.map {
            Fleet(
                name: $0.name, origin: $0.origin, identity: "\($0.product)/\($0.device)",
                exceptions: $0.exceptions.count)
        }
        pace = migration.life.pace
        pause = migration.pause
        alarm = migration.alarm
        waves = migration.waves.map(migration.told)
        devices = view.census
        audit = view.audit
        let waiting = view.devices.filter { $0.migrant.owner == .origin }
        var counts: [String: Int] = [:]
        for device in waiting { counts[device.comparison.verdict.rawValue, default: 0] += 1 }
        readiness = counts
        unready = waiting.filter { !$0.comparison.verdict.isReady }.map {
            Unready(
                device: $0.key, identity: $0.identity, verdict: $0.comparison.verdict.rawValue,
                text: $0.comparison.text)
        }
        isReady = unready.isEmpty && migration.isMirroring
        leaving = view.devices.filter(\.migrant.isLeaving).map {
            Leaving(device: $0.key, upgrade: $0.openUpgrade ?? "a report is still on its way")
        }
        var products: [String: (devices: Int, answered: Int)] = [:]
        for device in view.devices where device.isMet {
            let product = String(device.identity.split(separator: "/").first ?? "")
            products[product, default: (0, 0)].devices += 1
            // of a device that has moved the new backend's answers stand in its own state
            let isMoved = device.migrant.owner == .destination
            let isAnswered =
                isMoved ? device.state.records.contains { $0.offeredAt != nil } : device.comparison.isAnswered
            if isAnswered { products[product]?.answered += 1 }
        }
        unansweredProducts = products.filter { $0.value.answered == 0 }.sorted { $0.key < $1.key }.map {
            Product(product: $0.key, devices: $0.value.devices)
        }
    }
}

extension MigrationView.Device {
    /// The upgrade that keeps it where it is: `1.0 → 2.0, downloading 50 %`.
    package var openUpgrade: String? {
        let upgrades = state.records.compactMap(\.upgrade).filter(\.isOpen)
        guard !upgrades.isEmpty else { return nil }
        return upgrades.map { upgrade in
            let versions = "\(upgrade.from?.string ?? "?") → \(upgrade.target?.string ?? "?")"
            return "\(versions), \(upgrade.phase.rawValue)\(upgrade.percent.map { " \($0) %" } ?? "")"
        }.joined(separator: "; ")
    }
}
