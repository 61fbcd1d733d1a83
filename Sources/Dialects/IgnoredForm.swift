internal import Upgrades

/// What comes on a topic of the dialect and is no message about upgrades: it is neither carried nor set aside.
struct IgnoredForm: Sendable {
    let sender: Sender
    let topic: TopicTemplate
    /// Nil for whatever comes on the topic.
    private let payload: (layout: Layout, shape: Shape)?

    /// - Parameters:
    ///   - payload: literals and opaque holes only; nil for whatever comes on the topic.
    init(sender: Sender, topic: TopicTemplate, payload: Template?, holes: [Hole]) {
        self.sender = sender
        self.topic = topic
        self.payload = payload.map { template in
            let layout = Layout([template])
            return (layout, ReadPlanCompiler(template, holes: holes, layout: layout).shape)
        }
    }

    func reads(_ document: JSONDocument) -> Bool {
        guard let payload else { return true }
        var document = document
        let spots = payload.layout.place(&document).spots
        return payload.shape.matches(document, spots)
    }
}

extension Dialect {
    /// Whether a payload that no variant reads is one of those that the file names as ignored.
    package func ignores(_ document: JSONDocument, on topic: TopicMatch) -> Bool {
        let group = groups[topic.group]
        return ignored.contains { $0.sender == group.sender && $0.topic == group.topic && $0.reads(document) }
    }
}
