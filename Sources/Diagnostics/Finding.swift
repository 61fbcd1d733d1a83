/// One diagnostic about a file that an operator or integrator wrote.
///
/// The message is lowercase, without a full stop, quotes what is wrong and says what was expected. Findings are
/// collected, all of them, and shown in the order of file, line and column.
package struct Finding: Error, Hashable, Sendable {
    /// Whether the file can be used.
    package enum Severity: String, Sendable {
        case error, warning
    }

    /// A second place that explains the first, such as the bracket that was never closed.
    package struct Note: Hashable, Sendable {
        package let message: String
        package let location: SourceLocation
        /// The file of that place; nil for the finding's own.
        package let file: String?

        package init(_ message: String, at location: SourceLocation, in file: String? = nil) {
            self.message = message
            self.location = location
            self.file = file
        }
    }

    package let code: FindingCode
    package let message: String
    /// The file's name as the operator wrote it: `SourceText.name`.
    package let file: String
    package let location: SourceLocation
    /// How many columns the carets cover, at least 1.
    package let length: Int
    package let severity: Severity
    /// What to do, whole as it is shown behind the carets: `did you mean 'version'?`.
    package let suggestion: String?
    /// Other places, in the same file unless they name theirs.
    package let notes: [Note]

    package init(
        _ code: FindingCode, _ message: String, in file: String, at location: SourceLocation, length: Int = 1,
        severity: Severity = .error, suggestion: String? = nil, notes: [Note] = []
    ) {
        self.code = code
        self.message = message
        self.file = file
        self.location = location
        self.length = max(length, 1)
        self.severity = severity
        self.suggestion = suggestion
        self.notes = notes
    }
}

extension Finding: Comparable {
    package static func < (one: Finding, other: Finding) -> Bool {
        if one.file != other.file { return one.file < other.file }
        if one.location != other.location { return one.location < other.location }
        return (one.code.rawValue, one.message) < (other.code.rawValue, other.message)
    }
}
