package import Dialects
package import Upgrades

/// What came of one message or one timer of a conversation, and why: worked out beside the conversation, on copies.
package enum ConversationTrace: Sendable {
    /// A message was heard; a turn follows if it could be read.
    case hearing(HearingTrace)
    /// The rules took their turn, on a message or a timer.
    case turn(TurnTrace)
}

/// How a message was told apart and read.
package struct HearingTrace: Sendable {
    /// One side on which the topic means something.
    package struct Attempt: Sendable {
        package let sender: Sender
        /// Whose identity the topic bears on that side.
        package let identity: Identity
        /// Whether that name is another device's identity there: nobody of that name is known.
        package let isForeign: Bool
        /// Nil where the payload was not looked at.
        package let reading: ReadTrace?
    }

    package enum Outcome: Sendable {
        case message(CanonicalMessage, from: Sender)
        /// The gateway's own words, heard again (H47).
        case echo
        /// No message about upgrades: the dialect file says so.
        case ignored
        case failure(TranslationFailure)
    }

    package let topic: Text
    package let attempts: [Attempt]
    package let outcome: Outcome
    /// Where the topic means nothing: those that it may have been meant for, the nearest first.
    package let nearestTopics: [TopicTrace]
    /// The sides on which nobody but the gateway itself writes on the topic.
    package let ownSides: [Sender]

    /// How the payload was read, where it was.
    package var reading: ReadTrace? {
        guard case .message(_, let sender) = outcome else { return nil }
        return attempts.first { $0.sender == sender }?.reading
    }
}

/// One turn of the rules and what was printed of it.
package struct TurnTrace: Sendable {
    /// One rule, and what it made go out, by places in `outputs`.
    package struct Step: Sendable {
        package let note: RuleNote
        /// How the offer was judged that the rule looked at.
        package let carriage: CarriageTrace?
        package let outputs: [Int]
        /// Messages of this step that no variant could print.
        package let unprinted: [PrintTrace]
    }

    package enum Cause: Sendable {
        case message(MessageKind, from: Sender)
        case timer(Timer)
    }

    package let cause: Cause
    /// The device's own identity.
    package let device: Identity
    /// When the turn was taken, in milliseconds.
    package let time: Int64
    package let steps: [Step]
    /// What went out, exactly as `Route.apply` gives it.
    package let outputs: [Output]
    /// How each output was printed; nil for what is no message.
    package let prints: [PrintTrace?]
}
