/// How a test wants its mosquitto.
package struct BrokerOptions {
    /// Whether sessions and messages outlive `stop()` and `restart()`.
    package var isPersistent = false
    /// With `isPersistent`: saves after each change and so outlives `kill()` as well (within a second).
    package var savesEveryChange = false
    /// Serve TLS with this certificate.
    package var tls: TLS?
    /// Only these may log in; nil lets everybody in.
    package var users: [String: String]?
    /// What clients may do, as lines of an access list; nil lets them do everything.
    package var rights: [String]?
    /// Messages in flight to one client that names no Receive Maximum, and what CONNACK announces; nil leaves 20.
    package var inflightMaximum: Int?
    /// What its log tells, in mosquitto's words.
    package var logs = "all"
    /// Further lines of mosquitto.conf.
    package var lines: [String] = []

    package struct TLS {
        package var certificate: TestAuthority.Certificate
        /// PEM file of the authority that clients' certificates must be from; nil asks for none.
        package var clientAuthorityPath: String?

        package init(certificate: TestAuthority.Certificate, clientAuthorityPath: String? = nil) {
            self.certificate = certificate
            self.clientAuthorityPath = clientAuthorityPath
        }
    }

    package init() {}

    static let rightsFile = "rights"

    func configuration(port: UInt16, folder: TemporaryFolder, user: String) throws -> String {
        var text = [
            "user \(user)", "listener \(port) 127.0.0.1", "max_queued_messages 0",
            "log_dest file \(folder.file("log"))",
            "log_type \(logs)", "allow_anonymous \(users == nil)",
        ]
        if let inflightMaximum { text.append("max_inflight_messages \(inflightMaximum)") }
        if isPersistent {
            text += ["persistence true", "persistence_location \(folder.path)/"]
            if savesEveryChange { text += ["autosave_on_changes true", "autosave_interval 1"] }
        }
        if let tls {
            text += ["certfile \(tls.certificate.path)", "keyfile \(tls.certificate.keyPath)"]
            if let path = tls.clientAuthorityPath { text += ["cafile \(path)", "require_certificate true"] }
        }
        if let users {
            let file = try folder.write("", to: "passwords")
            for (name, password) in users.sorted(by: { $0.key < $1.key }) {
                try Command.run("mosquitto_passwd", ["-b", file, name, password])
            }
            text.append("password_file \(file)")
        }
        if let rights {
            text.append("acl_file \(try folder.write(rights.joined(separator: "\n") + "\n", to: Self.rightsFile))")
        }
        return (text + lines).joined(separator: "\n") + "\n"
    }
}
