import Foundation
import GRDB

/// Reads a journal beside the gateway that writes it, or after one: for commands that answer questions.
///
/// Sees what was committed when each call began, and never makes the gateway wait (sqlite.org/wal.html section 2.2).
package final class JournalReader {
    private let queue: DatabaseQueue
    private let path: String

    /// - Throws: also where the file is no journal, or one of an older program that no gateway of this one has opened yet.
    package init(path: String) throws(JournalError) {
        self.path = path
        guard FileManager.default.fileExists(atPath: path) else {
            throw JournalError(.open, "there is no journal '\(path)'; has a gateway run with this configuration?")
        }
        var configuration = Configuration()
        configuration.label = "journal reader"
        configuration.readonly = true
        configuration.busyMode = .timeout(5)
        do {
            queue = try DatabaseQueue(path: path, configuration: configuration)
            try queue.read { database in try Schema.checkCurrent(database, path: path) }
        } catch {
            throw JournalError(error, doing: "read the journal '\(path)'")
        }
    }

    /// Whether a gateway has the journal open.
    package var isGatewayRunning: Bool { JournalLock.isHeld(journal: path) }

    func read<Value>(_ purpose: String, _ body: (Database) throws -> Value) throws(JournalError) -> Value {
        do {
            return try queue.read(body)
        } catch {
            throw JournalError(error, doing: purpose)
        }
    }
}
