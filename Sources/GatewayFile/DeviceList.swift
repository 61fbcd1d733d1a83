package import Diagnostics

/// A file with one device in each line, `DIALECT/PRODUCT/DEVICE`.
package enum DeviceList {
    /// - Parameter isMeant: whether a device is one of those that the list may name.
    package static func read(
        _ source: SourceText, into findings: inout Findings, isMeant: (_ dialect: String, DeviceName) -> Bool
    ) -> Set<String> {
        var devices: Set<String> = []
        for (index, line) in DelimitedLine.all(of: source).enumerated() {
            guard let cell = line.cells.first, !(index == 0 && cell.text == "device") else { continue }
            let parts = cell.text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
            let name = parts.count == 2 ? DeviceName(slashed: String(parts[1])) : nil
            func fail(_ text: String, _ suggestion: String) {
                findings.report(
                    Finding(
                        .badDevices, text, in: source.name,
                        at: SourceLocation(line: line.number, column: cell.column), length: cell.length,
                        suggestion: suggestion))
            }
            guard let name else {
                fail("\(quoted(cell.text)) is no device", "write DIALECT/PRODUCT/DEVICE, one in each line")
                continue
            }
            guard isMeant(String(parts[0]), name) else {
                fail("\(quoted(cell.text)) is no device of this migration", "take the line out")
                continue
            }
            devices.insert(cell.text)
        }
        return devices
    }
}
