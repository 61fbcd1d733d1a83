import Dialects
package import Journal
package import MosquittoClient
import Translation
import Upgrades

extension Pipeline {
    /// Takes one message that a link read.
    ///
    /// - Parameter load: the state that the journal has for a device.
    package mutating func receive(
        _ message: MQTTMessage, onLink link: Int, at now: Moments,
        load: (DeviceKey) throws(JournalError) -> StoredState?
    ) throws(JournalError) {
        counters.add("messages")
        let owners = plan.owners(of: Text(message.topic), onLink: link)
        var failure = TranslationFailure(.unknownTopic, "no fleet has this device, and no backend this topic")
        for (number, owner) in owners.enumerated() {
            let reading: Route.Reading
            do {
                reading = try plan.routes[owner.fleet].read(message.payload, at: owner.places)
            } catch {
                if number == 0 || failure.code == .unknownShape { failure = error }
                continue
            }
            guard case .message(let canonical, let sender) = reading.heard else {
                if case .ignored = reading.heard { counters.add("ignored") } else { counters.add("echoes") }
                return
            }
            if reading.isRepaired { counters.add("repaired") }
            if let alarm = plan.routes[owner.fleet].alarm(canonical) {
                counters.add("receipts-rejecting")
                remark("\(alarm), device \(LogText.reason(owner.identities.device.description))")
            }
            return try apply(canonical, from: sender, of: owner, as: message, onLink: link, at: now, load: load)
        }
        setAside(failure.code, failure.reason, message, onLink: link, at: now)
    }

    private mutating func apply(
        _ canonical: CanonicalMessage, from sender: Sender, of owner: RoutingPlan.Owner, as message: MQTTMessage,
        onLink link: Int, at now: Moments, load: Load
    ) throws(JournalError) {
        let fleet = owner.fleet
        let key = DeviceKey("\(plan.dialectName(ofFleet: fleet))/\(owner.identities.device)")
        let place = try place(of: key, fleet: fleet, at: now, load: load)
        let moment = Moment(clock: now.wall, timer: now.timers[plan.deviceLink(ofFleet: fleet)])
        let route = plan.routes[fleet]
        let outputs = devices.update(place) { state in
            route.apply(canonical, from: sender, of: owner.identities, to: &state, at: moment)
        }
        for output in outputs {
            deliver(output, of: key, owner.identities, fleet: fleet, at: now) { pipeline, code, reason in
                pipeline.setAside(code, reason, message, onLink: link, at: now)
            }
        }
    }

    private mutating func setAside(
        _ code: SetAsideCode, _ reason: String, _ message: MQTTMessage, onLink link: Int, at now: Moments
    ) {
        counters.add("set-aside.\(code.rawValue)")
        batch.setAside(
            SetAsideMessage(
                link: plan.links[link], topic: message.topic, payload: message.payload, qos: message.qos,
                code: code.rawValue, reason: reason, time: now.wall))
        let said = setAsidesSaid[code, default: 0]
        setAsidesSaid[code] = said + 1
        guard said < Self.setAsidesToSay else { return }  // a device must not fill the log
        remark(
            """
            a message on \(LogText.excerpt(Array(message.topic.utf8))) at broker '\(plan.links[link])' was set aside: \
            \(LogText.reason(reason)) [\(code.rawValue)]: \(LogText.excerpt(message.payload))\
            \(said + 1 == Self.setAsidesToSay ? "; more of this code are counted, and said again in a minute" : "")
            """)
    }

    /// Messages set aside that the log tells of, for each code and minute.
    private static let setAsidesToSay = 20
}
