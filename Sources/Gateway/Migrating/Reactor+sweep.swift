import Journal
import Logging
import Migration

extension Reactor {
    /// Looks at the next devices of each migration that is under way.
    func sweep(at now: Int64) throws(JournalError) {
        guard stage == .running, stall == nil else { return }
        for migration in pipeline.book.all where migration.isMirroring {
            var sweep = sweeps[migration.name] ?? MigrationSweep()
            guard sweep.due <= now else { continue }
            if hasBacklog {
                sweep.due = now + 1_000
            } else {
                try look(through: &sweep, of: migration, at: now)
            }
            sweeps[migration.name] = sweep
        }
        try forgetEnded()
    }

    private func look(through sweep: inout MigrationSweep, of migration: Migration, at now: Int64) throws(JournalError)
    {
        let page = try journal.migratingDevices(after: sweep.place, limit: MigrationSweep.page)
        // Where some go back, what is held up by the pace must not be in their way.
        let goesOn = migration.waves.contains { $0.goal == .origin }
        let moments = moments()
        var last: Int64?
        for device in page {
            let tended = try pipeline.tend(
                device, of: migration, at: moments, mayGo: { sweep.mayGo(to: $0, by: migration, at: now) },
                load: storedState)
            if tended == .worked { sweep.isBusy = true }
            if tended == .heldUp { sweep.isHeldUp = true }
            if tended == .heldUp, !goesOn {
                sweep.looked(through: last, isEnd: false, at: now, soon: false)
                sweep.due = now + max(10, 60_000 / Int64(max(1, migration.pace(towards: .destination) ?? 60_000)) / 2)
                return
            }
            last = device.id
        }
        sweep.looked(
            through: last, isEnd: page.count < MigrationSweep.page, at: now, soon: migration.stage == .rollingBack)
    }

    /// A second backend that is away, or slow, is not told of the whole fleet at once.
    private var hasBacklog: Bool {
        links.contains { journal.outboxTotals(link: $0.name).rows > MigrationSweep.backlogLimit }
    }

    /// Milliseconds until a migration wants a look; nil where none does.
    func sweepWait(at now: Int64) -> Int64? {
        guard isMoving, stage == .running else { return nil }
        return sweeps.values.map { max(0, $0.due - now) }.min()
    }

    /// Throws away, a part in each turn, what was kept of the devices of migrations that have ended.
    private func forgetEnded() throws(JournalError) {
        guard let (name, left) = leftovers.first else { return }
        pipeline.batch.forgetMigrants(of: name, atMost: 500)
        leftovers[name] = left > 500 ? left - 500 : nil
    }

    /// Counts what is left of migrations that have ended.
    func findLeftovers() throws(JournalError) {
        for migration in pipeline.book.all where migration.stage.isEnded {
            let left = try journal.migrantCounts(of: migration.name).reduce(0) { $0 + $1.count }
            leftovers[migration.name] = left > 0 ? left : nil
        }
    }
}
