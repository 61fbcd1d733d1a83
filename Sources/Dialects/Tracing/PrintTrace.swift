package import Diagnostics
package import Upgrades

/// How a dialect printed a message, or why it could not, line by line of its file.
///
/// Worked out a second time, for people: printing itself keeps none of this.
package struct PrintTrace: Sendable {
    package let dialect: String
    /// The dialect file, as findings name it.
    package let file: String
    package let kind: MessageKind
    /// What was printed, exactly as `Dialect.print` gives it; nil if no variant can say the message.
    package let printed: PrintedMessage?
    package let variant: TracedVariant?
    /// The holes of that variant which were printed, in its order.
    package internal(set) var fields: [FieldPrinting] = []
    /// The members that it may leave out.
    package internal(set) var optionals: [OptionalMember] = []
    /// Filled fields that it has no place for.
    package internal(set) var lost: [Field] = []
    /// Members of another dialect, or of an object that is not printed, which were left out.
    package internal(set) var dropped: [Extra] = []
    /// Where nothing was printed: the variants and what kept each from it, the nearest first.
    package internal(set) var refusals: [VariantPrinting] = []
    /// What became of an offer on its way here; nil for other kinds.
    package var carriage: CarriageTrace?

    init(_ dialect: Dialect, _ kind: MessageKind, _ printed: PrintedMessage?, _ variant: Variant?) {
        self.dialect = dialect.name
        file = dialect.file
        self.kind = kind
        self.printed = printed
        self.variant = variant.map { TracedVariant($0) }
    }
}

/// Why a variant did not print a message.
package struct VariantPrinting: Sendable {
    package let variant: TracedVariant
    /// Never empty.
    package let obstacles: [Obstacle]
}

/// A hole that was printed.
package struct FieldPrinting: Sendable {
    package enum Source: Hashable, Sendable {
        /// The message's own value.
        case value(String)
        /// The value by a code of a table.
        case code(TracedCode, value: String)
        /// The code of a failure as the device spelled it, since no row names it.
        case native(String)
        /// The text behind the bar, since the field is unfilled, with the table's code of that text.
        case fallback(TracedCode?)
        /// An id that the gateway made (B12).
        case generated
    }
    package let field: Field
    /// Where the member stands in the payload, as a JSON Pointer.
    package let pointer: String
    /// The hole in the file: the field's name behind `${`.
    package let hole: SourceLocation
    package let source: Source
    /// The value as it was printed.
    package let spelling: RawJSON
}
