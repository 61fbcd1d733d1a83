import Journal
import Logging
import MosquittoClient

/// While the journal takes nothing, nothing is read and nothing is written: no message is acknowledged that is not safe.
///
/// The brokers keep what comes meanwhile. A fault that passes, such as a full disk, ends the stall by itself; any other ends
/// the gateway, and whoever supervises it starts it again.
extension Reactor {
    struct Stall {
        let since: Int64
        let error: JournalError
        /// For operators.
        var text: String { "nothing can be committed, so nothing is acknowledged: \(error)" }
    }

    /// Begins a stall, or goes on with it.
    ///
    /// - Throws: the error itself where waiting is of no use.
    func stall(by error: JournalError, at now: Int64) throws(JournalError) {
        guard error.isPassing else { throw error }
        guard stall == nil else { return }
        let stall = Stall(since: now, error: error)
        self.stall = stall
        logger.critical("\(stall.text); trying again each second")
    }

    /// Waits a while; false when the gateway has been asked to stop meanwhile.
    func isWorthTrying(_ stall: Stall, longestWait: Int64) throws(JournalError) -> Bool {
        _ = poller.wait(for: [], timeout: Int32(min(longestWait, 1_000)))
        if control.isStopping {
            logger.warning("stopped without the last commit, which was not acknowledged: the brokers deliver it again")
            end()
            return false
        }
        for asked in control.takeCommands() { asked.answer(ControlReply(error: stall.text)) }
        manager?.alive(stall.text)
        return true
    }

    /// Commits what the stall held up; false while the journal still takes nothing.
    func commitAgain() throws(JournalError) -> Bool {
        let now = time.monotonic()
        // something to write at least, to see whether it can be written
        if !isSealed { pipeline.counters.add("commits") }
        guard try isSealed ? commitSealed(at: now) : sealAndCommit(at: now) else { return false }
        // The answers of this time have not been read yet.
        for link in links { link.answers.heard(at: now) }
        logger.info("the journal takes commits again")
        return true
    }

    /// Runs upkeep that the gateway can do without for a while.
    func tryToTidy(_ body: () throws(JournalError) -> Void) throws(JournalError) {
        do throws(JournalError) {
            try body()
            untidy = nil
        } catch {
            guard error.isPassing else { throw error }
            guard untidy != error else { return }
            untidy = error
            logger.error("the journal cannot be tidied up, and is tried again in a minute: \(error)")
        }
    }
}
