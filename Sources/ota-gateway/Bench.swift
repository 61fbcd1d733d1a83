import ArgumentParser
import Dialects
import Translation

struct Bench: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Measure translations a second on one core.",
        discussion: """
            Reads, judges and prints progress reports for each pair of dialects, without a broker and without a \
            journal.

              ota-gateway bench --devices 1000
            """)

    @Option(help: "How many devices report in turn.") var devices = 1000
    @Option(help: "The folder of the dialect files (default: Mappings, here or above the program).")
    var mappings: String?

    func run() throws {
        guard devices > 0 else { throw ValidationError("--devices must be above 0") }
        let dialects = try MappingFolder(path: mappings ?? MappingFolder.standardPath).dialects.sorted {
            $0.key < $1.key
        }.map(\.value)
        for device in dialects {
            for backend in dialects {
                guard let result = TranslationBenchmark(devices: device, backend: backend, count: devices).run() else {
                    Streams.complain(
                        "\(device.name) devices, \(backend.name) backend: these dialects carry no progress\n")
                    continue
                }
                let rate = Int(Double(result.messages) / result.seconds)
                let nanoseconds = Int(result.seconds * 1e9 / Double(result.messages))
                let name = "\(device.name) devices, \(backend.name) backend:"
                try Streams.print(Array("\(name) \(rate) translations/s, \(nanoseconds) ns each\n".utf8))
            }
        }
    }
}
