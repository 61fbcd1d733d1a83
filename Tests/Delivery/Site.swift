import Foundation
import TestSupport

/// A broker that keeps what it can: sessions and messages are saved after each change.
final class Site {
    let name: String
    let broker: MosquittoBroker
    /// Where it serves TLS beside its plain port; nil where it does not.
    let tlsPort: UInt16?
    private(set) var deaths = 0

    /// mosquitto 2.0 acknowledges first and saves then, in turns of one thread (src/loop.c): with `autosave_on_changes` and
    /// an interval of one change it can lose what it acknowledged in its last turn, and nothing older.
    ///
    /// - Parameter changes: after how many changes it saves all that it has; with thousands of messages once for each is too
    ///   slow to be of use.
    init(_ name: String, authority: TestAuthority?, savedAfter changes: Int = 1) throws {
        self.name = name
        var options = BrokerOptions()
        options.isPersistent = true
        options.savesEveryChange = changes == 1
        if changes > 1 { options.lines = ["autosave_on_changes true", "autosave_interval \(changes)"] }
        options.inflightMaximum = 1_000
        options.logs = "error"
        tlsPort = try authority.map { authority in
            let certificate = try authority.issue(name, names: ["IP:127.0.0.1"])
            let port = try Loopback.freePort()
            options.lines += [
                "listener \(port) 127.0.0.1", "certfile \(certificate.path)", "keyfile \(certificate.keyPath)",
            ]
            return port
        }
        broker = try MosquittoBroker(options)
    }

    /// The broker's entry in the gateway's configuration.
    func entry(authority: TestAuthority?) -> String {
        guard let tlsPort, let authority else { return "{ url: \"mqtt://127.0.0.1:\(broker.port)\" }" }
        return "{ url: \"mqtts://127.0.0.1:\(tlsPort)\", ca: \(authority.path) }"
    }

    /// Kills it.
    ///
    /// - Returns: when its last save was complete, in seconds; the file takes its name then.
    func kill() -> Double {
        deaths += 1
        broker.kill()
        var status = stat()
        guard unsafe stat(broker.folder.file("mosquitto.db"), &status) == 0 else { return 0 }
        return Double(status.st_ctim.tv_sec) + Double(status.st_ctim.tv_nsec) / 1e9
    }

    func restart() throws { try broker.restart() }
}
