/// What an operator asks of a running gateway through its control socket: one JSON object a line.
package enum ControlCommand: Sendable, Hashable, Codable {
    /// Take messages of the quarantine again, in their order.
    case replay(quarantine: [Int64])
    /// Throw messages of the quarantine away.
    case drop(quarantine: [Int64])
    /// Say what keeps you from your work, as the error of the reply.
    case trouble
    /// Plan a migration, or do the next step of one.
    case migrate(MigrationRequest)

    var isMigration: Bool { if case .migrate = self { true } else { false } }
}

/// What the gateway answers: one JSON object a line.
package struct ControlReply: Sendable, Hashable, Codable {
    /// What became of one thing that was named.
    package struct Result: Sendable, Hashable, Codable {
        package let id: Int64
        /// Whether it was done.
        package let isDone: Bool
        package let text: String
    }
    package var results: [Result] = []
    /// What a step of a migration has changed, in words.
    package var changes: [String] = []
    /// Why nothing was done at all.
    package var error: String?

    package init(results: [Result] = [], error: String? = nil) {
        self.results = results
        self.error = error
    }
}
