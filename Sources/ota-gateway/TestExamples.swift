import ArgumentParser
import Diagnostics
import Dialects
import Examples
import Foundation

struct TestExamples: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "test",
        abstract: "Run the examples beside dialect files.",
        discussion: """
            Runs every example of the .examples.yaml files through the dialect files beside them, shows what came out \
            otherwise, and lists what of the dialect files no example puts to use.

              ota-gateway test Mappings

            Captured traffic, a line as 'translate' takes it, becomes a file of examples without names and secrets; or \
            shows what another version of the dialect files changes.

              ota-gateway test --record capture.jsonl --devices tencent --backend aliyun > acme.examples.yaml
              ota-gateway test --against OTHER_DIR capture.jsonl --devices tencent --backend aliyun
            """)

    @Argument(help: "Files or folders; with --against the captured traffic.") var paths: [String] = []
    @Option(help: "The folder of the dialect files, if it is not the examples' own.") var mappings: String?
    @Option(help: "Run only examples with this in their names.") var filter: String?
    @Flag(help: "Fail where an example uses a dialect file that the examples do not put to use in full.")
    var requireCoverage = false
    @Option(help: "Turn captured traffic into examples, on standard output.") var record: String?
    @Option(help: "Show what captured traffic makes otherwise with the dialect files of this folder.")
    var against: String?
    @OptionGroup(title: "Captured traffic") var capture: CaptureArguments

    func run() throws {
        switch (record, against, paths.count) {
        case (let file?, nil, 0): try capture.record(file, mappings: mappings)
        case (nil, let other?, 1): try capture.compare(paths[0], mappings: mappings, other: other)
        case (nil, nil, 1...): try runExamples()
        default:
            throw ValidationError(
                "write files or folders of examples, --record CAPTURE, or --against OTHER_DIR CAPTURE")
        }
    }

    private func runExamples() throws {
        var findings = Findings()
        let files = YAMLFiles(paths: paths, into: &findings)
        var folders: [String: [String: Dialect]] = [:]
        var report = ExampleReport(filter: filter)
        var use = DialectUse()
        var exampled: Set<String> = []
        for file in files.files where file.kind == .examples {
            guard let examples = ExampleReader.read(file.root, file: file.source.name, into: &findings) else {
                continue
            }
            let folder = mappings ?? (file.source.name as NSString).deletingLastPathComponent
            let dialects = try folders[folder] ?? MappingFolder(path: folder.isEmpty ? "." : folder).dialects
            folders[folder] = dialects
            try report.run(examples, dialects, into: &findings)
            examples.add(to: &use, dialects)
            exampled.formUnion(examples.dialects)
        }
        if !findings.isEmpty { Streams.complain(findings.text(in: files.sources)) }
        let isCovered = filter != nil ? true : try printCoverage(of: folders, exampled, use)
        try Streams.print(Array("\(report.passed) passed, \(report.failed) failed\n".utf8))
        if report.passed + report.failed == 0 {
            Streams.complain("error: no examples in \(paths.joined(separator: ", "))\n")
            throw ExitStatus.findings
        }
        if findings.hasErrors || report.failed > 0 || requireCoverage && !isCovered { throw ExitStatus.findings }
    }

    /// - Parameter exampled: the dialects that examples speak of.
    /// - Returns: whether each of them is put to use in full.
    private func printCoverage(
        of folders: [String: [String: Dialect]], _ exampled: Set<String>, _ use: DialectUse
    ) throws -> Bool {
        var isCovered = true
        for dialect in folders.values.flatMap(\.values).sorted(by: { $0.file < $1.file }) {
            guard exampled.contains(dialect.name) else {
                // of a single file nobody expects more
                guard paths.contains(where: { !$0.hasSuffix(".yaml") && !$0.hasSuffix(".yml") }) else { continue }
                try Streams.print(Array("\(harmless(dialect.file)): no example speaks of it\n".utf8))
                isCovered = false
                continue
            }
            let coverage = Coverage(of: dialect, in: use)
            let counts = coverage.counts.map { "\($0.name) \($0.used) of \($0.all)" }
            var text = "\(harmless(dialect.file)): \(counts.joined(separator: ", "))\n"
            for missing in coverage.missing { text += missing + "\n" }
            try Streams.print(Array(text.utf8))
            isCovered = isCovered && coverage.missing.isEmpty
        }
        return isCovered
    }
}
