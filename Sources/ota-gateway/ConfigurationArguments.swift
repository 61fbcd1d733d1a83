import ArgumentParser
import Diagnostics
import Foundation
import Gateway
import GatewayFile
import Journal

/// Which gateway a command asks about.
struct ConfigurationArguments: ParsableArguments {
    @Option(
        help: """
            The gateway's configuration file (default: $OTA_GATEWAY_CONFIG, ./gateway.yaml, \
            /etc/ota-gateway/gateway.yaml).
            """)
    var config: String?

    /// Reads the files; errors in them end the program.
    func load() throws -> (configuration: GatewayConfiguration, plan: RoutingPlan?) {
        let files = GatewayFiles(configuration: try path())
        guard let configuration = files.configuration else {
            Streams.complain(files.findings.text(in: files.sources))
            throw ExitStatus.unusable
        }
        return (configuration, files.plan())
    }

    private func path() throws -> String {
        if let config { return config }
        if let path = ProcessInfo.processInfo.environment["OTA_GATEWAY_CONFIG"] { return path }
        let usual = ["gateway.yaml", "/etc/ota-gateway/gateway.yaml"]
        if let path = usual.first(where: { FileManager.default.fileExists(atPath: $0) }) { return path }
        throw ValidationError("which gateway? name its configuration with --config gateway.yaml")
    }
}

extension JournalReader {
    /// The journal of a configuration; one that cannot be read ends the program.
    static func open(_ configuration: GatewayConfiguration) throws -> JournalReader {
        do {
            return try JournalReader(path: configuration.journal)
        } catch {
            Streams.complain("error: \(error)\n")
            throw ExitStatus.unusable
        }
    }
}
