import Diagnostics
import YAMLSource

/// Why a text is not the value it should be: a duration, a size, a URL, a pattern.
package struct TextProblem: Error, Hashable, Sendable, CustomStringConvertible {
    /// Lowercase, without a full stop.
    package let message: String
    /// What to write instead.
    package let suggestion: String?
    /// The bytes of the text that are wrong; nil for all of it.
    package let range: Range<Int>?

    package init(_ message: String, suggestion: String? = nil, range: Range<Int>? = nil) {
        self.message = message
        self.suggestion = suggestion
        self.range = range
    }

    /// Message and suggestion in one line, for a command line.
    package var description: String {
        suggestion.map { "\(message); \($0)" } ?? message
    }

    /// The finding for a text that a file holds.
    func finding(_ code: FindingCode, at node: YAMLNode, in file: String) -> Finding {
        guard let range, let scalar = node.scalar else {
            return Finding(
                code, message, in: file, at: node.location, length: node.length, suggestion: suggestion)
        }
        let start = scalar.location(ofUTF8Offset: range.lowerBound)
        let end = scalar.location(ofUTF8Offset: range.upperBound)
        let length = start.line == end.line ? end.column - start.column : 1
        return Finding(code, message, in: file, at: start, length: length, suggestion: suggestion)
    }
}
