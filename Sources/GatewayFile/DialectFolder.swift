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
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        for name in names.sorted() where name.hasSuffix(".yaml") && !name.hasSuffix(".examples.yaml") {
            let file = path.hasSuffix("/") ? path + name : "\(path)/\(name)"
            guard let source = SourceFile.read(file, into: &findings) else { continue }
            sources.append(source)
            guard let dialect = DialectLoader.load(source, into: &findings) else {
                var known = Findings()  // these have been reported
                let declared = YAMLReader.read(source, into: &known)?["dialect"]?.text
                broken.append(declared ?? String(name.dropLast(".yaml".count)))
                continue
            }
            if dialects.updateValue(dialect, forKey: dialect.name) != nil {
                findings.report(
                    Finding(
                        .duplicateDialect, "another file of this folder declares the dialect \(quoted(dialect.name))",
                        in: file, at: .start, suggestion: "give one of them another name, or remove it"))
            }
        }
    }

    /// Whether there was any dialect file at all.
    package var isEmpty: Bool { sources.isEmpty }
}
