import ArgumentParser
import Diagnostics
import Gateway
import GatewayFile
import Migration

/// Which devices of a migration a step is about.
struct SelectionArguments: ParsableArguments {
    @Flag(help: "All devices of the migration.") var all = false
    @Option(help: ArgumentHelp("A device by its key.", valueName: "dialect/product/device")) var device: [String] = []
    @Option(help: "A file of devices, one DIALECT/PRODUCT/DEVICE in each line.") var list: String?
    @Option(help: "Devices of this product, as they name it themselves.") var product: String?
    @Option(help: "A stable share: who is in at 10 is in at 50 as well.") var percent: Double?
    @Option(help: "Devices on which this version runs.") var version: String?
    @Option(
        help: ArgumentHelp("Devices that were heard lately, as 1d.", valueName: "duration"),
        transform: MigratePlan.seconds)
    var seenWithin: Int64?

    func validate() throws {
        if let percent, !(0...100).contains(percent) { throw ValidationError("--percent is 0 to 100") }
    }

    /// Nil where no condition is given.
    func chosen(for arguments: MigrationArguments) throws -> Selection? {
        var selection = Selection()
        selection.product = product
        selection.share = percent.map { Int(($0 * 100).rounded()) }
        selection.version = version
        selection.seenWithin = seenWithin
        if !device.isEmpty || list != nil { selection.devices = try devices(of: arguments) }
        return selection == Selection() && !all ? nil : selection
    }

    private func devices(of arguments: MigrationArguments) throws -> Set<String> {
        let (configuration, plan) = try arguments.gateway.load()
        let desk = try MigrationDesk(configuration, plan)
        let names = Set(desk.book[arguments.name]?.plan.fleets.map(\.name) ?? [])
        let patterns = configuration.fleets.filter { names.contains($0.name) }.map(\.devices)
        func isMeant(_ dialect: String, _ name: DeviceName) -> Bool {
            patterns.contains { $0.dialect == dialect && $0.contains(name) }
        }
        var findings = Findings()
        var sources: [SourceText] = []
        var devices: Set<String> = []
        let given = SourceText(name: "--device", text: device.joined(separator: "\n"))
        for source in [device.isEmpty ? nil : given, list.flatMap { SourceFile.read($0, into: &findings) }] {
            guard let source else { continue }
            sources.append(source)
            devices.formUnion(DeviceList.read(source, into: &findings, isMeant: isMeant))
        }
        if !findings.isEmpty { Streams.complain(findings.text(in: sources)) }
        if findings.hasErrors { throw ExitStatus.findings }
        return devices
    }
}
