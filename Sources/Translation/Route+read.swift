package import Dialects
package import Upgrades

/// A message that came in, told apart.
package enum Heard: Sendable {
    case message(CanonicalMessage, from: Sender)
    /// Only the gateway could have sent it: its own words, heard on a topic that both sides use (H47).
    case echo
}

extension Route {
    /// A topic on the sides where it may have come in, and whose identity it bears there.
    package struct Place: Sendable {
        package let sender: Sender
        package let identity: Identity
        let match: TopicMatch
        /// What the other sender writes on the same topic: the gateway itself, on this side.
        let echo: TopicMatch?
    }

    /// Where a topic may have come from; empty for a topic that means nothing on either side.
    package func places(of topic: Text, on sides: [Sender] = Sender.allCases) -> [Place] {
        sides.compactMap { side in
            let matches = dialect(of: side).match(topic: topic)
            guard let match = matches.first(where: { $0.sender == side }) else { return nil }
            return Place(
                sender: side, identity: Identity(product: match.product, device: match.device), match: match,
                echo: matches.first { $0.sender != side })
        }
    }

    /// Reads a payload that came in at one of these places.
    package func read(_ payload: [UInt8], at places: [Place]) throws(TranslationFailure) -> (
        heard: Heard, identity: Identity
    ) {
        var document = try Dialect.parse(payload)
        var failure: TranslationFailure?
        for place in places {
            do {
                let message = try dialect(of: place.sender).read(&document, on: place.match)
                return (.message(message, from: place.sender), place.identity)
            } catch {
                if failure == nil || failure?.code == .unknownShape { failure = error }
            }
        }
        if places.count == 1, let place = places.first, let echo = place.echo, failure?.code == .unknownShape,
            dialect(of: place.sender).tells(document, that: echo, ratherThan: place.match)
        {
            return (.echo, place.identity)
        }
        throw failure ?? TranslationFailure(.unknownTopic, "no topic of either side")
    }
}
