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

        package var sender: Sender { match.sender }
        package var identity: Identity { Identity(product: match.product, device: match.device) }
    }

    /// Where a topic may have come from: at most one place a side, none for a topic that means nothing on either.
    package struct Places: Sendable {
        fileprivate var device: Place?
        fileprivate var backend: Place?

        fileprivate init(device: Place?, backend: Place?) { (self.device, self.backend) = (device, backend) }

        /// The one place that a side's dialect has matched.
        package init(_ match: TopicMatch) {
            let place = Place(match: match)
            self.init(device: place.sender == .device ? place : nil, backend: place.sender == .backend ? place : nil)
        }
    }

    /// What a topic means on both sides.
    package func places(of topic: Text) -> Places {
        Places(device: place(of: topic, on: .device), backend: place(of: topic, on: .backend))
    }

    private func place(of topic: Text, on side: Sender) -> Place? {
        dialect(of: side).match(topic: topic, from: side).map { Place(match: $0) }
    }

    /// Reads a payload that came in at one of these places.
    package func read(_ payload: [UInt8], at places: Places) throws(TranslationFailure) -> Heard {
        var document = JSONDocument()
        return try read(payload, at: places, in: &document)
    }

    /// The same in the room of a document that was read before, for whoever reads many; its repairs tell what had to be
    /// forgiven (H32).
    package func read(
        _ payload: [UInt8], at places: Places, in document: inout JSONDocument
    ) throws(TranslationFailure) -> Heard {
        try Dialect.parse(payload, into: &document)
        var failure: TranslationFailure?
        if let place = places.device {
            do { return .message(try device.read(&document, on: place.match), from: .device) } catch { failure = error }
        }
        if let place = places.backend {
            do {
                return .message(try backend.read(&document, on: place.match), from: .backend)
            } catch {
                if failure == nil || failure?.code == .unknownShape { failure = error }
            }
        }
        if failure?.code == .unknownShape {
            for place in places where dialect(of: place.sender).ignores(document, on: place.match) { return .ignored }
        }
        // what the other sender writes on the same topic: the gateway itself, on this side
        if places.count == 1, let place = places.first, failure?.code == .unknownShape,
            let echo = dialect(of: place.sender).match(topic: place.match.topic, from: place.sender.other),
            dialect(of: place.sender).tells(document, that: echo, ratherThan: place.match)
        {
            return .echo
        }
        throw failure ?? TranslationFailure(.unknownTopic, "no topic of either side")
    }
}

extension Route.Places: RandomAccessCollection {
    package var startIndex: Int { 0 }
    package var endIndex: Int { (device == nil ? 0 : 1) + (backend == nil ? 0 : 1) }

    package subscript(index: Int) -> Route.Place {
        guard let place = index == 0 ? device ?? backend : backend else {
            preconditionFailure("there are \(count) places")
        }
        return place
    }

    package func filter(_ isWanted: (Route.Place) -> Bool) -> Self {
        Self(device: device.flatMap { isWanted($0) ? $0 : nil }, backend: backend.flatMap { isWanted($0) ? $0 : nil })
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
