/// What one message or one timer makes the gateway do, in the order of rule B13.
package struct Effects: Sendable {
    /// A message of these effects, by its list and place.
    package enum Carrier: Sendable, Hashable {
        case backend(Int)
        case device(Int)
    }
    /// A message with the record it belongs to.
    package struct Message: Sendable, Hashable {
        package var message: CanonicalMessage
        package var module: Text
        package var attempt: Int
    }
    package struct Event: Sendable, Hashable {
        package var event: ProgressEvent
        /// The progress or offer that carries the news; what its printing drops is named in the event.
        package var carrier: Carrier?
    }
    /// A message that cannot be carried, for the quarantine.
    package struct SetAside: Sendable, Hashable {
        package var code: SetAsideCode
        package var reason: String

        package init(_ code: SetAsideCode, _ reason: String) {
            self.code = code
            self.reason = reason
        }
    }

    /// Receipts to the device, which come before anything else (B3).
    package var receipts: [Message] = []
    package var backend: [Message] = []
    package var device: [Message] = []
    package var events: [Event] = []
    package var setAside: SetAside?

    package init() {}
}

/// Why a message was set aside; a closed list, in the order of judgement.
package enum SetAsideCode: String, CaseIterable, Sendable {
    case input
    case unknownTopic = "unknown-topic"
    case tooLarge = "too-large"
    case notJSON = "not-json"
    case tooDeep = "too-deep"
    case invalidUTF8 = "invalid-utf8"
    case unknownShape = "unknown-shape"
    case unknownValue = "unknown-value"
    case conflictingValues = "conflicting-values"
    case noTarget = "no-target"
}
