/// The parts of a package's URL, byte for byte: a signature must not be written anew.
struct PackageURL: Sendable, Hashable {
    var host: String
    var port: Int
    /// Path and query as they are.
    var target: String

    /// Takes `http` URLs; nil for anything else.
    init?(_ text: String) {
        guard text.hasPrefix("http://") else { return nil }
        let rest = text.dropFirst("http://".count)
        let authority = rest.prefix { $0 != "/" && $0 != "?" }
        let target = String(rest.dropFirst(authority.count))
        let parts = authority.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard let host = parts.first, !host.isEmpty else { return nil }
        self.host = String(host)
        if parts.count == 2 {
            guard let port = Int(parts[1]), (1...65_535).contains(port) else { return nil }
            self.port = port
        } else {
            port = 80
        }
        self.target = target.hasPrefix("/") ? target : "/" + target
    }
}
