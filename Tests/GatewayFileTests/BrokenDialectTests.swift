import Diagnostics
import Foundation
import GatewayFile
import Testing

/// A mistake in a dialect file, or a wrong folder, is no second mistake in the configuration that names the dialect.
struct BrokenDialectTests {
    private static let configuration = """
        mappings: Mappings
        journal: gateway.sqlite
        brokers: { site: { url: "mqtt://127.0.0.1:1883" }, cloud: { url: "mqtt://127.0.0.1:1884" } }
        backends: { acme-cloud: { dialect: acme, broker: cloud } }
        fleets: { valves: { devices: "acme/P1/*", broker: site, backend: acme-cloud } }
        """

    @Test(arguments: [
        (file: "acme.yaml", text: "dialect: acme\n", code: FindingCode.missingKey),
        (file: "acme.yaml", text: "dialect: [\n", code: .yamlSyntax),
        (file: "other.yaml", text: "dialect: acme\n", code: .missingKey),
        (file: "notes.txt", text: "", code: .missingFile),
    ]) func `one mistake is one finding`(file: String, text: String, code: FindingCode) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "broken-\(UUID().uuidString)")
        let mappings = folder.appending(path: "Mappings")
        try FileManager.default.createDirectory(at: mappings, withIntermediateDirectories: true)
        defer { #expect(throws: Never.self) { try FileManager.default.removeItem(at: folder) } }
        try Data(Self.configuration.utf8).write(to: folder.appending(path: "gateway.yaml"))
        try Data(text.utf8).write(to: mappings.appending(path: file))
        let files = GatewayFiles(configuration: folder.appending(path: "gateway.yaml").path)
        #expect(files.findings.all.map(\.code) == [code], "\(files.findings.text(in: files.sources))")
        #expect(files.configuration == nil)
    }
}
