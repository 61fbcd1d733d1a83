import Diagnostics
import Dialects
package import GatewayFile
package import Migration
import Translation
import Upgrades

extension RoutingPlan {
    /// Why a migration and the configuration do not fit each other.
    package struct Misfit: Error, CustomStringConvertible, Sendable {
        package let migration: String
        package let text: String

        package var description: String { "migration \(quoted(migration)): \(text)" }
    }

    /// The same routes with fleets moved, or on their way, as migrations say.
    ///
    /// - Parameter migrations: in the order in which they were planned; one begins where the one before it has ended.
    package func applying(_ migrations: [Migration]) throws(Misfit) -> RoutingPlan {
        var configuration = written
        var guests: [(migration: Migration, fleet: Int, guest: Int)] = []
        for migration in migrations where migration.isMirroring || migration.stage == .done {
            for fleet in migration.plan.fleets {
                let place = try configuration.place(of: fleet, of: migration, dialects)
                guard let place else { continue }
                if migration.stage == .done {
                    configuration = configuration.moving(fleet: place.fleet, to: place.backend, as: place.identity)
                } else {
                    configuration = configuration.twinning(fleet: place.fleet, with: place.backend, as: place.identity)
                    let guest = configuration.fleets.count - 1
                    guests.append((migration, place.fleet, guest))
                    try configuration.check(guest: guest, of: migration)
                }
            }
        }
        let plan = RoutingPlan(
            configuration, dialects: dialects, version: mappingVersion, links: links, written: written)
        guard var plan else { throw Misfit(migration: "", text: "a broker has no link, or a dialect no file") }
        if !guests.isEmpty { plan.twins = Array(repeating: nil, count: configuration.fleets.count) }
        for (migration, fleet, guest) in guests {
            let route = TwinRoute(
                origin: plan.routes[fleet], destination: plan.routes[guest],
                patience: .seconds(migration.plan.patience))
            let twin = Twin(migration: migration.name, fleet: fleet, guest: guest, route: route)
            plan.twins[fleet] = twin
            plan.twins[guest] = twin
        }
        return plan
    }

    /// The fleets of the files, without their devices at second backends.
    package var fleets: [FleetConfiguration] { configuration.fleets.filter { $0.guestOf == nil } }
}

extension GatewayConfiguration {
    fileprivate typealias Place = (fleet: Int, backend: Int, identity: FleetIdentity)

    /// Where a fleet of a migration stands in this configuration.
    ///
    /// - Returns: nil where a migration is done and the operator has gone on to something else since.
    fileprivate func place(
        of part: Migration.Plan.Fleet, of migration: Migration, _ dialects: [String: Dialect]
    ) throws(RoutingPlan.Misfit) -> Place? {
        func misfit(_ text: String) -> RoutingPlan.Misfit { .init(migration: migration.name, text: text) }
        let isDone = migration.stage == .done
        guard let fleet = fleets.firstIndex(where: { $0.name == part.name && $0.guestOf == nil }) else {
            if isDone { return nil }
            throw misfit(
                "there is no fleet \(quoted(part.name))"
                    + (didYouMean(part.name, among: fleets.map(\.name)).map { "; \($0)" } ?? ""))
        }
        let destination = migration.plan.destination
        guard let backend = backends.firstIndex(where: { $0.name == destination }) else {
            if isDone { return nil }
            throw misfit(
                "there is no backend \(quoted(destination))"
                    + (didYouMean(destination, among: backends.map(\.name)).map { "; \($0)" } ?? ""))
        }
        let current = backends[fleets[fleet].backend].name
        if isDone {
            guard current == part.origin || current == destination else { return nil }
        } else if current != part.origin {
            throw misfit(
                """
                fleet \(quoted(part.name)) belongs to backend \(quoted(current)) and is to leave \
                \(quoted(part.origin)); keep that backend in the file until the migration has ended
                """)
        }
        if fleets.contains(where: { $0.guestOf == fleet }) {
            throw misfit("fleet \(quoted(part.name)) moves already, by another migration; end that first")
        }
        do throws(TextProblem) {
            let identity = try FleetIdentity(part, of: fleets[fleet].devices)
            if let product = dialects[backends[backend].dialect]?.product?.string, identity.fixedProduct != product {
                throw TextProblem(
                    "backend \(quoted(destination)) knows its devices by the product \(quoted(product))")
            }
            return (fleet, backend, identity)
        } catch {
            throw misfit("fleet \(quoted(part.name)): \(error)")
        }
    }

    fileprivate func check(guest: Int, of migration: Migration) throws(RoutingPlan.Misfit) {
        var findings = Findings()
        checkGuest(guest, into: &findings)
        guard let finding = findings.all.first(where: { $0.severity == .error }) else { return }
        throw .init(
            migration: migration.name,
            text: finding.message + (finding.suggestion.map { "; \($0)" } ?? "") + " [\(finding.code.rawValue)]")
    }
}

extension FleetIdentity {
    /// The identity that a migration gives the devices of a fleet.
    package init(_ part: Migration.Plan.Fleet, of devices: DevicePattern) throws(TextProblem) {
        var identities: [DeviceName: DeviceName] = [:]
        for (device, identity) in part.exceptions {
            guard let name = DeviceName(slashed: device), let known = DeviceName(slashed: identity) else {
                throw TextProblem("an exception is PRODUCT/DEVICE, not \(quoted(device)) or \(quoted(identity))")
            }
            identities[name] = known
        }
        try self.init(
            product: part.product, device: part.device, of: devices,
            exceptions: identities.isEmpty ? nil : IdentityExceptions(identities))
    }
}
