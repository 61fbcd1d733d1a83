import ArgumentParser
import Diagnostics
import Dialects
import Foundation
import GatewayFile

/// The dialect files that a command works with.
struct MappingFolder {
    private let folder: DialectFolder
    var dialects: [String: Dialect] { folder.dialects }
    /// The files, to quote lines from.
    var sources: [SourceText] { folder.sources }

    /// Where the dialect files are if nobody says: `Mappings` here, or in a folder that the program is under.
    static var standardPath: String {
        let name = "Mappings"
        var folder = Bundle.main.bundleURL
        guard !FileManager.default.fileExists(atPath: name) else { return name }
        while folder.pathComponents.count > 1 {
            let path = folder.appending(path: name).path
            if FileManager.default.fileExists(atPath: path) { return path }
            folder.deleteLastPathComponent()
        }
        return name
    }

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
