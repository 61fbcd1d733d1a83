import Foundation
import Testing

/// A real mosquitto on loopback, a child of the test, ended with its last reference.
package final class MosquittoBroker {
    package let port: UInt16
    /// Its configuration, log and store.
    package let folder: TemporaryFolder
    private var process: ChildProcess

    /// Starts a broker and waits until it accepts connections.
    ///
    /// Cancels the test where mosquitto is not installed.
    package init(_ options: BrokerOptions = BrokerOptions()) throws {
        try MosquittoBroker.requireInstalled()
        folder = try TemporaryFolder()
        // Another test may take the port between our look and mosquitto's start.
        var attempts = 0
        while true {
            attempts += 1
            let port = try Loopback.freePort()
            try folder.write(
                try options.configuration(port: port, folder: folder, user: NSUserName()), to: "mosquitto.conf")
            let process = try MosquittoBroker.launch(folder)
            if try MosquittoBroker.isServing(process, port) {
                self.port = port
                self.process = process
                return
            }
            if attempts == 3 { throw TestFailure("mosquitto does not start: \(MosquittoBroker.log(folder))") }
        }
    }

    private static func requireInstalled() throws {
        guard Command.find("mosquitto") == nil else { return }
        try Test.cancel("no mosquitto")
    }

    package var isRunning: Bool { process.isRunning }
    package var processIdentifier: Int32 { process.identifier }
    package var log: String { MosquittoBroker.log(folder) }

    /// Ends it without a chance to save or to say goodbye.
    package func kill() { process.end(SIGKILL) }

    /// Ends it in order: it saves its store and tells its clients.
    package func stop() { process.end(SIGTERM) }

    /// Starts it again after `kill` or `stop`: same port, same configuration, same store.
    package func restart() throws {
        process.end(SIGTERM)
        process = try MosquittoBroker.launch(folder)
        guard try MosquittoBroker.isServing(process, port) else {
            throw TestFailure("mosquitto does not come back: \(log)")
        }
    }

    /// Holds it still (true) or lets it go on: connections stay, nothing is answered.
    package func setFrozen(_ isFrozen: Bool) {
        process.signal(isFrozen ? SIGSTOP : SIGCONT)
    }

    /// Gives it another access list, which it reads while it runs.
    package func setRights(_ rights: [String]) throws {
        try folder.write(rights.joined(separator: "\n") + "\n", to: BrokerOptions.rightsFile)
        let before = log.count("Reloading config")
        process.signal(SIGHUP)
        guard Deadline(seconds: 10).wait(until: { self.log.count("Reloading config") > before }) else {
            throw TestFailure("mosquitto does not reload: \(log)")
        }
    }

    private static func launch(_ folder: TemporaryFolder) throws -> ChildProcess {
        try ChildProcess("mosquitto", ["-c", folder.file("mosquitto.conf")])
    }

    private static func isServing(_ process: ChildProcess, _ port: UInt16) throws -> Bool {
        let isDecided = Deadline(seconds: 10).wait { !process.isRunning || Loopback.accepts(port: port) }
        return isDecided && process.isRunning
    }

    private static func log(_ folder: TemporaryFolder) -> String {
        (try? String(contentsOfFile: folder.file("log"), encoding: .utf8)) ?? "no log"
    }
}

/// Runs `body` with a broker that is ended afterwards.
package func withMosquitto<Result>(
    _ options: BrokerOptions = BrokerOptions(), _ body: (MosquittoBroker) throws -> Result
) throws -> Result {
    let broker = try MosquittoBroker(options)
    return try withExtendedLifetime(broker) { try body(broker) }
}

/// Runs `body` with a broker that is ended afterwards.
package func withMosquitto<Result>(
    _ options: BrokerOptions = BrokerOptions(), _ body: (MosquittoBroker) async throws -> Result
) async throws -> Result {
    let broker = try MosquittoBroker(options)
    let result = try await body(broker)
    broker.kill()
    return result
}

extension String {
    fileprivate func count(_ part: String) -> Int { components(separatedBy: part).count - 1 }
}
