import ArgumentParser
import Diagnostics
import Dialects
import GatewayFile

/// The dialect files that a command works with.
struct MappingFolder {
    private let folder: DialectFolder
    var dialects: [String: Dialect] { folder.dialects }

    /// Loads the folder; errors in its files end the program.
    init(path: String) throws {
        var findings = Findings()
        folder = DialectFolder(path: path, into: &findings)
        if folder.isEmpty {
            Streams.complain("error: no dialect files in \(path); name their folder with --mappings\n")
            throw ExitStatus.unusable
        }
        if !findings.isEmpty { Streams.complain(findings.text(in: folder.sources)) }
        if findings.hasErrors { throw ExitStatus.unusable }
    }

    func dialect(_ name: String) throws -> Dialect {
        if let dialect = dialects[name] { return dialect }
        let known = dialects.keys.sorted()
        let hint = didYouMean(name, among: known) ?? "\(folder.path) has \(known.joined(separator: ", "))"
        throw ValidationError("no dialect named '\(name)'; \(hint)")
    }
}
