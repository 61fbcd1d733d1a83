package import Diagnostics

/// A file of devices whose identity at a new backend follows no pattern: `PRODUCT/DEVICE,PRODUCT/DEVICE` in each line, the
/// device's own name first; in front of it the dialect where fleets of several move.
package struct ExceptionFile {
    /// A fleet that moves, as far as names of its devices go.
    package struct Fleet: Sendable {
        package let name: String
        package let devices: DevicePattern
        /// The identities by pattern alone.
        package let identity: FleetIdentity
        /// The only product that the new backend knows; nil where there is none such.
        package let product: String?

        package init(name: String, devices: DevicePattern, identity: FleetIdentity, product: String?) {
            self.name = name
            self.devices = devices
            self.identity = identity
            self.product = product
        }
    }
    private struct Entry {
        let device: DeviceName
        let identity: DeviceName
        let fleet: Int
        let line: DelimitedLine
    }

    /// For each fleet, `PRODUCT/DEVICE` to `PRODUCT/DEVICE`.
    package private(set) var exceptions: [[String: String]]

    /// Reads and checks the file; with errors among the findings nothing of it can be used.
    ///
    /// - Parameter isKnown: whether a fleet, by its place, has a device of this name: only a device that is there can have
    ///   its identity taken by an exception.
    package init(
        _ source: SourceText, of fleets: [Fleet], into findings: inout Findings,
        isKnown: (_ fleet: Int, DeviceName) -> Bool
    ) {
        exceptions = fleets.map { _ in [:] }
        var entries: [Entry] = []
        for (index, line) in DelimitedLine.all(of: source).enumerated() {
            if index == 0, line.cells.first?.text == "device" { continue }  // the heading
            if let entry = Self.entry(line, of: fleets, in: source, into: &findings) { entries.append(entry) }
        }
        var devices: [DeviceName: Entry] = [:]
        var identities: [DeviceName: Entry] = [:]
        for entry in entries {
            if let first = devices[entry.device], first.fleet == entry.fleet {
                Self.report(
                    .badDevices, "device \(quoted(entry.device.slashed)) stands here twice", entry, 0, first, source,
                    &findings)
                continue
            }
            if let first = identities[entry.identity] {
                Self.report(
                    .identityNotOneToOne, "two devices would have the identity \(quoted(entry.identity.slashed))",
                    entry, 1, first, source, &findings)
                continue
            }
            devices[entry.device] = entry
            identities[entry.identity] = entry
            exceptions[entry.fleet][entry.device.slashed] = entry.identity.slashed
        }
        for entry in entries {
            for fleet in fleets.indices {
                // the device whose identity this is by the pattern must be an exception too
                guard let other = fleets[fleet].identity.deviceByPattern(entry.identity),
                    exceptions[fleet][other.slashed] == nil, isKnown(fleet, other)
                else { continue }
                Self.report(
                    .identityNotOneToOne,
                    "\(quoted(entry.identity.slashed)) is by the pattern the identity of device "
                        + "\(quoted(other.slashed)) of fleet \(quoted(fleets[fleet].name))",
                    entry, 1, nil, source, &findings,
                    suggestion: "give \(other.slashed) a line of its own, or this device another identity")
            }
        }
    }

    private static func entry(
        _ line: DelimitedLine, of fleets: [Fleet], in source: SourceText, into findings: inout Findings
    ) -> Entry? {
        func fail(_ code: FindingCode, _ text: String, _ cell: Int, _ suggestion: String? = nil) -> Entry? {
            let cell = line.cells[min(cell, line.cells.count - 1)]
            findings.report(
                Finding(
                    code, text, in: source.name, at: SourceLocation(line: line.number, column: cell.column),
                    length: cell.length, suggestion: suggestion))
            return nil
        }
        let form = "write PRODUCT/DEVICE,PRODUCT/DEVICE: the device, then its identity at the new backend"
        if let problem = line.problem { return fail(.badDevices, problem, line.cells.count - 1, form) }
        guard line.cells.count == 2 else {
            return fail(.badDevices, "a line has 2 values, not \(line.cells.count)", line.cells.count - 1, form)
        }
        var parts = line.cells[0].text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        let dialect = parts.count == 3 ? parts.removeFirst() : nil
        guard let device = DeviceName(slashed: parts.joined(separator: "/")) else {
            return fail(.badDevices, "\(quoted(line.cells[0].text)) is no device", 0, form)
        }
        guard let identity = DeviceName(slashed: line.cells[1].text) else {
            return fail(.badIdentity, "\(quoted(line.cells[1].text)) is no identity", 1, form)
        }
        let owners = fleets.indices.filter {
            fleets[$0].devices.contains(device) && (dialect == nil || fleets[$0].devices.dialect == dialect)
        }
        guard let fleet = owners.first else {
            let known = fleets.map { "\(quoted($0.name)) has \($0.devices.text)" }.joined(separator: ", ")
            return fail(
                .badDevices, "\(quoted(line.cells[0].text)) is a device of no fleet that moves", 0, "fleet \(known)")
        }
        guard owners.count == 1 else {
            let names = owners.map { "\(fleets[$0].devices.dialect)/\(device.slashed)" }.joined(separator: " or ")
            return fail(.badDevices, "\(quoted(device.slashed)) may be of several fleets", 0, "write \(names)")
        }
        if let product = fleets[fleet].product, identity.product != product {
            return fail(
                .badIdentity, "the new backend knows its devices by the product \(quoted(product))", 1,
                "write \(product)/\(identity.device)")
        }
        return Entry(device: device, identity: identity, fleet: fleet, line: line)
    }

    private static func report(
        _ code: FindingCode, _ text: String, _ entry: Entry, _ cell: Int, _ first: Entry?, _ source: SourceText,
        _ findings: inout Findings, suggestion: String? = nil
    ) {
        let place = entry.line.cells[cell]
        let note = first.map { first in
            Finding.Note(
                "first here", at: SourceLocation(line: first.line.number, column: first.line.cells[cell].column))
        }
        findings.report(
            Finding(
                code, text, in: source.name, at: SourceLocation(line: entry.line.number, column: place.column),
                length: place.length, suggestion: suggestion, notes: note.map { [$0] } ?? []))
    }
}
