import Journal
import Logging
import MosquittoClient

/// While the outbox is at its bound brokers are not read, but for the acknowledgements that make room.
///
/// These come between new messages, and no message can be read and left unacknowledged: the library queues its PUBACK in front
/// of all that is sent later (lib/handle_publish.c:142, lib/packet_mosq.c:264), and a link that may not write delivers nothing
/// either. So a link is read until it has delivered what waited for it when the outbox became full, and then rests, whatever
/// came in meanwhile; what the bound is passed by has an end.
extension Reactor {
    func applyBackpressure() throws(JournalError) {
        let isFull = journal.isOutboxFull
        if isFull != self.isFull {
            self.isFull = isFull
            say(isFull: isFull)
            if isFull { beginRound() }
        }
        guard isFull else {
            for link in links { rest(link, false) }
            return
        }
        var isRoundOver = true
        for link in links where isRoundOver { isRoundOver = try !owes(link) }
        if isRoundOver { beginRound() }
        for link in links { rest(link, try !owes(link)) }
    }

    private func rest(_ link: GatewayLink, _ isResting: Bool) {
        let isChange = link.isResting != isResting
        link.rest(isResting)
        if isChange { noteRest(link) }
    }

    /// What waits now is to be delivered before links rest.
    private func beginRound() {
        for link in links { link.roundEnd = journal.nextSequence(link: link.name) }
    }

    /// Whether something of this round has not been delivered yet.
    private func owes(_ link: GatewayLink) throws(JournalError) -> Bool {
        guard !link.link.isConnected else { return link.outbox.isOwing(before: link.roundEnd) }
        return try journal.oldestSequence(link: link.name).map { $0 < link.roundEnd } ?? false
    }

    private func say(isFull: Bool) {
        guard isFull else { return logger.info("the outbox has room again") }
        logger.warning(
            """
            the outbox is full (\(journal.outboxBytes) bytes): brokers are not read until there is room; see which \
            broker is down, or raise 'outbox: max'
            """)
    }
}
