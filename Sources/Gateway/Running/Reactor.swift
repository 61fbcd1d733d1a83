import GatewayFile
package import Journal
package import Logging
import MosquittoClient

/// The loop that owns all links and the journal: poll, read, translate, commit, publish, write.
///
/// What a link has read is acknowledged by its next `write`, so each turn commits before it writes: a message is either
/// still the broker's, which delivers it again, or safe in the journal. Everything runs on the thread that calls `turn`.
package final class Reactor {
    /// Messages that a turn reads of each link, roughly.
    ///
    /// More save little of the commit, and each publish walks over all that is in flight (lib/messages_mosq.c:192).
    private static let mostRead = 250

    let journal: Journal
    let time: GatewayTime
    let logger: Logger
    let control: ReactorControl
    let links: [GatewayLink]
    var pipeline: Pipeline
    var poller: Poller
    /// What was read in this turn, by link.
    var inbox: [(link: Int, message: MQTTMessage)] = []
    /// Messages delivered, or not to be delivered any more, that the journal still has.
    var removals: [Int64] = []
    /// When the first of `removals` came, on the monotonic clock.
    var removalsSince: Int64 = 0
    /// Whether this turn has to commit even a few removals.
    var isCommitUrgent = false
    /// Since when the journal takes nothing; nothing is read or written until it does.
    var stall: Stall?
    /// Whether the batch holds all that rides in its commit, which has failed.
    var isSealed = false
    /// What was last said of upkeep that failed.
    var untidy: JournalError?
    var lastMaintenance: Int64 = 0
    var lastCommit: Int64 = 0
    var lastCheckpoint: Int64 = 0
    /// When the journal was last told all that was delivered.
    var lastTidying: Int64 = 0
    var lastReport: Int64
    var reportedTotals: [String: Int64]
    /// Replies to operators' commands that the next commit makes true.
    var replies: [(asked: ReactorControl.Asked, reply: ControlReply)] = []
    /// Whether a fleet moves; the pipeline, which knows it too, cannot be asked while it is at work.
    var isMoving: Bool
    /// How far each migration has gone through its devices.
    var sweeps: [String: MigrationSweep] = [:]
    /// By migration that has ended, the rows to throw away.
    var leftovers: [String: Int] = [:]
    let manager: ServiceManager?
    /// Whether the service manager has been told that the gateway is at work.
    var isAnnounced = false
    var isReady = false
    /// New routes are taken over, and not all of their subscriptions granted yet.
    var isReloading = false
    var isFull = false
    /// What the outbox has given up at its bound since the last report.
    var givenUp: [OutboxKind: Int] = [:]
    private(set) var stage = Stage.running

    package enum Stage: Sendable, Equatable {
        case running
        /// Nothing new is published; what is in flight may still be acknowledged.
        case draining(until: Int64)
        case closing(until: Int64)
        case ended
    }

    /// Reads what the journal has of the links; nothing connects before the first turn.
    ///
    /// - Parameter cachedDevices: states of devices kept in memory.
    package init(
        plan: RoutingPlan, journal: Journal, control: ReactorControl, time: GatewayTime = .system, logger: Logger,
        cachedDevices: Int = 20_000, manager: consuming ServiceManager? = nil
    ) throws {
        self.journal = journal
        self.manager = manager
        self.control = control
        self.time = time
        self.logger = logger
        poller = try Poller()
        let book = try MigrationBook(try journal.migrations())
        let plan = try plan.applying(book.all)
        isMoving = !plan.twins.isEmpty
        pipeline = Pipeline(
            plan: plan, known: journal.number("devices.known") ?? 0, cachedDevices: cachedDevices, book: book)
        let wall = time.wall()
        links = try zip(plan.configuration.brokers, plan.filters).map { broker, filters in
            try GatewayLink(
                name: broker.name, settings: LinkSettings(broker, journal: journal.identifier), filters: filters,
                journal: journal, wall: wall)
        }
        reportedTotals = journal.counters
        lastReport = time.monotonic()
        control.attach(poller.waker)
        try findLeftovers()
    }

    /// Turns until it is asked to stop and has said goodbye.
    package func run() throws(JournalError) {
        defer {
            for (asked, _) in replies { asked.answer(ControlReply(error: "the gateway is stopping")) }
            replies.removeAll()
            control.end()
        }
        while stage != .ended { try turn() }
    }

    package var isEnded: Bool { stage == .ended }

    /// One turn of the loop; waits for at most `longestWait` milliseconds.
    package func turn(longestWait: Int64 = 1_000) throws(JournalError) {
        guard try takeIn(longestWait: longestWait) else { return }
        try giveOut()
    }

    /// The first half of a turn, up to the commit; false when the journal could not take it, and nothing may be written.
    func takeIn(longestWait: Int64) throws(JournalError) -> Bool {
        if let stall {
            guard try isWorthTrying(stall, longestWait: longestWait) else { return false }
        } else {
            try read(longestWait: longestWait)
        }
        let now = time.monotonic()
        // What was read before a stall is still in the inbox where no commit had begun.
        if !isSealed {
            guard try fireTimers(at: now) else { return false }
            try applyInbox()
            try takeCommands()
            if isMoving || !leftovers.isEmpty { try sweep(at: now) }
        }
        guard try stall == nil ? commit(at: now) : commitAgain() else { return false }
        answer()
        return true
    }

    private func read(longestWait: Int64) throws(JournalError) {
        try takeRequests()
        let ready = poller.wait(for: links.map(\.link), timeout: Int32(min(longestWait, wait())))
        let now = time.monotonic()
        for link in links { link.clock.advance(to: now) }
        var events: [LinkEvent] = []
        for index in ready.readable {
            links[index].link.read(into: &events, limit: Self.mostRead)
            var messages = 0
            for event in events {
                if case .message = event { messages += 1 }
                handle(event, of: index, at: now)
            }
            links[index].gauge.note(messages: messages, at: now)
            events.removeAll(keepingCapacity: true)
        }
        advanceLinks(at: now)
        try applyBackpressure()
    }

    /// The second half: messages out, and with them the PUBACKs of what was committed.
    private func giveOut() throws(JournalError) {
        let now = time.monotonic()
        try publish()
        write()
        try keepUp(at: now)
        try advanceStage(at: now)
    }

    private func applyInbox() throws(JournalError) {
        guard !inbox.isEmpty else { return }
        let moments = moments()
        try journal.reading { () throws(JournalError) in
            for (link, message) in inbox {
                try pipeline.receive(message, onLink: link, at: moments, load: storedState)
            }
        }
        inbox.removeAll(keepingCapacity: true)
    }

    /// Lets the timers fire that have ended, before anything is applied that came after their end; false when the journal
    /// cannot tell.
    private func fireTimers(at now: Int64) throws(JournalError) -> Bool {
        for (index, link) in links.enumerated() where link.isTimerDue {
            let due: [(key: DeviceKey, due: Int64)]
            do throws(JournalError) {
                due = try journal.dueDevices(link: link.name, through: link.clock.reading, limit: 500)
            } catch {
                try stall(by: error, at: now)
                return false
            }
            try pipeline.fire(due.map(\.key), onLink: index, at: moments(), load: storedState)
            link.wake = due.isEmpty ? try journal.nextDue(link: link.name) : link.clock.reading
        }
        return true
    }

    func moments() -> Pipeline.Moments {
        Pipeline.Moments(wall: time.wall(), timers: links.map(\.clock.reading))
    }

    /// What the journal has of a device, and what the clock reads that it was timed by.
    func storedState(_ key: DeviceKey) throws(JournalError) -> StoredState? {
        guard let stored = try journal.storedDevice(key) else { return nil }
        var reading = links.first { $0.name == stored.link }?.clock.reading
        if reading == nil { reading = journal.number(GatewayLink.clockKey(stored.link)) }
        let migrant = isMoving ? try journal.migrant(key) : nil
        return StoredState(bytes: stored.state, link: stored.link, reading: reading, migrant: migrant)
    }

    /// How long the poll may wait, in milliseconds.
    private func wait() -> Int64 {
        let now = time.monotonic()
        var wait: Int64 = 1_000
        for link in links {
            if let timer = link.timerWait { wait = min(wait, timer) }
            if !link.isResting, let wakes = link.machine.wakesAt { wait = min(wait, wakes.wholeMilliseconds - now + 1) }
            if link.outbox.isFetching, stage == .running { wait = 0 }
            if link.link.isConnected, !link.clock.isRunning { wait = min(wait, BacklogGauge.interval) }
        }
        if let sweep = sweepWait(at: now) { wait = min(wait, sweep) }
        if !removals.isEmpty { wait = min(wait, removalsSince + Self.longestRemovalWait - now) }
        if stage != .running { wait = min(wait, 20) }
        return max(0, wait)
    }

    private func takeRequests() throws(JournalError) {
        // what a stall has left in the inbox belongs to the old routes
        if inbox.isEmpty {
            if let plan = control.takePlan() { try reload(plan) }
            try takeMigrationRequests()
        }
        if control.isStopping, stage == .running {
            logger.info("stopping")
            manager?.stopping()
            stage = .draining(until: time.monotonic() + 1_000)
        }
    }

    /// Ends without goodbye.
    func end() { stage = .ended }

    private func advanceStage(at now: Int64) throws(JournalError) {
        switch stage {
        case .running, .ended: return
        case .draining(let until):
            guard now >= until || links.allSatisfy({ $0.outbox.unacknowledged == 0 }), removals.isEmpty else {
                isCommitUrgent = true
                return
            }
            for index in links.indices { perform(links[index].machine.stop(), on: index, at: now, because: nil) }
            for link in links { link.link.write() }
            stage = .closing(until: now + 2_000)
        case .closing(let until):
            guard now >= until || links.allSatisfy({ $0.link.isIdle && !$0.link.hasPendingInput }) else { return }
            try report(at: now)
            stage = .ended
        }
    }
}
