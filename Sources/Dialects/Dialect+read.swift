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
        var matches: [TopicMatch] = []
        let bytes = Array(topic.utf8)
        for place in groups.indices where groups[place].topic.mayFit(bytes) {
            guard let identity = groups[place].topic.read(bytes) else { continue }
            matches.append(
                TopicMatch(
                    sender: groups[place].sender, product: identity.product, device: identity.device, group: place))
        }
        return matches
    }

    /// Takes the bytes of a payload apart.
    package static func parse(_ payload: [UInt8]) throws(TranslationFailure) -> JSONDocument {
        guard payload.count <= payloadLimit else {
            throw TranslationFailure(.tooLarge, "\(payload.count) bytes, more than \(payloadLimit)")
        }
        do {
            return try JSONReader.read(payload)
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
        var unknownValue: String?
        var match = TemplateMatch()
        for place in groups[topic.group].variants where variants[place].reads {
            let variant = variants[place]
            match.clear()
            // a text that this variant opens as an object is a text again for the next
            var attempt = document
            guard variant.payload.matches(attempt.root, of: &attempt, holes: variant.holes, into: &match) else {
                continue
            }
            do {
                var message = try convert(match, of: attempt, by: variant, on: topic)
                if message.kind == .progress { message.native = native(match, attempt) }
                document = attempt
                return message
            } catch {
                guard case .noRow(let reason) = error else { throw error.failure }
                if unknownValue == nil { unknownValue = reason }
            }
        }
        if let unknownValue { throw TranslationFailure(.unknownValue, unknownValue) }
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

    private enum ConversionFailure: Error {
        case noRow(String)
        case failed(TranslationFailure)
        var failure: TranslationFailure {
            switch self {
            case .noRow(let reason): TranslationFailure(.unknownValue, reason)
            case .failed(let failure): failure
            }
        }
    }

    private func convert(
        _ match: TemplateMatch, of document: JSONDocument, by variant: Variant, on topic: TopicMatch
    ) throws(ConversionFailure) -> CanonicalMessage {
        var message = CanonicalMessage(variant.kind)
        var conflict: Field?
        for binding in match.bindings {
            let hole = variant.holes[binding.hole]
            switch hole.field {
            case .opaque:
                message.kept.append(
                    KeptMember(pointer: hole.pointer, value: JSONWriter.compact(binding.node, of: document)))
                continue
            case .product, .device:
                let text = document.text(binding.node)
                if text == (hole.field == .product ? topic.product : topic.device) { continue }
                throw .noRow("the \(hole.field.rawValue) \(quoted(text.string)) is not the one of the topic")
            default: break
            }
            do {
                guard let value = try hole.read(binding.node, of: document) else { continue }
                if let other = message.value(of: hole.field), !other.agrees(with: value) {
                    conflict = conflict ?? hole.field
                }
                message.fill(hole.field, value)
            } catch {
                switch error {
                case .noRow(let reason): throw .noRow("no row for \(hole.field.rawValue) \(reason)")
                case .unknownValue(let reason): throw .failed(TranslationFailure(.unknownValue, reason))
                }
            }
        }
        if let conflict {
            throw .failed(TranslationFailure(.conflictingValues, "two values of \(conflict.rawValue) in one message"))
        }
        for claim in variant.claims {
            if let word = claim.words.first { message.fill(claim.field, .word(word)) }
        }
        switch message.kind {
        case .progress: message.failure = message.phase == .failed ? message.failure ?? Failure(.upgrade) : nil
        case .query: message.asking = variant.name
        case .queryReply: message.asking = variant.answers
        case .versionReport, .versionReceipt, .versionQuery, .offer: break
        }
        message.literals = match.literals
        for object in match.objects { message.extras += extras(of: object, in: document) }
        return message
    }

    private func extras(of object: MatchedObject, in document: JSONDocument) -> [Extra] {
        var extras: [Extra] = []
        var expected = 0  // members mostly come in the template's order
        for child in document.children(object.node) {
            if expected < object.members.count, document.isKey(child, object.members[expected].name) {
                expected += 1
                continue
            }
            if object.members.contains(where: { document.isKey(child, $0.name) }) { continue }
            extras.append(
                Extra(object: object.pointer, name: document.key(child), value: JSONWriter.compact(child, of: document))
            )
        }
        return extras
    }

    /// The members that tell state, percent, failure and note, as they are spelled (B13).
    private func native(_ match: TemplateMatch, _ document: JSONDocument) -> RawJSON {
        var out: [UInt8] = []
        out.reserveCapacity(96)
        out.append(UInt8(ascii: "{"))
        for object in match.objects {
            for member in object.members where natives.contains(member.pointer) {
                guard let node = document.member(member.name, of: object.node), document[node].kind != .null else {
                    continue
                }
                if out.count > 1 { out.append(UInt8(ascii: ",")) }
                out.append(contentsOf: member.printedName)
                JSONWriter.append(node, of: document, to: &out)
            }
        }
        out.append(UInt8(ascii: "}"))
        return RawJSON(out)
    }
}

extension FieldValue {
    /// Whether two holes of one field say the same; digests are written in either case (H3).
    func agrees(with other: FieldValue) -> Bool {
        guard case .text(let left) = self, case .text(let right) = other else { return self == other }
        return left.lowercasedASCII == right.lowercasedASCII
    }
}
