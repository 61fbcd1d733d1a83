import ArgumentParser
import Diagnostics
import Dialects
import Examples
import GatewayFile
import YAMLSource

struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Check dialect files and configurations.",
        discussion: """
            Shows every finding as file:line:column: error: text [code], and exits with 1 if there is an error. Folders \
            are searched for .yaml files.

              ota-gateway check Mappings deploy/gateway.yaml
            """)

    enum Format: String, ExpressibleByArgument, CaseIterable { case text, json }

    @Option(help: "text for people, json for tools.") var format = Format.text
    @Argument(help: "Files or folders.") var paths: [String]

    func run() throws {
        var findings = Findings()
        let files = YAMLFiles(paths: paths, into: &findings)
        var sources = files.sources
        for file in files.files {
            switch file.kind {
            case .dialect: _ = DialectLoader.load(file.root, file: file.source.name, into: &findings)
            case .examples:
                _ = ExampleReader.read(file.root, file: file.source.name, into: &findings)
                let names = files.dialectNames(beside: file)
                if !names.isEmpty {
                    ExampleReader.check(dialectsIn: file.root, among: names, file: file.source.name, into: &findings)
                }
            case .configuration:
                // with the dialect files it names, as `run` reads it
                let gateway = GatewayFiles(configuration: file.source.name)
                findings.report(gateway.findings)
                sources += gateway.sources
            }
        }
        switch format {
        case .json: try Streams.print(Array((findings.json + "\n").utf8))
        case .text: Streams.complain(findings.text(in: sources))
        }
        if findings.hasErrors { throw ExitStatus.findings }
        if format == .text { try Streams.print(Array("\(files.files.count) files, no errors\n".utf8)) }
    }
}
