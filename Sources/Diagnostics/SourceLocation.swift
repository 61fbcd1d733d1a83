/// A place in a text file: line and column, both from 1, columns in Unicode code points.
package struct SourceLocation: Hashable, Sendable, Comparable {
    package var line: Int
    package var column: Int

    package init(line: Int, column: Int) {
        self.line = line
        self.column = column
    }

    /// The first character of a file, for findings about the file as a whole.
    package static let start = SourceLocation(line: 1, column: 1)

    package static func < (one: SourceLocation, other: SourceLocation) -> Bool {
        (one.line, one.column) < (other.line, other.column)
    }
}
