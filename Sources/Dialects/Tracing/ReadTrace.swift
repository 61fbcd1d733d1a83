package import Diagnostics
package import Upgrades

/// How a dialect read a payload, or why it could not, line by line of its file.
///
/// Worked out a second time, for people: reading itself keeps none of this.
package struct ReadTrace: Sendable {
    package let dialect: String
    /// The dialect file, as findings name it.
    package let file: String
    /// What was read, exactly as `Dialect.read` gives it.
    package let result: Result<CanonicalMessage, TranslationFailure>
    /// What was forgiven (H32).
    package let repairs: JSONDocument.Repairs
    /// The variants that were tried, in the file's order; if the payload could be read, the last one has read it.
    package let attempts: [VariantReading]

    /// How the variant that read the payload did so.
    package var reading: VariantReading? {
        guard case .success = result else { return nil }
        return attempts.last
    }

    /// The variants that did not read it, the nearest first.
    package var nearest: [VariantReading] {
        let failed = attempts.enumerated().filter { !$0.element.obstacles.isEmpty }
        return failed.sorted { one, other in
            one.element.nearness != other.element.nearness
                ? one.element.nearness > other.element.nearness : one.offset < other.offset
        }.map(\.element)
    }
}

/// How far one variant came with a payload.
package struct VariantReading: Sendable {
    package let variant: TracedVariant
    /// Its holes, in the template's order.
    package internal(set) var fields: [FieldReading] = []
    package internal(set) var literals: [LiteralReading] = []
    /// The members that may be absent.
    package internal(set) var optionals: [OptionalMember] = []
    /// Fields that `is:` says.
    package internal(set) var claims: [(field: Field, word: String)] = []
    /// Members that it does not name.
    package internal(set) var extras: [Extra] = []
    /// What kept it from reading, first what stopped it; empty if it could read the payload.
    package internal(set) var obstacles: [Obstacle] = []
    /// Whether shapes and literals all fit, so that only values stood in its way.
    package internal(set) var isOfShape = true
    /// Whether no other variant is tried after this one: a value that no variant could take, or two that differ.
    package internal(set) var isDecisive = false
    /// Whether the value that it has no row for stands as a literal in another variant, which is then the one that was meant.
    var isMeantForAnother = false
    /// Members that fit; a literal counts twice, since it says what a message is.
    var fitting = 0

    init(_ variant: Variant) { self.variant = TracedVariant(variant) }

    /// Grows with what fits, and falls with what does not.
    var nearness: Int { (isOfShape && !isMeantForAnother ? 1_000 : 0) + fitting - 2 * obstacles.count }
}

/// A hole that met a payload.
package struct FieldReading: Sendable {
    package let field: Field
    /// Where the member stands in the payload, as a JSON Pointer.
    package let pointer: String
    /// The hole in the file: the field's name behind `${`.
    package let hole: SourceLocation
    /// The value as it was spelled on the wire; nil if the member is absent.
    package let spelling: RawJSON?
    /// What was read; nil where the field stays unfilled: the member is absent, null or empty.
    package let value: String?
    /// The code of the table that read it.
    package let code: TracedCode?
    /// Whether the template has a fallback, which is printed while the field is unfilled.
    package let hasFallback: Bool

    /// Whether the hole has done its work: it filled its field, or met what no field tells.
    var isMet: Bool { value != nil || spelling != nil && (field == .opaque || field.isIdentity) }

    init(_ hole: Hole, _ pointer: String, spelling: RawJSON? = nil, value: String? = nil, code: TracedCode? = nil) {
        field = hole.field
        self.pointer = pointer
        self.hole = hole.location
        self.spelling = spelling
        self.value = value
        self.code = code
        hasFallback = hole.fallback != nil
    }
}

/// A literal that was met as it is written.
package struct LiteralReading: Sendable {
    package let pointer: String
    /// The member's key in the file.
    package let location: SourceLocation
    package let length: Int
    /// Which of the literals of an `!any` it was, from 0; nil for a plain literal.
    package let alternative: Int?
}

/// A member of a template that may be absent.
package struct OptionalMember: Sendable {
    package let pointer: String
    /// Its key in the file.
    package let location: SourceLocation
    package let length: Int
    package let isPresent: Bool
}
