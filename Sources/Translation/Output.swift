package import Dialects
package import Upgrades

/// What leaves the pipeline, in the order of rule B13.
package enum Output: Sendable, Hashable {
    case message(Outgoing)
    case event(ProgressEvent)
    case setAside(SetAsideCode, reason: String)
}

/// A message on its way to a device or to a backend, with what the outbox must know of it.
package struct Outgoing: Sendable, Hashable {
    /// Who gets it.
    package let receiver: Sender
    package let kind: MessageKind
    package let printed: PrintedMessage
    /// The record it belongs to, and its attempt: an unsent older one of the same is superseded.
    package let module: Text
    package let attempt: Int
    /// A progress report that ends the attempt.
    package let isTerminal: Bool
    /// When the offer's URL expires, in seconds since 1970.
    package let expiry: Int64?
}
