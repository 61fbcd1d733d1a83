import Diagnostics
import Dialects
import FuzzTargets
import GatewayFile

extension FuzzTarget {
    /// A configuration: it is read or has errors, and no finding shows a secret that it refers to.
    static let gatewayFile = FuzzTarget(name: "gateway-file", longest: 8192) { bytes in
        let source = SourceText(name: "gateway.yaml", bytes: bytes)
        var findings = Findings()
        let configuration = GatewayConfiguration.read(source, environment: MadeUpHost(), into: &findings)
        try hold((configuration != nil) != findings.hasErrors, "there is neither a configuration nor an error, or both")
        if let configuration {
            let dialects = Dictionary(ShippedDialects.all.map { ($0.name, $0) }) { first, _ in first }
            configuration.check(dialects: dialects.keys, into: &findings)
            configuration.checkTopics(of: dialects, into: &findings)
        }
        try FileLaws.check(findings, in: source)
        try hold(!findings.text(in: [source]).contains(MadeUpHost.secret), "a secret is shown")
    }
}

/// A machine on which everything that a configuration refers to is there.
private struct MadeUpHost: ConfigurationEnvironment {
    static let secret = "made-up-5ecret-of-the-host"
    func variable(_ name: String) -> String? { name.hasPrefix("NO") ? nil : Self.secret }
    func contents(ofFile path: String) -> [UInt8]? { path.hasPrefix("no") ? nil : Array(Self.secret.utf8) }
    func isReadableByAll(_ path: String) -> Bool { path.hasSuffix(".pem") }
}
