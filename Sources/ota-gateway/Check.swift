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
            are searched for .yaml files. Without errors it names the mapping version of each folder of dialect files, which \
            the log of `run` and each progress event name too.

              ota-gateway check Mappings deploy/gateway.yaml
              ota-gateway check --fidelity Mappings

            With --fidelity, shows for each ordered pair of the dialects what arrives in the other one and comes back. \
            As JSON that is an array of {from,to,rows}; a row has kind, subject (message, phase, failure, field), \
            name, verdict (exact, by record, collapsed onto, refused, dropped, synthesised), onto (or null) and note. \
            Findings then go to standard error as text. Mappings/FIDELITY.md explains how to read it.
            """)

    enum Format: String, ExpressibleByArgument, CaseIterable { case text, json }

    @Option(help: "text for people, json for tools.") var format = Format.text
    @Flag(help: "Show what each dialect can say of the others' messages.") var fidelity = false
    @Argument(help: "Files or folders.") var paths: [String]

    func run() throws {
        var findings = Findings()
        let files = YAMLFiles(paths: paths, into: &findings)
        var sources = files.sources
        var dialects: [String: Dialect] = [:]
        var versions = folderVersions(of: files)
        for file in files.files {
            switch file.kind {
            case .dialect:
                guard let dialect = DialectLoader.load(file.root, file: file.source.name, into: &findings) else {
                    continue
                }
                if let other = dialects[dialect.name], other.file != dialect.file,
                    YAMLFiles.folder(of: other.file) == YAMLFiles.folder(of: dialect.file)
                {
                    findings.report(.duplicateDialect(dialect))
                }
                dialects[dialect.name] = dialects[dialect.name] ?? dialect
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
                dialects.merge(gateway.dialects) { first, _ in first }
                versions.append((file.source.name, gateway.mappingVersion))
            }
        }
        DialectPairs.check(Array(dialects.values), into: &findings)
        switch format {
        case .json where !fidelity: try Streams.print(Array((findings.json + "\n").utf8))
        case .text, .json: Streams.complain(findings.text(in: sources))
        }
        if fidelity {
            let matrices = FidelityMatrix.all(Array(dialects.values))
            let text = format == .json ? FidelityMatrix.json(of: matrices) + "\n" : FidelityText.text(of: matrices)
            try Streams.print(Array(text.utf8))
        }
        if findings.hasErrors { throw ExitStatus.findings }
        guard format == .text, !fidelity else { return }
        let warnings = findings.all.count
        let also = warnings == 0 ? "" : warnings == 1 ? ", 1 warning" : ", \(warnings) warnings"
        let lines = ["\(files.files.count) files, no errors\(also)"] + versions.map { "\($0): mapping version \($1)" }
        try Streams.print(Array((lines.joined(separator: "\n") + "\n").utf8))
    }

    /// The version of each folder among the paths that holds dialect files.
    private func folderVersions(of files: YAMLFiles) -> [(path: String, version: ContentVersion)] {
        paths.compactMap { path in
            let names = DialectFolder.files(in: path)
            let sources = files.sources.filter { names.contains($0.name) }
            return sources.isEmpty ? nil : (path, ContentVersion(of: sources))
        }
    }
}
