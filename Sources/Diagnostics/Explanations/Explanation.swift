/// What a finding code means, for people who meet it: why it matters, and how it is written wrong and right.
///
/// The examples are tested: read by the reader of their kind of file, completed by what a whole file needs besides, the
/// wrong one gives findings of this code alone, and the right one none.
package struct Explanation: Sendable {
    /// The files a code is mostly about; the order is that of the catalogue.
    package enum Kind: String, CaseIterable, Sendable {
        case anyFile = "every YAML file"
        case dialect = "dialect files"
        case configuration = "gateway.yaml"
        case examples = "example conversations"
    }

    package let kind: Kind
    /// One line, lowercase, without a full stop.
    package let meaning: String
    /// Whole sentences: what would go wrong, and what to do where that is not plain.
    package let reason: String
    /// Part of a file that gives this finding, or a whole one; no newline at the end.
    package let wrong: String
    /// The same without any finding.
    package let right: String

    init(_ kind: Kind, _ meaning: String, _ reason: String, wrong: String, right: String) {
        self.kind = kind
        self.meaning = meaning
        self.reason = reason
        self.wrong = wrong
        self.right = right
    }
}
