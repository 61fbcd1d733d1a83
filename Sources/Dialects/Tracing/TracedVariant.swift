package import Diagnostics
package import Upgrades

/// A variant as traces name it: what people call it, and where it stands in the dialect file.
package struct TracedVariant: Hashable, Sendable {
    package let kind: MessageKind
    /// `'running' of 'progress'`.
    package let label: String
    package let location: SourceLocation
    /// Columns that its name takes there.
    package let length: Int

    init(_ variant: Variant) {
        kind = variant.kind
        label = variant.label
        location = variant.location
        length = variant.length
    }
}

/// A code of a table that read or printed a value.
package struct TracedCode: Hashable, Sendable {
    package let table: String
    /// The canonical word of its row.
    package let word: String
    /// As the file writes it: `-1`, or the wildcards `*` and `-*`.
    package let code: String
    package let location: SourceLocation

    init(_ reading: Table.Reading, of table: Table) {
        self.table = table.name
        word = reading.word
        code = reading.pattern.spelled
        location = reading.location
    }

    init(_ code: Table.Code, printing word: String, of table: Table) {
        self.table = table.name
        self.word = word
        self.code = code.text.string
        location = code.location
    }
}

/// What kept a variant from reading a payload or from printing a message, and the line of the file that says so.
package struct Obstacle: Hashable, Sendable {
    package let reason: String
    package let location: SourceLocation
    /// Columns that the carets cover.
    package let length: Int
    /// What may have been meant: `did you mean 'downloading'?`.
    package let suggestion: String?

    init(_ reason: String, at location: SourceLocation, length: Int, suggestion: String? = nil) {
        self.reason = reason
        self.location = location
        self.length = length
        self.suggestion = suggestion
    }
}

extension Table.Pattern {
    /// As the file writes it.
    var spelled: String {
        switch self {
        case .text(let text): text.string
        case .any: "*"
        case .anyNegative: "-*"
        }
    }
}

extension FieldValue {
    /// As people read it.
    var spelled: String {
        switch self {
        case .text(let text): text.string
        case .integer(let number): String(number)
        case .json(let json): json.string
        case .word(let word): word.spelling
        case .failure(let failure): failure.kind.rawValue
        }
    }
}

extension String {
    /// A JSON Pointer as people say it: `report.progress.state`.
    package var dotted: String {
        String(dropFirst()).replacing("/", with: ".").replacing("~1", with: "/").replacing("~0", with: "~")
    }
}
