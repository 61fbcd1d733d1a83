import Diagnostics
import Dialects
import Examples
import Foundation
import GatewayFile
import Testing
import YAMLSource

/// Reads the example of an explanation as its kind of file is read.
enum ExplainedReading {
    /// Codes that show a piece of any YAML file.
    private static let plain: Set<FindingCode> = [
        .emptyFile, .yamlSyntax, .tabIndentation, .pastedCharacter, .severalDocuments, .nestedTooDeep, .tooManyNodes,
        .unknownAnchor, .mergeKey, .keyNotText, .duplicateKey, .controlCharacter,
    ]

    static func findings(of code: FindingCode, in example: String) throws -> Findings {
        var findings = Findings()
        switch code {
        case .unreadableFile: readNamed(example, into: &findings)
        case .duplicateDialect: try readFolder(example, into: &findings)
        case .crossedTopics:
            let dialects = [WholeFile.acme, WholeFile.dialect(example)].compactMap {
                DialectLoader.load(SourceText(name: "acme.yaml", text: $0), into: &findings)
            }
            DialectPairs.check(dialects, into: &findings)
        case .fileTooLarge:
            let padding = example.contains("5 MB") ? String(repeating: "#\n", count: 5 << 19) : ""
            _ = YAMLReader.read(SourceText(name: "acme.yaml", text: example + "\n" + padding), into: &findings)
        case .invalidUTF8:
            let bytes = example.split(separator: "\u{FFFD}", omittingEmptySubsequences: false)
                .map { Array($0.utf8) }.joined(separator: [0xE9])
            _ = YAMLReader.read(SourceText(name: "acme.yaml", bytes: Array(bytes)), into: &findings)
        case _ where plain.contains(code):
            _ = YAMLReader.read(SourceText(name: "acme.yaml", text: example), into: &findings)
        default: try readByKind(code, example, into: &findings)
        }
        return findings
    }

    private static func readByKind(_ code: FindingCode, _ example: String, into findings: inout Findings) throws {
        switch code.explanation.kind {
        case .anyFile, .dialect:
            let source = SourceText(name: "acme.yaml", text: WholeFile.dialect(example))
            _ = DialectLoader.load(source, into: &findings)
        case .configuration:
            let source = SourceText(name: "gateway.yaml", text: WholeFile.configuration(example))
            let configuration = GatewayConfiguration.readAsFarAsPossible(
                source, environment: ExplainedEnvironment(), into: &findings)
            let dialects = dialects(named: ["acme", "zeta", "twin"])
            configuration?.check(dialects: dialects.keys, into: &findings)
            configuration?.checkTopics(of: dialects, into: &findings)
        case .examples:
            let source = SourceText(name: "acme.examples.yaml", text: example)
            let root = try #require(YAMLReader.read(source, into: &findings))
            let file = ExampleReader.read(root, file: source.name, into: &findings)
            guard !findings.hasErrors, code == .exampleFailed else { return }
            var none = Findings()
            let acme = DialectLoader.load(SourceText(name: "acme.yaml", text: WholeFile.acme), into: &none)
            for example in try #require(file).examples {
                let differences = example.run(
                    dialects: ["acme": try #require(acme)], file: source.name, into: &findings)
                for difference in differences ?? [] { findings.report(difference.finding(in: source.name)) }
            }
        }
    }

    /// Dialects beside each other: the first has topics of its own, the others share theirs.
    private static func dialects(named names: [String]) -> [String: Dialect] {
        var dialects: [String: Dialect] = [:]
        for name in names {
            var none = Findings()
            let text = WholeFile.acme.replacing("dialect: acme", with: "dialect: \(name)")
                .replacing("topic: acme/", with: name == names[0] ? "topic: acme/" : "topic: zeta/")
            dialects[name] = DialectLoader.load(SourceText(name: "\(name).yaml", text: text), into: &none)
        }
        return dialects
    }

    /// The file that the command of the example names, here or in the repository.
    private static func readNamed(_ command: String, into findings: inout Findings) {
        let path = String(command.split(separator: " ").last ?? "")
        let repository = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        _ = SourceFile.read(
            repository.appending(path: path.split(separator: "acme").joined(separator: "tencent")).path, into: &findings
        )
    }

    /// A folder with a file for each line `# NAME.yaml`.
    private static func readFolder(_ example: String, into findings: inout Findings) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "explain-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { #expect(throws: Never.self) { try FileManager.default.removeItem(at: folder) } }
        var name = ""
        for line in example.split(separator: "\n") {
            if line.hasPrefix("# ") {
                name = String(line.dropFirst(2))
            } else {
                try Data(WholeFile.dialect(String(line)).utf8).write(to: folder.appending(path: name))
            }
        }
        _ = DialectFolder(path: folder.path, into: &findings)
    }
}

/// The files and variables that the examples of configurations name.
struct ExplainedEnvironment: ConfigurationEnvironment {
    func variable(_ name: String) -> String? { name == "PASSWORD" ? "s3cret" : nil }
    func contents(ofFile path: String) -> [UInt8]? {
        ["ca.pem", "secrets/site", "secrets/open"].contains(path) ? Array("s3cret".utf8) : nil
    }
    func isReadableByAll(_ path: String) -> Bool { path == "secrets/open" }
}
