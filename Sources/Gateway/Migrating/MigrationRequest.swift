package import Migration

/// What an operator asks of a migration: it is obeyed by the running gateway, and written to the audit trail.
package struct MigrationRequest: Sendable, Hashable, Codable {
    package enum Action: Sendable, Hashable, Codable {
        case plan(Migration.Plan)
        case command(Migration.Command)

        var name: String {
            switch self {
            case .plan: "plan"
            case .command(let command): command.name
            }
        }
    }

    package let migration: String
    package let action: Action
    package let who: String
    /// Why; empty where nobody says.
    package let reason: String

    package init(migration: String, action: Action, who: String, reason: String) {
        self.migration = migration
        self.action = action
        self.who = who
        self.reason = reason
    }
}
