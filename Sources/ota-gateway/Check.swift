import ArgumentParser
import Diagnostics
import Dialects
import Examples
import Foundation
import GatewayFile
import YAMLSource

struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Check dialect files and configurations.",
        discussion: """
            Shows every finding as file:line:column: error: text [code], and exits with 1 if there is an error. Folders are
            searched for .yaml files.

              ota-gateway check Mappings deploy/gateway.yaml
            """)

    enum Format: String, ExpressibleByArgument, CaseIterable { case text, json }

    @Option(help: "text for people, json for tools.") var format = Format.text
    @Argument(help: "Files or folders.") var paths: [String]

    func run() throws {
        var findings = Findings()
        let files = try YAMLFiles(paths: paths, into: &findings)
        for file in files.files {
            switch file.kind {
            case .dialect: _ = DialectLoader.load(file.root, file: file.source.name, into: &findings)
            case .examples: _ = ExampleReader.read(file.root, file: file.source.name, into: &findings)
            case .configuration: checkConfiguration(file.source, into: &findings)
            }
        }
        switch format {
        case .json: Streams.print(Array((findings.json + "\n").utf8))
        case .text: Streams.complain(findings.text(in: files.sources))
        }
        if findings.hasErrors { throw ExitStatus.findings }
        if format == .text { Streams.print(Array("\(files.files.count) files, no errors\n".utf8)) }
    }

    /// A configuration, and whether the dialects it names are there.
    private func checkConfiguration(_ source: SourceText, into findings: inout Findings) {
        guard let configuration = GatewayConfiguration.read(source, into: &findings) else { return }
        var own = Findings()
        guard let mappings = try? YAMLFiles(paths: [configuration.mappings], into: &own) else { return }
        let names = mappings.files.filter { $0.kind == .dialect }.compactMap { $0.root["dialect"]?.text }
        configuration.check(dialects: Set(names), into: &findings)
    }
}
