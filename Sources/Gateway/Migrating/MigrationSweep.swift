import Migration

/// How far the gateway has gone through the devices of a migration, to tell the second backend of them and to send them
/// where they shall be.
struct MigrationSweep: Sendable {
    /// The place of the last device that was looked at.
    var place: Int64 = 0
    /// When the next look is due, in milliseconds of a clock that never goes back.
    var due: Int64 = 0
    /// Whether each device that was known has been looked at since something was decided, and sent where it shall be.
    var isWhole = false
    /// Whether this round has found something to do.
    var isBusy = false
    /// Whether this round has left something undone, for its pace.
    var isHeldUp = false
    /// Whether a round has ended, after which a rollback may have ended too.
    var hasEndedRound = false
    private var over = PaceBucket()
    private var back = PaceBucket()

    /// Devices looked at in one turn: live traffic goes on between.
    static let page = 100
    /// Messages that may wait for a broker before the sweep waits as well.
    static let backlogLimit: Int64 = 5_000
    private static let pageInterval: Int64 = 10
    private static let busyInterval: Int64 = 1_000
    private static let idleInterval: Int64 = 10_000

    /// Begins anew, since something was decided, or since other devices may belong to the fleets.
    mutating func restart() {
        (place, due, isBusy, isHeldUp) = (0, 0, false, false)
        (isWhole, hasEndedRound) = (false, false)
    }

    mutating func mayGo(to goal: BackendRole, by migration: Migration, at now: Int64) -> Bool {
        goal == .destination
            ? over.take(migration.pace(towards: goal), at: now) : back.take(migration.pace(towards: goal), at: now)
    }

    /// To be called when a page has been looked at.
    mutating func looked(through last: Int64?, isEnd: Bool, at now: Int64, soon: Bool) {
        if let last { place = last }
        due = now + Self.pageInterval
        guard isEnd else { return }
        place = 0
        isWhole = !isHeldUp
        hasEndedRound = true
        due = now + (isBusy || isHeldUp || soon ? Self.busyInterval : Self.idleInterval)
        (isBusy, isHeldUp) = (false, false)
    }
}
