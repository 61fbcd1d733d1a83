import Diagnostics
import YAMLSource

extension YAMLFields {
    /// A duration such as `15m`; nil when absent or reported.
    mutating func takeDuration(_ key: String, into findings: inout Findings) -> Duration? {
        takeParsed(key, .badDuration, into: &findings) { text throws(TextProblem) in try DurationText(text).duration }
    }

    /// A size such as `1GB` in bytes; nil when absent or reported.
    mutating func takeSize(_ key: String, into findings: inout Findings) -> Int? {
        takeParsed(key, .badSize, into: &findings) { text throws(TextProblem) in try SizeText(text).bytes }
    }

    private mutating func takeParsed<Value>(
        _ key: String, _ code: FindingCode, into findings: inout Findings,
        parse: (String) throws(TextProblem) -> Value
    ) -> Value? {
        take(key).flatMap { $0.parsed(quoted(key), code, in: file, into: &findings, parse) }
    }
}

extension YAMLNode {
    /// A text as a value; nil, and reported at the wrong bytes, when it is no text or not such a value.
    func parsed<Value>(
        _ what: String, _ code: FindingCode, in file: String, into findings: inout Findings,
        _ parse: (String) throws(TextProblem) -> Value
    ) -> Value? {
        guard let (text, _) = readText(what, in: file, into: &findings) else { return nil }
        do throws(TextProblem) {
            return try parse(text)
        } catch {
            findings.report(error.finding(code, at: self, in: file))
            return nil
        }
    }
}

extension ConfigurationReader {
    /// A path joined to the file's folder; `${env:NAME}` may stand for all of it.
    func path(_ node: YAMLNode, _ what: String, into findings: inout Findings) -> String? {
        guard let (text, location) = node.readText(what, in: file, into: &findings) else { return nil }
        var path = text
        if text.contains("${") {
            guard let reference = reference(text, at: location, node, into: &findings) else { return nil }
            guard case .variable(let name) = reference else {
                findings.report(
                    Finding(
                        .badReference, "\(what) is a path itself", in: file, at: location, length: node.length,
                        suggestion: "write the path without ${file:}"))
                return nil
            }
            guard let value = variable(name, at: location, node, into: &findings) else { return nil }
            path = value
        }
        if path.isEmpty || path.utf8.contains(0) {
            findings.report(Finding(.badPath, "\(what) is no path", in: file, at: location, length: node.length))
            return nil
        }
        return SourceFile.path(path, besides: file)
    }
}
