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

    /// Tries again what failed; false while it still does.
    func retryCommit(_ stall: Stall, longestWait: Int64) throws(JournalError) -> Bool {
        _ = poller.wait(for: [], timeout: Int32(min(longestWait, 1_000)))
        let now = time.monotonic()
        if control.isStopping {
            logger.warning("stopped without the last commit, which was not acknowledged: the brokers deliver it again")
            end()
            return false
        }
        for asked in control.takeCommands() { asked.reply.resume(returning: ControlReply(error: stall.text)) }
        manager?.alive(stall.text)
        if isSealed {
            guard try commitSealed(at: now) else { return false }
        } else {
            // something to write, to see whether it can be written
            pipeline.counters.add("commits")
            guard try sealAndCommit(at: now) else { return false }
        }
        logger.info("the journal takes commits again")
        answer()
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
