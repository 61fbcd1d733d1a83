internal import Diagnostics
internal import Upgrades

/// One form of a message kind: a topic and a payload that read and print it.
final class Variant: Sendable {
    enum Direction: String, CaseIterable, Sendable { case read, print }
    /// What `is:` says: the first value is read, any of them lets the variant print.
    struct Claim: Sendable {
        let field: Field
        let words: [String]
        /// The same, for comparing.
        let set: WordSet
        /// The first word, which is read.
        let read: Word?

        init(field: Field, words: [String]) {
            self.field = field
            self.words = words
            let known = words.compactMap { Word($0, of: field) }
            set = WordSet(known)
            read = known.first
        }
    }

    /// As the file names it, `md5` or `get`; empty where the kind has one form.
    let name: String
    let kind: MessageKind
    let sender: Sender
    let topic: TopicTemplate
    let payload: Template
    /// How the payload is printed.
    let plan: PrintPlan
    /// How the topic is printed.
    let topicPlan: TopicPlan
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
    /// The phases that the claims let it print; nil for any message.
    let phases: WordSet?
    /// What the claims want of a message that is printed.
    private let conditions: [Condition]
    /// The holes that cannot print every value, and must.
    private let demanding: [Hole]
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
        plan = PrintPlan(payload, holes: holes)
        topicPlan = TopicPlan(topic)
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
        phases = claims.first { $0.field == .phase }?.set
        conditions = claims.map { Condition(field: $0.field, words: $0.set) }
        demanding = holes.filter { $0.mustPrint && !$0.printsAll }
        repeatsIdentity = holes.contains(where: \.field.isIdentity)
        self.fields = fields
        self.required = required
        objects = Set(payload.objectPointers)
    }

    /// Whether the message is of the sort that this variant prints, with all it needs.
    func canPrint(_ message: CanonicalMessage, filled: FieldSet) -> Bool {
        guard required.isSubset(of: filled) else { return false }
        for condition in conditions where !condition.holds(for: message) { return false }
        for hole in demanding {
            if let value = message.value(of: hole.field), !hole.canPrint(value) { return false }
        }
        return true
    }
}

extension Variant {
    /// Whether it has a place for fields that must not be lost, and for one of the digests, if there are any.
    func hasPlace(for essential: FieldSet, _ digests: FieldSet) -> Bool {
        essential.isSubset(of: fields) && (digests.isEmpty || !digests.isDisjoint(with: fields))
    }

    /// A claim, for comparing.
    fileprivate struct Condition {
        let field: Field
        let words: WordSet

        func holds(for message: CanonicalMessage) -> Bool {
            if field == .phase { return words.contains(message.phase) }
            guard case .word(let word)? = message.value(of: field) ?? Claim.standard(of: field) else { return false }
            return words.contains(word)
        }
    }
}

extension Variant.Claim {
    /// What an unfilled field means to a claim: packages come by HTTP unless something else is said.
    static func standard(of field: Field) -> FieldValue? { field == .transport ? .word(.transport(.http)) : nil }
    var standard: FieldValue? { Self.standard(of: field) }
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
