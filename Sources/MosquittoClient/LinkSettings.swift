/// Where a link goes and what it asks of the broker.
///
/// Printing it never shows the password.
package struct LinkSettings: Sendable {
    package var host: String
    package var port: UInt16
    /// The session's name at the broker; a second connection under it takes the first one over.
    package var clientIdentifier: String
    /// nil is plain TCP.
    package var tls: TLSSettings?
    package var username: String?
    package var password: String?
    /// Seconds without traffic after which a PINGREQ goes out; 5 or more.
    ///
    /// A broker drops the connection after one and a half times this, so a commit must never take longer.
    package var keepAlive: UInt16 = 30
    /// Whether the broker forgets the session of the last connection.
    ///
    /// False keeps what waits for us. True also ends the new session with its connection: no expiry is sent.
    package var cleanStart = false
    /// Seconds a session outlives its connection.
    ///
    /// MQTT 5 ends it at once when this is not sent (3.1.2.11.2); 3.1.1 knows no such limit.
    package var sessionExpirySeconds: UInt32 = 7 * 86_400
    /// Messages the broker may send us before we acknowledge any (MQTT 5, 3.1.2.11.3).
    ///
    /// A batch of one commit can be no larger. 3.1.1 has no such word: there the broker's own limit counts (20 at
    /// mosquitto's default).
    package var receiveMaximum: UInt16 = 1000
    /// The most we keep unacknowledged ourselves; the broker may ask for less (see `MosquittoLink.sendWindow`).
    package var sendMaximum: UInt16 = 100
    /// Whether our own publishes are kept from our own subscriptions.
    ///
    /// MQTT 5 only, and only under this client identifier.
    package var noLocal = false
    /// Try only this version: 4 (3.1.1) or 5.
    ///
    /// nil tries 5 and falls back.
    package var onlyProtocolVersion: ProtocolVersion?

    package init(host: String, port: UInt16, clientIdentifier: String) {
        self.host = host
        self.port = port
        self.clientIdentifier = clientIdentifier
    }

    /// Refuses what the library would reject or, worse, silently shorten at a NUL.
    func check() throws(BrokerError) {
        func refuse(_ text: String) -> BrokerError { BrokerError(.invalidSettings, text) }
        let texts = [
            ("host", host), ("client identifier", clientIdentifier), ("user name", username ?? ""),
            ("password", password ?? ""), ("ca file", tls?.authorityPath ?? ""),
            ("certificate file", tls?.certificatePath ?? ""), ("key file", tls?.keyPath ?? ""),
        ]
        for (name, text) in texts where text.utf8.contains(0) {
            throw refuse("the \(name) contains a nul byte")
        }
        if host.isEmpty { throw refuse("the host is empty") }
        if port == 0 { throw refuse("the port is 0") }
        if clientIdentifier.isEmpty { throw refuse("the client identifier is empty") }
        if clientIdentifier.utf8.count > 65_535 { throw refuse("the client identifier is longer than 65535 bytes") }
        if keepAlive < 5 { throw refuse("keep-alive is \(keepAlive) s, expected 5 or more") }
        if receiveMaximum == 0 || sendMaximum == 0 { throw refuse("a window of 0 lets nothing through") }
        if password != nil && username == nil { throw refuse("a password needs a user name") }
        if let tls, (tls.certificatePath == nil) != (tls.keyPath == nil) {
            throw refuse("a client certificate and its key go together")
        }
    }
}

extension LinkSettings: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String {
        let user = username.map { "\($0)@" } ?? ""
        return "\(tls == nil ? "mqtt" : "mqtts")://\(user)\(host):\(port) as \(clientIdentifier)"
    }
    package var debugDescription: String { description }
    /// Keeps `dump` and test failures from walking the stored properties.
    package var customMirror: Mirror { Mirror(self, children: ["settings": description]) }
}
