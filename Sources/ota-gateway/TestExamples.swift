import ArgumentParser
import Diagnostics
import Dialects
import Examples
import Foundation

struct TestExamples: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "test",
        abstract: "Run the example conversations beside dialect files.",
        discussion: """
            Runs every conversation of the .examples.yaml files through the dialect files beside them, and shows each \
            difference at its place in the file.

              ota-gateway test Mappings
            """)

    @Argument(help: "Files or folders.") var paths: [String]
    @Option(help: "The folder of the dialect files, if it is not the examples' own.") var mappings: String?

    func run() throws {
        var findings = Findings()
        let files = YAMLFiles(paths: paths, into: &findings)
        var folders: [String: [String: Dialect]] = [:]
        var passed = 0
        var failed = 0
        for file in files.files where file.kind == .examples {
            guard let examples = ExampleReader.read(file.root, file: file.source.name, into: &findings) else {
                continue
            }
            let folder = mappings ?? (file.source.name as NSString).deletingLastPathComponent
            let dialects = try folders[folder] ?? MappingFolder(path: folder.isEmpty ? "." : folder).dialects
            folders[folder] = dialects
            for example in examples.examples {
                let isFine = example.run(dialects: dialects, file: examples.name, into: &findings)?.isEmpty == true
                if isFine { passed += 1 } else { failed += 1 }
                try Streams.print(Array("\(isFine ? "ok  " : "FAIL") \(example.name)\n".utf8))
            }
        }
        if !findings.isEmpty { Streams.complain(findings.text(in: files.sources)) }
        try Streams.print(Array("\(passed) passed, \(failed) failed\n".utf8))
        if findings.hasErrors || failed > 0 { throw ExitStatus.findings }
        if passed == 0 {
            Streams.complain("error: no examples in \(paths.joined(separator: ", "))\n")
            throw ExitStatus.findings
        }
    }
}
