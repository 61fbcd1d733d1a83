import Dialects
package import Journal
import MosquittoClient
import Translation
import Upgrades

/// What came of a message that was taken out of the quarantine again.
package enum Replay: Sendable, Hashable {
    /// It took its place in the device's history.
    case taken
    /// It would turn the record back, for this has happened since; it is dropped.
    case outdated(String)
    /// It still cannot be read or printed, and stays where it is.
    case stillSetAside(code: String, reason: String)
    /// Its broker is not configured any more; it stays where it is.
    case withoutLink
}

extension Pipeline {
    /// Takes a message of the quarantine as if it came in now, but for what the device or its backend have said since.
    ///
    /// The message leaves the quarantine in the commit of what came of it, so that it is neither lost nor taken twice.
    package mutating func replay(
        _ stored: SetAsideMessage, id: Int64, at now: Moments, load: (DeviceKey) throws(JournalError) -> StoredState?
    ) throws(JournalError) -> Replay {
        guard let link = plan.links.firstIndex(of: stored.link) else { return .withoutLink }
        let message = MQTTMessage(topic: stored.topic, payload: stored.payload, qos: stored.qos)
        var outcome = Replay.taken
        switch understand(message, onLink: link) {
        case .failure(let failure):
            return .stillSetAside(code: failure.code.rawValue, reason: LogText.reason(failure.reason))
        case .echo, .ignored: break  // the mapping says today that nothing is to be done
        case .message(let canonical, let sender, let owner, _):
            let place = try place(of: key(of: owner), fleet: owner.fleet, at: now, load: load)
            let module = plan.routes[owner.fleet].recordModule(of: canonical, from: sender)
            if let reason = devices[place].state.outdated(canonical.kind, ofModule: module, heard: stored.time) {
                outcome = .outdated(reason)
                break
            }
            try apply(canonical, from: sender, of: owner, as: message, at: now, load: load) { _, code, reason in
                outcome = .stillSetAside(code: code.rawValue, reason: LogText.reason(reason))
            }
        }
        if case .stillSetAside = outcome { return outcome }
        counters.add("replayed")
        batch.removeQuarantined(id: id)
        return outcome
    }
}
