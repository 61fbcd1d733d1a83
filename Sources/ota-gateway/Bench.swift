import ArgumentParser
import Dialects
import Translation

struct Bench: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Measure translations a second on one core.",
        discussion: """
            Reads, judges and prints progress reports for each pair of dialects, without a broker and without a \
            journal: for 1,000 devices with events built, and for 100,000 with events printed as well.

              ota-gateway bench --devices 1000
            """)

    @Option(help: "How many devices report in turn, in both ways of measuring.") var devices: Int?
    @Option(help: "Measure one pair only: the devices' dialect and the backend's, as 'tencent,aliyun'.")
    var pair: String?
    @Option(help: "How many messages are measured for each pair, at least one a device.") var messages = 1_000_000
    @Option(help: "The folder of the dialect files (default: Mappings, here or above the program).")
    var mappings: String?

    func run() throws {
        guard devices ?? 1 > 0 else { throw ValidationError("--devices must be above 0") }
        guard messages > 0 else { throw ValidationError("--messages must be above 0") }
        let dialects = try MappingFolder(path: mappings ?? MappingFolder.standardPath).dialects.sorted {
            $0.key < $1.key
        }.map(\.value)
        try measure(dialects, count: devices ?? 1000, printsEvents: false)
        try measure(dialects, count: devices ?? 100_000, printsEvents: true)
    }

    private func measure(_ dialects: [Dialect], count: Int, printsEvents: Bool) throws {
        let what = printsEvents ? "events printed" : "events built"
        try Streams.print(Array("\(count) devices, \(what):\n".utf8))
        for device in dialects {
            for backend in dialects where pair == nil || pair == "\(device.name),\(backend.name)" {
                let benchmark = TranslationBenchmark(
                    devices: device, backend: backend, count: count, printsEvents: printsEvents)
                guard let result = benchmark.run(messages: messages) else {
                    Streams.complain(
                        "\(device.name) devices, \(backend.name) backend: these dialects carry no progress\n")
                    continue
                }
                let rate = Int(Double(result.messages) / result.seconds)
                let nanoseconds = Int(result.seconds * 1e9 / Double(result.messages))
                let name = "\(device.name) devices, \(backend.name) backend:"
                try Streams.print(Array("  \(name) \(rate) translations/s, \(nanoseconds) ns each\n".utf8))
            }
        }
    }
}
