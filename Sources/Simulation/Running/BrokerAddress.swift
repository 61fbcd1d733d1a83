import Foundation

/// Where a broker listens, from an URL such as `mqtt://user:password@127.0.0.1:1883`.
package struct BrokerAddress: Sendable, Hashable {
    package var host: String
    package var port: UInt16
    package var username: String?
    package var password: String?

    package init(host: String = "127.0.0.1", port: UInt16 = 1883) {
        self.host = host
        self.port = port
    }

    /// Reads `mqtt://[user[:password]@]host[:port]`; nil when it is something else.
    package init?(_ url: String) {
        guard let parts = URLComponents(string: url), parts.scheme == "mqtt", let host = parts.host, !host.isEmpty,
            parts.path.isEmpty || parts.path == "/", let port = UInt16(exactly: parts.port ?? 1883), port > 0
        else { return nil }
        self.host = host
        self.port = port
        username = parts.user
        password = parts.password
    }
}

extension BrokerAddress: CustomStringConvertible {
    /// The URL, without the password.
    package var description: String { "mqtt://\(username.map { "\($0)@" } ?? "")\(host):\(port)" }
}
