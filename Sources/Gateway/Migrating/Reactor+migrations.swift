import Diagnostics
import GatewayFile
package import Journal
import Logging
package import Migration

/// Migrations in the running gateway: operators' commands, and the sweep that carries them out bit by bit.
extension Reactor {
    /// Obeys what operators have asked of migrations.
    ///
    /// Comes between batches, as a reload does: the journal has all that is known of the devices, and what was read is
    /// applied under the routes it was read with.
    func takeMigrationRequests() throws(JournalError) {
        for asked in control.takeCommands(where: \.isMigration) {
            guard case .migrate(let request) = asked.command else { continue }
            replies.append((asked, try obey(request)))
        }
        if isMoving { try settleRollbacks() }
    }

    private func obey(_ request: MigrationRequest) throws(JournalError) -> ControlReply {
        let name = request.migration
        var changes: [String] = []
        var refusal: String?
        do {
            let (migration, told) = try changed(by: request)
            changes = told
            if migration.stage == .mirroring || migration.stage == .done || migration.stage == .rolledBack {
                try reroute(with: migration)
            } else {
                pipeline.book.put(migration)
            }
            try follow(migration)
        } catch let error as Migration.Refusal {
            refusal = error.text
        } catch let error as RoutingPlan.Misfit {
            refusal = error.text
        } catch let error as JournalError {
            throw error
        } catch {
            refusal = "\(error)"
        }
        let outcome =
            refusal.map { "refused: \($0)" }
            ?? (changes.isEmpty ? "nothing to change" : changes.joined(separator: "; "))
        note(request.action.name, of: name, by: request.who, because: request.reason, outcome)
        logger.notice(
            "migration '\(name)': \(request.action.name) by \(request.who)\(request.reason.isEmpty ? "" : " (\(request.reason))"): \(outcome)"
        )
        var reply = ControlReply(error: refusal)
        reply.changes = changes
        return reply
    }

    /// The migration as the request makes it, and what that changes.
    private func changed(by request: MigrationRequest) throws -> (Migration, [String]) {
        let known = pipeline.book[request.migration]
        switch request.action {
        case .plan(let plan):
            var migration =
                known ?? Migration(name: request.migration, number: pipeline.book.nextNumber, plan: plan)
            let changes = known == nil ? ["planned"] : try migration.replan(plan)
            if migration.stage == .planned {
                // whether it would fit, were it started
                var trial = migration
                _ = try trial.obey(.start, census: .init())
                _ = try applying(trial)
            }
            return (migration, changes)
        case .command(let command):
            guard var migration = known else {
                throw Migration.Refusal(text: pipeline.book.missing(request.migration))
            }
            let changes = try migration.obey(command, census: try census(of: migration))
            return (migration, changes)
        }
    }

    /// The routes with a migration as it is now.
    private func applying(_ migration: Migration) throws(RoutingPlan.Misfit) -> RoutingPlan {
        let others = pipeline.book.all.filter { $0.name != migration.name }
        return try pipeline.plan.applying((others + [migration]).sorted { $0.number < $1.number })
    }

    /// Takes over a migration together with the routes that it changes.
    private func reroute(with migration: Migration) throws {
        let plan = try applying(migration)
        let before = pipeline.book[migration.name]
        pipeline.book.put(migration)
        guard before?.stage != migration.stage else { return }
        try take(plan)
    }

    /// Goes through the devices of a migration anew, or forgets them.
    private func follow(_ migration: Migration) throws(JournalError) {
        guard migration.isMirroring else {
            sweeps[migration.name] = nil
            return try findLeftovers()
        }
        sweeps[migration.name, default: MigrationSweep()].restart()
    }

    func census(of migration: Migration) throws(JournalError) -> Migration.Census {
        Migration.Census(
            try journal.migrantCounts(of: migration.name), isWhole: sweeps[migration.name]?.isWhole ?? false)
    }

    /// A rollback that was asked for ends by itself when the last device is back.
    private func settleRollbacks() throws(JournalError) {
        for migration in pipeline.book.all where migration.stage == .rollingBack {
            guard sweeps[migration.name]?.hasEndedRound == true else { continue }
            sweeps[migration.name]?.hasEndedRound = false
            var settled = migration
            settled.settle(try census(of: migration))
            guard settled.stage == .rolledBack else { continue }
            do { try reroute(with: settled) } catch let error as JournalError { throw error } catch {
                logger.error("migration '\(migration.name)' cannot end: \(error)")
                continue
            }
            try follow(settled)
            note("rollback", of: migration.name, by: "the gateway", because: "", "all devices are back; rolled back")
            logger.notice("migration '\(migration.name)' is rolled back: all devices are with their old backend")
        }
    }

    private func note(_ command: String, of name: String, by who: String, because reason: String, _ outcome: String) {
        pipeline.book.note(
            AuditEntry(
                time: time.wall(), migration: name, who: who, command: command, reason: reason, outcome: outcome))
    }
}

extension Migration.Census {
    package init(_ counts: [MigrantCount], isWhole: Bool) {
        self.init(isWhole: isWhole)
        for count in counts {
            if BackendRole(code: UInt8(clamping: count.owner)) == .origin {
                atOrigin += count.count
            } else {
                atDestination += count.count
            }
            if count.owner != count.goal { leaving += count.count }
        }
    }
}
