import Diagnostics
import Foundation
import GatewayFile
import YAMLSource

/// The YAML files of the product under some paths, each read once.
struct YAMLFiles {
    enum Kind { case dialect, examples, configuration }
    struct File {
        let kind: Kind
        let source: SourceText
        let root: YAMLNode
    }

    private(set) var files: [File] = []
    /// Of all files, also of those that could not be read.
    private(set) var sources: [SourceText] = []

    /// - Parameter paths: files, or folders to search.
    init(paths: [String], into findings: inout Findings) {
        for path in paths {
            for file in Self.expand(path) {
                guard let source = SourceFile.read(file, into: &findings) else { continue }
                sources.append(source)
                guard let root = YAMLReader.read(source, into: &findings) else { continue }
                files.append(File(kind: Self.kind(of: root, named: file), source: source, root: root))
            }
        }
    }

    /// What the dialect files call themselves that were read from the folder of a file.
    func dialectNames(beside file: File) -> [String] {
        let folder = Self.folder(of: file.source.name)
        let names = files.filter { $0.kind == .dialect && Self.folder(of: $0.source.name) == folder }.compactMap {
            $0.root["dialect"]?.text
        }
        return Set(names).sorted()
    }

    /// The folder that a file stands in, for comparing.
    static func folder(of file: String) -> String { URL(filePath: file).deletingLastPathComponent().path }

    /// The file itself, or every `.yaml` file of a folder in order of name.
    private static func expand(_ path: String) -> [String] {
        let values = try? URL(filePath: path).resourceValues(forKeys: [.isDirectoryKey])
        guard values?.isDirectory == true, let names = try? FileManager.default.subpathsOfDirectory(atPath: path) else {
            return [path]
        }
        let folder = path.hasSuffix("/") ? path : path + "/"
        return names.filter { $0.hasSuffix(".yaml") || $0.hasSuffix(".yml") }.sorted().map { folder + $0 }
    }

    private static func kind(of root: YAMLNode, named file: String) -> Kind {
        if root["examples"] != nil || file.hasSuffix(".examples.yaml") { return .examples }
        return root["brokers"] != nil || root["fleets"] != nil || root["backends"] != nil ? .configuration : .dialect
    }
}
