internal import Diagnostics
internal import Upgrades

/// One form of a message kind: a topic and a payload that read and print it.
final class Variant: Sendable {
    enum Direction: String, CaseIterable, Sendable { case read, print }
    /// What `is:` says: the first value is read, any of them lets the variant print.
    struct Claim: Sendable {
        let field: Field
        let words: [String]
    }

    /// As the file names it, `md5` or `get`; empty where the kind has one form.
    let name: String
    let kind: MessageKind
    let sender: Sender
    let topic: TopicTemplate
    let payload: Template
    let holes: [Hole]
    let claims: [Claim]
    /// Nil for both directions.
    let only: Direction?
    let qos: Int
    /// The variant of the query that this reply answers.
    let answers: String?
    /// What people call it: `'running' of 'progress'`.
    let label: String
    /// Its name in the file: the key of the variant, of the part's variant, or of the message.
    let location: SourceLocation
    /// Columns that the name takes.
    let length: Int

    /// The fields it has a place for, by a hole or a claim.
    let fields: FieldSet
    /// The fields without which it cannot be printed.
    let required: FieldSet
    /// Its payload repeats what the topic tells.
    let repeatsIdentity: Bool
    /// The objects of the payload, as JSON Pointers: where extras can go back to.
    let objects: Set<String>

    var reads: Bool { only != .print }
    var prints: Bool { only != .read }

    init(
        name: String, kind: MessageKind, sender: Sender, topic: TopicTemplate, payload: Template, holes: [Hole],
        claims: [Claim], only: Direction?, qos: Int, answers: String?, label: String, location: SourceLocation,
        length: Int
    ) {
        self.name = name
        self.kind = kind
        self.sender = sender
        self.topic = topic
        self.payload = payload
        self.holes = holes
        self.claims = claims
        self.only = only
        self.qos = qos
        self.answers = answers
        self.label = label
        self.location = location
        self.length = length
        var fields = FieldSet.identity
        var required: FieldSet = []
        for hole in holes {
            fields.insert(FieldSet(hole.field))
            if !hole.mayBeAbsent { required.insert(FieldSet(hole.field)) }
        }
        for claim in claims { fields.insert(FieldSet(claim.field)) }
        fields.remove(FieldSet(.opaque))
        required.remove(FieldSet(.opaque))
        repeatsIdentity = holes.contains(where: \.field.isIdentity)
        self.fields = fields
        self.required = required
        objects = Set(payload.objectPointers)
    }

    /// Whether the message is of the sort that this variant prints, with all it needs.
    func canPrint(_ message: CanonicalMessage, filled: FieldSet) -> Bool {
        guard required.isSubset(of: filled) else { return false }
        for claim in claims {
            guard case .word(let word)? = message.value(of: claim.field) ?? claim.standard, claim.words.contains(word)
            else {
                return false
            }
        }
        return holes.allSatisfy { hole in
            guard hole.mustPrint, let value = message.value(of: hole.field) else { return true }
            return hole.canPrint(value)
        }
    }
}

extension Variant.Claim {
    /// What an unfilled field means to a claim: packages come by HTTP unless something else is said.
    var standard: FieldValue? { field == .transport ? .word(UpgradePackage.Transport.http.rawValue) : nil }
}

extension Template {
    fileprivate var objectPointers: [String] {
        switch self {
        case .object(let members, let pointer): [pointer] + members.flatMap(\.value.objectPointers)
        case .array(let elements): elements.flatMap(\.objectPointers)
        case .literal, .hole: []
        }
    }
}
