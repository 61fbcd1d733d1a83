internal import Diagnostics
internal import Upgrades

/// Why a form does not read a payload; put into words only where no other form does.
enum Misfit: Error {
    /// A table has no row for the code at a node.
    case noRow(Field, node: Int)
    /// A name at a node is not the one in the topic.
    case otherName(Field, node: Int)
    case failed(TranslationFailure)

    func failure(_ document: JSONDocument) -> TranslationFailure {
        switch self {
        case .noRow(let field, let node):
            TranslationFailure(
                .unknownValue, "no row for \(field.rawValue) \(quoted(document.text(node).string))")
        case .otherName(let field, let node):
            TranslationFailure(
                .unknownValue,
                "the \(field.rawValue) \(quoted(document.text(node).string)) is not the one of the topic")
        case .failed(let failure): failure
        }
    }
}

extension Candidate {
    /// Whether a payload of the make has the form's literals.
    func fits(_ document: JSONDocument) -> Bool {
        for place in comparisons.indices where !plan.shape.holds(comparisons[place], in: document) { return false }
        return true
    }

    /// Reads a payload that fits into an empty message of the form's kind.
    func read(
        _ document: JSONDocument, on topic: TopicMatch, into message: inout CanonicalMessage
    ) throws(Misfit) {
        var conflict: Field?
        var kept: [KeptMember] = []
        // what it means is worked out only where something failed
        var failure: (hole: Hole, code: Hole.Code, node: Int)?
        for place in values.indices {
            let (hole, node) = (values[place].hole, values[place].node)
            switch hole.field {
            case .opaque:
                kept.append(KeptMember(pointer: hole.pointer, value: JSONWriter.compact(node, of: document)))
                continue
            case .product, .device:
                let text = document.text(node)
                if text == (hole.field == .product ? topic.product : topic.device) { continue }
                throw .otherName(hole.field, node: node)
            default: break
            }
            do {
                if hole.field == .failure, plan.mayPutOffFailure {
                    failure = try hole.readCode(node, of: document).map { (hole, $0, node) }
                    continue
                }
                guard let value = try hole.read(node, of: document) else { continue }
                if values[place].isRepeated, let other = message.value(of: hole.field), !other.agrees(with: value) {
                    conflict = conflict ?? hole.field
                }
                message.fill(hole.field, value)
            } catch {
                switch error {
                case .noRow: throw .noRow(hole.field, node: node)
                case .unknownValue(let reason): throw .failed(TranslationFailure(.unknownValue, reason))
                }
            }
        }
        if let conflict {
            throw .failed(TranslationFailure(.conflictingValues, "two values of \(conflict.rawValue) in one message"))
        }
        for claim in plan.claims { message.fill(claim.field, .word(claim.word)) }
        switch plan.kind {
        case .progress:
            message.native = native.json(in: document)
            guard message.phase == .failed else {
                message.failure = nil
                break
            }
            if let failure, let value = failure.hole.value(failure.code, failure.node, document) {
                message.fill(.failure, value)
            }
            message.failure = message.failure ?? Failure(.upgrade)
        case .query: message.asking = plan.variant.name
        case .queryReply: message.asking = plan.variant.answers
        case .versionReport, .versionReceipt, .versionQuery, .offer: break
        }
        if !kept.isEmpty { message.kept = kept }
        if !literals.isEmpty { message.literals = literals }
        if !extras.isEmpty { message.extras = extras.map { Extra($0.node, of: $0.object, in: document) } }
    }
}

extension Extra {
    fileprivate init(_ node: Int, of object: String, in document: JSONDocument) {
        self.init(object: object, name: document.key(node), value: JSONWriter.compact(node, of: document))
    }
}

extension FieldValue {
    /// Whether two holes of one field say the same; digests are written in either case (H3).
    func agrees(with other: FieldValue) -> Bool {
        guard case .text(let left) = self, case .text(let right) = other else { return self == other }
        return left.lowercasedASCII == right.lowercasedASCII
    }
}
