package import Dialects
package import Upgrades

/// A message that came in, told apart.
package enum Heard: Sendable {
    case message(CanonicalMessage, from: Sender)
    /// Only the gateway could have sent it: its own words, heard on a topic that both sides use (H47).
    case echo
    /// It is no message about upgrades: the dialect file names it as ignored.
    case ignored
}

extension Route {
    /// A topic on the sides where it may have come in, and whose identity it bears there.
    package struct Place: Sendable {
        let match: TopicMatch
        let topic: Text

        package var sender: Sender { match.sender }
        package var identity: Identity { Identity(product: match.product, device: match.device) }

        /// - Parameter match: what the dialect of that side makes of the topic.
        package init(match: TopicMatch, topic: Text) {
            self.match = match
            self.topic = topic
        }
    }

    /// Where a topic may have come from; empty for a topic that means nothing on either side.
    package func places(of topic: Text, on sides: [Sender] = Sender.allCases) -> [Place] {
        var places: [Place] = []
        for side in sides {
            let dialect = dialect(of: side)
            guard let match = dialect.match(topic: topic, from: side) else { continue }
            places.append(Place(match: match, topic: topic))
        }
        return places
    }

    /// Reads a payload that came in at one of these places.
    package func read(_ payload: [UInt8], at places: [Place]) throws(TranslationFailure) -> Heard {
        var document = JSONDocument()
        return try read(payload, at: places, in: &document)
    }

    /// The same in the room of a document that was read before, for whoever reads many; its repairs tell what had to be
    /// forgiven (H32).
    package func read(
        _ payload: [UInt8], at places: [Place], in document: inout JSONDocument
    ) throws(TranslationFailure) -> Heard {
        try Dialect.parse(payload, into: &document)
        var failure: TranslationFailure?
        for place in places.indices {
            let sender = places[place].sender
            do {
                return .message(try dialect(of: sender).read(&document, on: places[place].match), from: sender)
            } catch {
                if failure == nil || failure?.code == .unknownShape { failure = error }
            }
        }
        if failure?.code == .unknownShape {
            for place in places where dialect(of: place.sender).ignores(document, on: place.match) { return .ignored }
        }
        // what the other sender writes on the same topic: the gateway itself, on this side
        if places.count == 1, let place = places.first, failure?.code == .unknownShape,
            let echo = dialect(of: place.sender).match(topic: place.topic, from: place.sender.other),
            dialect(of: place.sender).tells(document, that: echo, ratherThan: place.match)
        {
            return .echo
        }
        throw failure ?? TranslationFailure(.unknownTopic, "no topic of either side")
    }
}

extension Route {
    /// What people should hear of a message that says something no device is told: a version that its backend rejects,
    /// where the gateway has answered the device itself (H14).
    package func alarm(_ message: CanonicalMessage) -> String? {
        guard message.kind == .versionReceipt, !rules.isSameDialect, let code = message.receiptCode, code != 0 else {
            return nil
        }
        return "backend \(backendName) rejects a version report with code \(code)"
    }
}
