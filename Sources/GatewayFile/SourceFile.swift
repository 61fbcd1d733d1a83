package import Diagnostics
import FoundationEssentials

/// Reads the files that an operator names.
package enum SourceFile {
    /// Nil, and reported, when the file cannot be read.
    package static func read(_ path: String, into findings: inout Findings) -> SourceText? {
        do {
            return SourceText(name: path, bytes: [UInt8](try Data(contentsOf: URL(filePath: path))))
        } catch let error as CocoaError where error.code == .fileReadNoSuchFile {
            findings.report(Finding(.unreadableFile, "there is no such file", in: path, at: .start))
        } catch {
            findings.report(Finding(.unreadableFile, "the file cannot be read", in: path, at: .start))
        }
        return nil
    }

    /// A path inside a file, relative to that file's folder.
    static func path(_ path: String, besides file: String) -> String {
        guard !path.hasPrefix("/"), let slash = file.lastIndex(of: "/") else { return path }
        return folded(file[...slash] + path)
    }

    /// The path without `name/..`, so that one file has one name in findings.
    private static func folded(_ path: String) -> String {
        var parts: [Substring] = []
        for part in path.split(separator: "/", omittingEmptySubsequences: false) {
            if part == "..", let last = parts.last, last != "..", !last.isEmpty, last != "." {
                parts.removeLast()
            } else {
                parts.append(part)
            }
        }
        return parts.joined(separator: "/")
    }
}
