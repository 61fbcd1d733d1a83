import Diagnostics

/// Where a broker listens: `mqtt://host:port`, or `mqtts://` with TLS; the ports default to 1883 and 8883.
package struct BrokerURL: Hashable, Sendable {
    package let usesTLS: Bool
    /// A name or address; an IPv6 address without its brackets.
    package let host: String
    package let port: UInt16

    package init(_ text: String) throws(TextProblem) {
        guard let separator = text.utf8Range(of: "://") else {
            throw TextProblem("a broker's url begins with mqtt:// or mqtts://", suggestion: "write mqtt://host:1883")
        }
        let scheme = String(text[..<separator.lowerBound])
        switch scheme.lowercased() {
        case "mqtt": usesTLS = false
        case "mqtts": usesTLS = true
        default:
            throw TextProblem(
                "scheme \(quoted(scheme)) is not known", suggestion: "write mqtt:// or mqtts://",
                range: 0..<scheme.utf8.count)
        }
        var authority = String(text[separator.upperBound...])
        let start = text.utf8.count - authority.utf8.count
        if authority.hasSuffix("/") { authority.removeLast() }
        if authority.utf8.contains(UInt8(ascii: "@")) {
            // The text may hold a password, so no part of it is quoted.
            throw TextProblem("a url holds no user or password", suggestion: "use the keys username and password")
        }
        if authority.utf8.contains(where: { [UInt8(ascii: "/"), UInt8(ascii: "?"), UInt8(ascii: "#")].contains($0) }) {
            throw TextProblem(
                "a broker's url ends behind the port", range: start..<(start + authority.utf8.count))
        }
        let parts = try Self.parts(of: authority, start: start)
        host = parts.host
        port = parts.port ?? (usesTLS ? 8883 : 1883)
    }

    /// Equal for two URLs that certainly reach one listener: names without case, the loopback names as one.
    ///
    /// No name is looked up, so two names of one machine stay different.
    var endpoint: String {
        var name = host.lowercased()
        if name.hasSuffix(".") { name.removeLast() }
        let loopback = ["localhost", "127.0.0.1", "::1", "0.0.0.0", "::", "0:0:0:0:0:0:0:1", "::ffff:127.0.0.1"]
        return "\(loopback.contains(name) ? "localhost" : name):\(port)"
    }

    private static func parts(of authority: String, start: Int) throws(TextProblem) -> (host: String, port: UInt16?) {
        let host: Substring
        let rest: Substring
        if authority.hasPrefix("[") {
            guard let end = authority.firstIndex(of: "]") else {
                throw TextProblem("an IPv6 address ends with ']'", range: start..<(start + 1))
            }
            host = authority[..<end].dropFirst()
            rest = authority[end...].dropFirst()
        } else {
            let colon = authority.firstIndex(of: ":") ?? authority.endIndex
            host = authority[..<colon]
            rest = authority[colon...]
        }
        let isHost = host.utf8.allSatisfy { $0 > 0x20 && $0 != 0x7F && $0 != UInt8(ascii: "$") }
        guard !host.isEmpty, isHost else {
            throw TextProblem("the url names no host", suggestion: "write mqtt://host:1883")
        }
        guard !rest.isEmpty else { return (String(host), nil) }
        guard rest.first == ":", rest.dropFirst().utf8.allSatisfy(\.isDigit), let port = UInt16(rest.dropFirst()),
            port > 0
        else {
            let portStart = start + authority.utf8.count - rest.utf8.count
            throw TextProblem(
                "\(quoted(String(rest.dropFirst()))) is no port", suggestion: "write a number from 1 to 65535",
                range: min(portStart + 1, start + authority.utf8.count)..<(start + authority.utf8.count))
        }
        return (String(host), port)
    }
}

extension String {
    /// The first occurrence of an ASCII text, by bytes.
    func utf8Range(of text: String) -> Range<String.Index>? {
        let wanted = Array(text.utf8)
        for start in utf8.indices where utf8[start...].starts(with: wanted) {
            return start..<utf8.index(start, offsetBy: wanted.count)
        }
        return nil
    }
}
