import Logging
import Synchronization

/// What a gateway under test logs.
final class LogRecord: Sendable {
    private let record = Mutex<[String]>([])

    var lines: [String] { record.withLock { $0 } }
    func has(_ part: String) -> Bool { lines.contains { $0.contains(part) } }

    var logger: Logger { Logger(label: "test") { _ in Handler(record: self) } }

    private struct Handler: LogHandler {
        let record: LogRecord
        var metadata: Logger.Metadata = [:]
        var logLevel = Logger.Level.info

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) { record.record.withLock { $0.append("\(event.level): \(event.message)") } }
    }
}
