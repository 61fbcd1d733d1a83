import ArgumentParser
import Diagnostics
import Dialects
import Foundation

/// The dialect files of a folder.
struct MappingFolder {
    let path: String
    private(set) var dialects: [String: Dialect] = [:]

    /// Loads every `<vendor>.yaml`; findings end the program.
    init(path: String) throws {
        self.path = path
        var findings = Findings()
        var sources: [SourceText] = []
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        let files = names.filter { $0.hasSuffix(".yaml") && !$0.hasSuffix(".examples.yaml") }.sorted()
        if files.isEmpty {
            Streams.complain("error: no dialect files in \(path); name their folder with --mappings\n")
            throw ExitStatus.unusable
        }
        for file in files {
            let name = path.hasSuffix("/") ? path + file : path + "/" + file
            guard let data = FileManager.default.contents(atPath: name) else {
                Streams.complain("error: \(name) cannot be read\n")
                throw ExitStatus.unusable
            }
            let source = SourceText(name: name, bytes: Array(data))
            sources.append(source)
            if let dialect = DialectLoader.load(source, into: &findings) { dialects[dialect.name] = dialect }
        }
        if !findings.isEmpty { Streams.complain(findings.text(in: sources)) }
        if findings.hasErrors { throw ExitStatus.unusable }
    }

    func dialect(_ name: String) throws -> Dialect {
        if let dialect = dialects[name] { return dialect }
        let known = dialects.keys.sorted()
        let hint =
            nearName(to: name, among: known).map { "did you mean '\($0)'?" }
            ?? "\(path) has \(known.joined(separator: ", "))"
        throw ValidationError("no dialect named '\(name)'; \(hint)")
    }
}
