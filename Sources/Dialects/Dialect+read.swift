internal import Diagnostics
package import Upgrades

/// Why a payload could not be read; the message goes to the quarantine.
package struct TranslationFailure: Error, Hashable, Sendable {
    package let code: SetAsideCode
    package let reason: String

    package init(_ code: SetAsideCode, _ reason: String) {
        self.code = code
        self.reason = reason
    }
}

/// A topic that a dialect knows, and the identity in it.
package struct TopicMatch: Sendable {
    package let sender: Sender
    package let product: Text
    package let device: Text
    let group: Int
}

extension Dialect {
    /// The longest payload that is read, in bytes.
    package static let payloadLimit = 256 * 1024

    /// Who may have sent a message on the topic, and about which device: one match a sender.
    package func match(topic: Text) -> [TopicMatch] {
        let bytes = topic.string.utf8Span.span
        var matches: [TopicMatch] = []
        for place in groups.indices {
            if let match = match(bytes, inGroup: place) { matches.append(match) }
        }
        return matches
    }

    /// What that sender may have sent on the topic: the first match, since those of one sender are alike.
    package func match(topic: Text, from sender: Sender) -> TopicMatch? {
        let bytes = topic.string.utf8Span.span
        for place in groups(of: sender) {
            if let match = match(bytes, inGroup: place) { return match }
        }
        return nil
    }

    private func match(_ topic: Span<UInt8>, inGroup place: Int) -> TopicMatch? {
        guard let names = topics.match(topic, place) else { return nil }
        let group = groups[place]
        return TopicMatch(
            sender: group.sender, product: names.product.map { Text(topic.extracting($0)) } ?? group.topic.fixedProduct,
            device: names.device.map { Text(topic.extracting($0)) } ?? "", group: place)
    }

    /// Takes the bytes of a payload apart.
    package static func parse(_ payload: [UInt8]) throws(TranslationFailure) -> JSONDocument {
        var document = JSONDocument()
        try parse(payload, into: &document)
        return document
    }

    /// Takes the bytes of a payload apart, in the room of a document that was read before.
    package static func parse(_ payload: [UInt8], into document: inout JSONDocument) throws(TranslationFailure) {
        guard payload.count <= payloadLimit else {
            throw TranslationFailure(.tooLarge, "\(payload.count) bytes, more than \(payloadLimit)")
        }
        if document.takeKnown(payload) { return }
        do {
            try JSONReader.read(payload, into: &document)
            document.learn()
        } catch {
            let code: SetAsideCode =
                switch error.code {
                case .notJSON: .notJSON
                case .tooDeep: .tooDeep
                case .invalidUTF8: .invalidUTF8
                }
            throw TranslationFailure(code, error.description)
        }
    }

    /// Reads a payload as what the sender of that topic says: the first variant that fits (part A, "What matches").
    package func read(_ document: inout JSONDocument, on topic: TopicMatch) throws(TranslationFailure)
        -> CanonicalMessage
    {
        let group = groups[topic.group]
        group.layout.place(&document)
        var misfit: ConversionFailure?
        var next = 0
        while let (place, match) = group.form(of: document, from: next) {
            next = place + 1
            let plan = group.plans[place]
            var message = CanonicalMessage(plan.variant.kind)
            do {
                try convert(document, by: plan, hasExtras: match == .withExtras, on: topic, to: &message)
                // a text that this variant opened as an object is a text for the others
                plan.noteRepairs(in: &document)
                return message
            } catch {
                if case .failed(let failure) = error { throw failure }
                if misfit == nil { misfit = error }
            }
        }
        if let misfit { throw misfit.failure }
        throw TranslationFailure(.unknownShape, "no message of dialect \(name) on this topic looks like it")
    }

    /// Whether a payload is the other sender's on a topic that both use: it has a member that only that one's forms name.
    package func tells(_ document: JSONDocument, that other: TopicMatch, ratherThan own: TopicMatch) -> Bool {
        let names = memberNames(of: other).subtracting(memberNames(of: own))
        return names.contains { document.member($0, of: document.root) != nil }
    }

    /// What the forms of a topic name at the top of a payload.
    private func memberNames(of topic: TopicMatch) -> Set<[UInt8]> {
        var names: Set<[UInt8]> = []
        for place in groups[topic.group].variants {
            if case .object(let members, _) = variants[place].payload { names.formUnion(members.map(\.name)) }
        }
        return names
    }

    /// Why a form does not read a payload; put into words only where no other form does.
    private enum ConversionFailure: Error {
        case noRow(Field, Text)
        case otherName(Field, Text)
        case failed(TranslationFailure)
        var failure: TranslationFailure {
            switch self {
            case .noRow(let field, let text):
                TranslationFailure(.unknownValue, "no row for \(field.rawValue) \(quoted(text.string))")
            case .otherName(let field, let text):
                TranslationFailure(
                    .unknownValue, "the \(field.rawValue) \(quoted(text.string)) is not the one of the topic")
            case .failed(let failure): failure
            }
        }
    }

    private func convert(
        _ document: JSONDocument, by plan: ReadPlan, hasExtras: Bool, on topic: TopicMatch,
        to message: inout CanonicalMessage
    ) throws(ConversionFailure) {
        var conflict: Field?
        var kept: [KeptMember] = []
        // what it means is worked out only where something failed
        var failure: (hole: Hole, code: Hole.Code, node: Int)?
        for binding in plan.bindings {
            let node = Int(document.spots[binding.slot].node)
            if node < 0 { continue }
            let hole = binding.hole
            switch hole.field {
            case .opaque:
                kept.append(KeptMember(pointer: hole.pointer, value: JSONWriter.compact(node, of: document)))
                continue
            case .product, .device:
                let text = document.text(node)
                if text == (hole.field == .product ? topic.product : topic.device) { continue }
                throw .otherName(hole.field, text)
            default: break
            }
            do {
                if hole.field == .failure, plan.mayPutOffFailure {
                    failure = try hole.readCode(node, of: document).map { (hole, $0, node) }
                    continue
                }
                guard let value = try hole.read(node, of: document) else { continue }
                if binding.isRepeated, let other = message.value(of: hole.field), !other.agrees(with: value) {
                    conflict = conflict ?? hole.field
                }
                message.fill(hole.field, value)
            } catch {
                switch error {
                case .noRow(let text): throw .noRow(hole.field, text)
                case .unknownValue(let reason): throw .failed(TranslationFailure(.unknownValue, reason))
                }
            }
        }
        if let conflict {
            throw .failed(TranslationFailure(.conflictingValues, "two values of \(conflict.rawValue) in one message"))
        }
        for claim in plan.claims { message.fill(claim.field, .word(claim.word)) }
        switch plan.variant.kind {
        case .progress:
            message.native = plan.native(document)
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
        message.literals = plan.literals(in: document)
        if hasExtras { message.extras = plan.extras(in: document) }
    }
}

extension FieldValue {
    /// Whether two holes of one field say the same; digests are written in either case (H3).
    func agrees(with other: FieldValue) -> Bool {
        guard case .text(let left) = self, case .text(let right) = other else { return self == other }
        return left.lowercasedASCII == right.lowercasedASCII
    }
}
