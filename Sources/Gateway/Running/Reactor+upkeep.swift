import GatewayFile
import Journal
import Logging
import MosquittoClient

extension Reactor {
    /// What is done now and then: keep-alive, checkpoints, the report of the counters.
    func keepUp(at now: Int64) throws(JournalError) {
        if now - lastMaintenance >= 1_000 {
            lastMaintenance = now
            for link in links {
                link.link.maintain()
                lookAfter(link, at: now)
            }
            tellManager()
        }
        if now - lastReport >= 60_000 {
            try report(at: now)
            let oldest = pipeline.oldestEvent(at: time.wall())
            try tryToTidy { () throws(JournalError) in try journal.prune(eventsOlderThan: oldest) }
        }
        // A pause is the time to copy the log into the database, not more than once a minute.
        if now - lastCommit >= 5_000, lastCommit > lastCheckpoint, now - lastCheckpoint >= 60_000 {
            lastCheckpoint = now
            try tryToTidy { () throws(JournalError) in try journal.checkpoint() }
        }
        sayReady()
        sayReloaded()
    }

    /// Ready when every broker has answered or failed to once: with one of them down there is work to do all the same.
    private func tellManager() {
        let missing = links.filter { $0.standing?.isUp != true && !$0.isResting }.map(\.name)
        let resting = links.filter(\.isResting).map(\.name)
        var status = missing.isEmpty ? "all brokers connected" : "no connection to \(missing.joined(separator: ", "))"
        if !resting.isEmpty { status += "; the outbox is full, not read: \(resting.joined(separator: ", "))" }
        if isAnnounced {
            manager?.alive(status)
        } else if links.allSatisfy({ $0.standing != nil }) {
            isAnnounced = true
            manager?.ready(status)
        }
    }

    /// Logs what was counted since the last report, if anything was.
    func report(at now: Int64) throws(JournalError) {
        lastReport = now
        pipeline.setAsidesSaid.removeAll()
        if !givenUp.isEmpty { sayGivenUp(givenUp) }
        givenUp = [:]
        for link in links {
            link.refusedCodes.removeAll()
            if !link.refused.isEmpty, link.subscription == nil, stage == .running { subscribe(link) }
        }
        if !pipeline.counters.isEmpty { guard try sealAndCommit(at: now) else { return } }
        let totals = journal.counters
        if let line = Counters.line(totals, since: reportedTotals) { logger.info("counted so far: \(line)") }
        reportedTotals = totals
    }

    /// Takes over files that were read again, with the fleets that move as they stand now.
    func reload(_ plan: RoutingPlan) throws(JournalError) {
        let applied: RoutingPlan
        do throws(RoutingPlan.Misfit) {
            applied = try plan.applying(pipeline.book.all)
        } catch {
            return logger.error("nothing was reloaded: \(error)")
        }
        try take(applied)
    }

    /// Takes over new routes; connections stay as they are.
    ///
    /// Comes between batches: what was read under the old routes is committed, what is read from now on goes by the new ones.
    func take(_ plan: RoutingPlan) throws(JournalError) {
        precondition(inbox.isEmpty, "what was read is applied under the routes it was read with")
        let left = pipeline.plan.linksLeft(for: plan)
        pipeline.replan(plan)
        isMoving = !plan.twins.isEmpty
        for index in left {
            // The link they leave may never come up again, so its timers are not left to its clock.
            let running = try journal.dueDevices(link: links[index].name, through: .max, limit: .max)
            try pipeline.adopt(running.map(\.key), fromLink: index, at: moments(), load: storedState)
        }
        for (link, filters) in zip(links, plan.filters) {
            guard filters != link.filters else { continue }
            link.filters = filters
            if link.link.isConnected { subscribe(link) }
        }
        for name in sweeps.keys { sweeps[name]?.restart() }
        isReloading = true
    }

    /// A reload has taken effect when the brokers have granted what it subscribes to.
    private func sayReloaded() {
        guard isReloading, links.allSatisfy({ !$0.link.isConnected || $0.subscription == nil }) else { return }
        isReloading = false
        logger.info("reloaded: \(summary)")
    }

    private func sayReady() {
        guard !isReady, links.allSatisfy({ $0.link.isConnected && $0.isSubscribed }) else { return }
        isReady = true
        logger.info("ready: \(summary)")
    }

    private var summary: String {
        let configuration = pipeline.plan.configuration
        func list(_ what: String, _ names: [String]) -> String { "\(what) \(names.joined(separator: ", "))" }
        return [
            list("brokers", links.map(\.name)), list("backends", configuration.backends.map(\.name)),
            list("fleets", pipeline.plan.fleets.map(\.name)),
            "mapping version \(pipeline.plan.mappingVersion)",
        ].joined(separator: "; ")
    }
}
