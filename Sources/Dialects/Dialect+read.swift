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
    package let topic: Text
    let group: Int
    /// Where the names stand in the topic.
    private let names: TopicIndex.Names
    private let fixedProduct: Text

    fileprivate init(_ topic: Text, _ names: TopicIndex.Names, group: Int, of dialect: Dialect) {
        self.topic = topic
        self.group = group
        self.names = names
        let known = dialect.groups[group]
        sender = known.sender
        fixedProduct = known.fixedProduct
    }

    package var product: Text { names.product.map(name) ?? fixedProduct }
    package var device: Text { names.device.map(name) ?? "" }

    private func name(_ range: Range<Int>) -> Text { Text(topic.utf8.span.extracting(range)) }
}

extension Dialect {
    /// The longest payload that is read, in bytes.
    package static let payloadLimit = 256 * 1024

    /// Who may have sent a message on the topic, and about which device: one match a sender.
    package func match(topic: Text) -> [TopicMatch] {
        groups.indices.compactMap { group in
            topics.match(topic.utf8.span, group).map { TopicMatch(topic, $0, group: group, of: self) }
        }
    }

    /// What that sender may have sent on the topic: the first match, since those of one sender are alike.
    package func match(topic: Text, from sender: Sender) -> TopicMatch? {
        let bytes = topic.string.utf8.span
        for group in groups(of: sender) {
            if let names = topics.match(bytes, group) { return TopicMatch(topic, names, group: group, of: self) }
        }
        return nil
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
        var misfit: Misfit?
        let candidates = groups[topic.group].candidates(for: &document).list
        for place in candidates.indices where candidates[place].fits(document) {
            var message = CanonicalMessage(candidates[place].plan.kind)
            do {
                try candidates[place].read(document, on: topic, into: &message)
                // a text that this variant opened as an object is a text for the others
                document.repairs.formUnion(candidates[place].repairs)
                return message
            } catch {
                if case .failed(let failure) = error { throw failure }
                if misfit == nil { misfit = error }
            }
        }
        if let misfit { throw misfit.failure(document) }
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
}
