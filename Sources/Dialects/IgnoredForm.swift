internal import Upgrades

/// What comes on a topic of the dialect and is no message about upgrades: it is neither carried nor set aside.
struct IgnoredForm: Sendable {
    let sender: Sender
    let topic: TopicTemplate
    /// Literals and opaque holes only; nil for whatever comes on the topic.
    let payload: Template?
    let holes: [Hole]
}

extension Dialect {
    /// Whether a payload that no variant reads is one of those that the file names as ignored.
    package func ignores(_ document: JSONDocument, on topic: TopicMatch) -> Bool {
        let group = groups[topic.group]
        return ignored.contains { form in
            guard form.sender == group.sender, form.topic == group.topic else { return false }
            guard let payload = form.payload else { return true }
            var attempt = document
            var match = TemplateMatch()
            return payload.matches(attempt.root, of: &attempt, holes: form.holes, into: &match)
        }
    }
}
