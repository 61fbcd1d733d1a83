import ArgumentParser
import Diagnostics
import Gateway
import GatewayFile
import Journal
import Migration

struct MigratePlan: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan",
        abstract: "Say which fleets go to which backend, and under which names; nothing happens yet.",
        discussion: """
            A fleet is named with the identity that its devices have at the new backend, with the holes ${product} and \
            ${device}; without one they keep their names. Devices that follow no pattern stand in a file, one in a line, as \
            PRODUCT/DEVICE,PRODUCT/DEVICE; it is checked, and findings say where. Planned again with the same name, a \
            migration that has not started is changed.

              ota-gateway migrate plan leave --config deploy/gateway.yaml --fleet 'valves=PRODTENC09/${device}' \\
                --to tencent-cloud --reason 'the contract ends in June'
            """)

    @OptionGroup var arguments: MigrationArguments
    @Option(help: ArgumentHelp("A fleet that moves, and its devices' new names.", valueName: "fleet[=product/device]"))
    var fleet: [String] = []
    @Option(help: "The backend that they go to, as the configuration names it.") var to: String
    @Option(help: "A file of devices whose new name follows no pattern.") var exceptions: String?
    @Option(
        help: "How long a device that is to leave waits for a first progress before its offer is timed out.",
        transform: Self.seconds)
    var patience: Int64 = 900

    func validate() throws {
        guard !fleet.isEmpty else {
            throw ValidationError("which fleets? name them with --fleet 'FLEET=PRODUCT/${device}'")
        }
    }

    func run() async throws {
        let (configuration, plan) = try arguments.gateway.load()
        guard let plan else { throw ExitStatus.unusable }
        let desk = try MigrationDesk(configuration, plan)
        let moved = try MigrationArguments.refusable { try plan.applying(desk.book.all) }
        let planned = try self.plan(over: moved, desk)
        guard arguments.dryRun else { return try await arguments.send(.plan(planned), to: configuration) }
        try arguments.show(try MigrationArguments.refusable { try outlook(of: planned, desk: desk, plan) })
    }

    private func plan(over routes: RoutingPlan, _ desk: MigrationDesk) throws -> Migration.Plan {
        var fleets: [(part: Migration.Plan.Fleet, file: ExceptionFile.Fleet)] = []
        let backends = routes.configuration.backends
        guard let backend = backends.first(where: { $0.name == to }) else {
            throw ValidationError("there is no backend \(quoted(to)); \(hint(to, backends.map(\.name)))")
        }
        for text in fleet {
            let halves = text.split(separator: "=", maxSplits: 1).map(String.init)
            guard let name = halves.first, let fleet = routes.fleets.first(where: { $0.name == name }) else {
                throw ValidationError(
                    "there is no fleet \(quoted(halves.first ?? text)); \(hint(text, routes.fleets.map(\.name)))")
            }
            let segments = (halves.count == 2 ? halves[1] : "${product}/${device}")
                .split(separator: "/", omittingEmptySubsequences: false).map(String.init)
            guard segments.count == 2 else {
                throw ValidationError("write --fleet '\(name)=PRODUCT/${device}', not \(quoted(text))")
            }
            let part = Migration.Plan.Fleet(
                name: name, origin: backends[fleet.backend].name, product: segments[0], device: segments[1])
            do {
                let identity = try FleetIdentity(part, of: fleet.devices)
                let product = routes.product(ofDialect: backend.dialect)
                fleets.append(
                    (part, .init(name: name, devices: fleet.devices, identity: identity, product: product)))
            } catch {
                throw ValidationError("fleet \(quoted(name)) as \(quoted(segments.joined(separator: "/"))): \(error)")
            }
        }
        let read = try readExceptions(of: fleets.map(\.file), desk)
        let parts = fleets.indices.map { place in
            var part = fleets[place].part
            part.exceptions = read[place]
            return part
        }
        return Migration.Plan(destination: to, fleets: parts, patience: patience)
    }

    private func readExceptions(of fleets: [ExceptionFile.Fleet], _ desk: MigrationDesk) throws -> [[String: String]] {
        guard let exceptions else { return fleets.map { _ in [:] } }
        var findings = Findings()
        let source = SourceFile.read(exceptions, into: &findings)
        let known = try knownDevices(desk)
        let file = source.map { source in
            ExceptionFile(source, of: fleets, into: &findings) { fleet, name in
                known.contains("\(fleets[fleet].devices.dialect)/\(name.slashed)")
            }
        }
        if !findings.isEmpty { Streams.complain(findings.text(in: source.map { [$0] } ?? [])) }
        guard let file, !findings.hasErrors else { throw ExitStatus.findings }
        return file.exceptions
    }

    private func knownDevices(_ desk: MigrationDesk) throws -> Set<String> {
        var known: Set<String> = []
        try desk.journal.eachDevice { key, _ in known.insert(key.text) }
        return known
    }

    private func outlook(
        of planned: Migration.Plan, desk: MigrationDesk, _ plan: RoutingPlan
    ) throws -> MigrationOutlook {
        let known = desk.book[arguments.name]
        var migration = known ?? Migration(name: arguments.name, number: desk.book.nextNumber, plan: planned)
        let changes = known == nil ? ["planned"] : try migration.replan(planned)
        // whether it would fit, and what the devices would be called
        let view = try MigrationView(migration, of: desk.book, in: desk.journal, plan: plan)
        return MigrationOutlook(planning: view, changes: changes)
    }

    private func hint(_ name: String, _ names: [String]) -> String {
        didYouMean(name, among: names) ?? "expected one of \(names.joined(separator: ", "))"
    }

    static func seconds(_ text: String) throws -> Int64 {
        do throws(TextProblem) {
            return try DurationText(text).duration.components.seconds
        } catch {
            throw ValidationError("\(error)")
        }
    }
}
