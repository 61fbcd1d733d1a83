package import Diagnostics

/// Something that a dialect file says and that a message can put to use: a variant that reads, a row's code that is printed.
package struct Exercise: Hashable, Sendable {
    /// What is put to use, in which direction.
    package enum Sort: String, CaseIterable, Sendable {
        case variantRead = "variant-read"
        case variantPrinted = "variant-printed"
        case codeRead = "code-read"
        case codePrinted = "code-printed"
        /// A hole that a payload filled.
        case holeRead = "hole-read"
        /// A hole that a message's own value filled.
        case holePrinted = "hole-printed"
        /// The text behind a hole's bar, or a generated id.
        case fallbackPrinted = "fallback-printed"
        /// One literal of an `!any`.
        case alternativeRead = "alternative-read"
        /// A member `name?:` that a payload had, or that was printed.
        case memberPresent = "member-present"
        /// A member `name?:` that a payload did not have, or that was left out.
        case memberAbsent = "member-absent"
        /// A line of `limits` that refused an offer.
        case limit
        /// A line of `lacks` that refused an offer or gave a field up.
        case loss
        /// A pattern of `url-expiry` that found the time.
        case urlExpiry = "url-expiry"
    }

    package let sort: Sort
    /// Where it stands in its dialect file.
    package let location: SourceLocation
    /// Tells apart what stands in one place: a variant of a part by the messages that use it, a literal of an `!any` by its number.
    package let name: String

    init(_ sort: Sort, at location: SourceLocation, _ name: String = "") {
        self.sort = sort
        self.location = location
        self.name = name
    }
}

/// An exercise with what people are told of it.
package struct Exercisable: Hashable, Sendable {
    package let exercise: Exercise
    /// What it is, in words, to be followed by what it lacks: `'running' of 'progress'`, `never read`.
    package let label: String
    /// Columns that it takes in its line.
    package let length: Int
}

extension Exercise.Sort {
    /// What was never done where the exercise is missing: `never read`.
    package var lack: String {
        switch self {
        case .variantRead, .codeRead, .holeRead, .alternativeRead, .urlExpiry: "never read"
        case .variantPrinted, .codePrinted, .holePrinted, .fallbackPrinted: "never printed"
        case .memberPresent: "never present"
        case .memberAbsent: "never absent"
        case .limit, .loss: "never met"
        }
    }
}
