/// Who did what to a migration, when and why.
package struct AuditEntry: Sendable, Hashable, Codable {
    /// Milliseconds since 1970.
    package var time: Int64
    package var migration: String
    package var who: String
    package var command: String
    package var reason: String
    /// What came of it.
    package var outcome: String

    package init(time: Int64, migration: String, who: String, command: String, reason: String, outcome: String) {
        self.time = time
        self.migration = migration
        self.who = who
        self.command = command
        self.reason = reason
        self.outcome = outcome
    }
}
