import Diagnostics
import Foundation
package import Journal
package import Migration

/// All migrations, as the journal keeps them, and what has changed since the last commit.
package struct MigrationBook: Sendable {
    /// What is kept of a migration apart, for it changes at different times: exceptions may be many, and the counts of the
    /// alarm change with each end of an upgrade.
    private enum Part: String { case plan, life, alarm }
    private struct Planned: Codable {
        let number: Int64
        let plan: Migration.Plan
    }

    private var byName: [String: Migration] = [:]
    /// As the journal has them.
    private var kept: [String: Migration] = [:]
    private var changed: Set<String> = []
    /// What was done since the last commit.
    private var audit: [AuditEntry] = []

    package init() {}

    /// - Throws: `JournalError` where a migration cannot be read: going on without it would let a device hear the wrong
    ///   backend.
    package init(_ stored: [String: [String: [UInt8]]]) throws(JournalError) {
        for (name, parts) in stored {
            do {
                let decoder = JSONDecoder()
                func part<Value: Decodable>(_ part: Part, _ type: Value.Type) throws -> Value {
                    try decoder.decode(type, from: Data(parts[part.rawValue] ?? []))
                }
                let planned = try part(.plan, Planned.self)
                byName[name] = Migration(
                    name: name, number: planned.number, plan: planned.plan, life: try part(.life, Migration.Life.self),
                    alarm: try part(.alarm, FailureAlarm.self))
            } catch {
                throw JournalError(
                    .corrupt, "the migration '\(name)' in the journal cannot be read: \(error); restore a copy")
            }
        }
        kept = byName
    }

    /// In the order in which they were planned.
    package var all: [Migration] { byName.values.sorted { $0.number < $1.number } }
    package subscript(name: String) -> Migration? { byName[name] }
    /// What there is to say of a name that no migration has.
    package func missing(_ name: String) -> String {
        let names = all.map(\.name)
        let hint =
            didYouMean(name, among: names)
            ?? (names.isEmpty ? "'migrate plan' makes one" : "known are \(names.joined(separator: ", "))")
        return "there is no migration \(quoted(name)); \(hint)"
    }
    package var hasChanges: Bool { !changed.isEmpty || !audit.isEmpty }
    package var nextNumber: Int64 { (byName.values.map(\.number).max() ?? 0) + 1 }

    package mutating func put(_ migration: Migration) {
        guard byName[migration.name] != migration else { return }
        byName[migration.name] = migration
        changed.insert(migration.name)
    }

    package mutating func note(_ entry: AuditEntry) { audit.append(entry) }

    /// Counts how an upgrade of a moved device ended.
    mutating func update(_ name: String, _ body: (inout Migration) -> Void) {
        guard var migration = byName[name] else { return }
        body(&migration)
        put(migration)
    }

    /// Puts what has changed into a batch.
    package mutating func seal(into batch: inout JournalBatch) {
        for name in changed.sorted() {
            guard let migration = byName[name] else { continue }
            let before = kept[name]
            if before?.plan != migration.plan {
                set(.plan, of: name, Planned(number: migration.number, plan: migration.plan), in: &batch)
            }
            if before?.life != migration.life { set(.life, of: name, migration.life, in: &batch) }
            if before?.alarm != migration.alarm { set(.alarm, of: name, migration.alarm, in: &batch) }
            kept[name] = migration
        }
        for entry in audit { batch.note(entry) }
        changed.removeAll(keepingCapacity: true)
        audit.removeAll(keepingCapacity: true)
    }

    private func set(_ part: Part, of name: String, _ value: some Encodable, in batch: inout JournalBatch) {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        do {
            batch.setMigration(name, part: part.rawValue, to: [UInt8](try encoder.encode(value)))
        } catch {
            preconditionFailure("a migration has nothing that JSON cannot hold: \(error)")
        }
    }
}
