import ArgumentParser

/// Which devices of a product take part.
struct SimulateNames: ParsableArguments {
    @Option(help: ArgumentHelp("The device's name; with --count, what its names begin with.", valueName: "name"))
    var device: String?

    @Option(help: ArgumentHelp("So many devices, named NAME1, NAME2 and so on.", valueName: "n"))
    var count: Int?

    func validate() throws {
        if let count, count < 1 { throw ValidationError("'--count \(count)' is less than 1") }
        if let device, device.isEmpty || device.contains(where: { "/+#".contains($0) }) {
            throw ValidationError("'\(device)' is no device name: it must not be empty or contain '/', '+' or '#'")
        }
    }

    var all: [String] {
        guard let count else { return [device ?? "dev1"] }
        return (1...count).map { "\(device ?? "dev")\($0)" }
    }
}
