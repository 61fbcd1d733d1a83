/// What a message of any dialect is about.
package enum MessageKind: String, CaseIterable, Sendable {
    case versionReport = "version-report"
    case versionReceipt = "version-receipt"
    case offer
    case progress
    case query
    case queryReply = "query-reply"
    case versionQuery = "version-query"
}

/// Who says a message; the topic tells, never the payload.
package enum Sender: String, CaseIterable, Sendable {
    case device
    case backend

    /// The one who gets what this one sends.
    package var other: Sender { self == .device ? .backend : .device }
}
