import GatewayFile
import Journal
import Logging
import MosquittoClient

extension Reactor {
    /// Acknowledgements alone are committed together: at this age of the oldest, in milliseconds, or when there are many.
    static let longestRemovalWait: Int64 = 100
    private static let mostRemovals = 500

    /// Commits what this turn has made, in one transaction; false when the journal could not take it.
    func commit(at now: Int64) throws(JournalError) -> Bool {
        let areRemovalsDue =
            !removals.isEmpty
            && (isCommitUrgent || removals.count >= Self.mostRemovals || now - removalsSince >= Self.longestRemovalWait)
        let isClockDue =
            now - lastCommit >= 1_000 && links.contains { $0.wake != nil && $0.clock.reading != $0.storedReading }
        let isTidyingDue = now - lastTidying >= 1_000 && journal.isOutboxUntidy
        isCommitUrgent = false
        guard !pipeline.isEmpty || areRemovalsDue || isClockDue || isTidyingDue else {
            say()
            return true
        }
        if isTidyingDue {
            pipeline.batch.tidyOutbox()
            lastTidying = now
        }
        pipeline.counters.add("commits")
        if pipeline.hasEvents { pipeline.batch.pruneEvents(olderThan: pipeline.oldestEvent(at: time.wall())) }
        return try sealAndCommit(at: now)
    }

    /// Commits the batch with all that rides in every commit: device states, counters, clocks and removals.
    func sealAndCommit(at now: Int64) throws(JournalError) -> Bool {
        pipeline.seal()
        isSealed = true
        for link in links where link.clock.reading != link.storedReading {
            pipeline.batch.set(link.clockKey, to: link.clock.reading)
        }
        for sequence in removals { pipeline.batch.remove(sequence: sequence) }
        for link in links {
            if let place = link.filter.takeForgotten() {
                pipeline.batch.forget(receivedBefore: place, link: link.name)
            }
        }
        return try commitSealed(at: now)
    }

    /// Commits the sealed batch and takes what came of it; false when the journal could not take it.
    func commitSealed(at now: Int64) throws(JournalError) -> Bool {
        let links = links
        let result: JournalCommit
        do throws(JournalError) {
            result = try journal.commit(pipeline.batch, room: room()) { sequence in
                links.contains { $0.outbox.isInFlight(sequence) }
            }
        } catch {
            try stall(by: error, at: now)
            return false
        }
        stall = nil
        isSealed = false
        lastCommit = now
        for link in links { link.storedReading = link.clock.reading }
        for link in links { link.outbox.removed(removals) }
        removals.removeAll(keepingCapacity: true)
        let gone = result.superseded + result.givenUp
        for link in links { link.outbox.dropped(gone) }
        note(givenUp: result.givenUpKinds)
        for (message, sequence) in zip(pipeline.batch.appended, result.sequences) {
            guard let sequence, let link = links.first(where: { $0.name == message.link }) else { continue }
            link.outbox.committed(sequence, message)
        }
        for (link, wake) in zip(links, pipeline.wakes) {
            if let wake { link.wake = min(link.wake ?? .max, wake) }
        }
        pipeline.committed()
        say()
        return true
    }

    /// How many messages each link takes in this turn: those that are committed first are sent at once.
    private func room() -> NumbersByName {
        var room = NumbersByName()
        guard stage == .running else { return room }
        for link in links where link.outbox.isNextFromCommit {
            room[link.name] = Int64(link.link.sendWindow - link.link.inFlight)
        }
        return room
    }

    /// Hands messages to the links, as far as their windows go.
    func publish() throws(JournalError) {
        guard stage == .running else { return }
        let wall = time.wall() / 1_000
        let now = time.monotonic()
        for link in links where link.link.isConnected {
            try search(link)
            try fill(link)
            while link.link.inFlight < link.link.sendWindow, let next = link.outbox.next() {
                if let expiry = next.message.expiry, expiry <= wall {
                    pipeline.counters.add("offers-expired")
                    remove(next.sequence, at: now)
                } else if !send(next, link, at: now) {
                    break
                }
                try fill(link)
            }
        }
    }

    private func fill(_ link: GatewayLink) throws(JournalError) {
        while let place = link.outbox.fetchPlace {
            let rows = try journal.outboxBatch(
                link: link.name, after: place, limit: link.outbox.fetchLimit, isInFlight: link.outbox.isInFlight)
            link.outbox.fetched(rows)
        }
    }

    /// After a start the journal is searched, a part in each turn, for the devices that have a backlog.
    private func search(_ link: GatewayLink) throws(JournalError) {
        guard let place = link.outbox.searchPlace else { return }
        let found = try journal.outboxDevices(link: link.name, after: place, limit: 2_000)
        link.outbox.found(found.devices, through: found.last)
    }

    /// False when the link takes no more now.
    private func send(_ next: OutboxQueue.Waiting, _ link: GatewayLink, at now: Int64) -> Bool {
        do throws(BrokerError) {
            let message = next.message
            let identifier = try link.link.publish(topic: message.topic, payload: message.payload, qos: message.qos)
            link.outbox.sent(next, packetIdentifier: identifier)
            return true
        } catch {
            guard error.code == .invalidTopic || error.code == .payloadTooLarge else {
                link.outbox.putBack(next)
                return false
            }
            pipeline.counters.add("undeliverable")
            logger.error("a message for broker '\(link.name)' cannot be sent and is dropped: \(error)")
            remove(next.sequence, at: now)
            return true
        }
    }

    /// Sends what is queued and the PUBACKs of all that was read; only after a commit.
    func write() {
        for link in links where !link.link.isIdle { link.link.write() }
    }

    /// Says at once that the outbox gives up, and how much it was with each report.
    private func note(givenUp kinds: [OutboxKind: Int]) {
        guard !kinds.isEmpty else { return }
        if givenUp.isEmpty { sayGivenUp(kinds) }
        givenUp.merge(kinds) { $0 + $1 }
    }

    func sayGivenUp(_ kinds: [OutboxKind: Int]) {
        let list = kinds.sorted { $0.key.rawValue < $1.key.rawValue }.map { "\($0.value) \($0.key.name)" }
        logger.warning(
            """
            the outbox is at its bound (\(journal.outboxBytes) bytes), given up to make room: \
            \(list.joined(separator: ", ")); see which broker is down, or raise 'outbox: max'
            """)
    }

    private func say() {
        for remark in pipeline.takeRemarks() {
            logger.log(level: remark.isGrave ? .error : .warning, "\(remark.text)")
        }
    }
}
