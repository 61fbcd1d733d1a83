package import Diagnostics
package import Dialects
internal import FoundationEssentials
internal import YAMLSource

/// The dialect files of one folder: every `.yaml` file that holds no example conversations.
package struct DialectFolder {
    package let path: String
    /// All that was read, for showing findings with their lines.
    package private(set) var sources: [SourceText] = []
    package private(set) var dialects: [String: Dialect] = [:]

    /// What files with errors call themselves, as far as it can be read, else their names without `.yaml`.
    package private(set) var broken: [String] = []

    /// Reads every file; a file with errors gives findings and no dialect.
    package init(path: String, into findings: inout Findings) {
        self.path = path
        for file in Self.files(in: path) {
            guard let source = SourceFile.read(file, into: &findings) else { continue }
            sources.append(source)
            guard let dialect = DialectLoader.load(source, into: &findings) else {
                var known = Findings()  // these have been reported
                let declared = YAMLReader.read(source, into: &known)?["dialect"]?.text
                broken.append(declared ?? URL(filePath: file).deletingPathExtension().lastPathComponent)
                continue
            }
            if dialects.updateValue(dialect, forKey: dialect.name) != nil {
                findings.report(.duplicateDialect(dialect))
            }
        }
    }

    /// The dialect files of a folder in order of name, unread; none where the folder cannot be read.
    package static func files(in path: String) -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        return names.filter { $0.hasSuffix(".yaml") && !$0.hasSuffix(".examples.yaml") }.sorted()
            .map { path.hasSuffix("/") ? path + $0 : "\(path)/\($0)" }
    }

    /// Names what the dialect files hold; each progress event carries it.
    package var version: ContentVersion { ContentVersion(of: sources) }

    /// Whether there was any dialect file at all.
    package var isEmpty: Bool { sources.isEmpty }
}

extension Finding {
    /// Two files of one folder declare one dialect: which one counts would be chance.
    package static func duplicateDialect(_ dialect: Dialect) -> Finding {
        Finding(
            .duplicateDialect, "another file of this folder declares the dialect \(quoted(dialect.name))",
            in: dialect.file, at: .start, suggestion: "give one of them another name, or remove it")
    }
}
