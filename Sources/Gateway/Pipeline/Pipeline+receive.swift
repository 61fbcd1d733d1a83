import Dialects
import GatewayFile
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
        switch understand(message, onLink: link) {
        case .failure(let failure): setAside(failure.code, failure.reason, message, onLink: link, at: now)
        case .echo: counters.add("echoes")
        case .ignored: counters.add("ignored")
        case .message(let canonical, let sender, let owner, let isRepaired):
            if isRepaired { counters.add("repaired") }
            if let alarm = plan.routes[owner.fleet].alarm(canonical) {
                counters.add("receipts-rejecting")
                remark("\(alarm), device \(LogText.reason(owner.identities.device.description))")
            }
            try apply(canonical, from: sender, of: owner, as: message, at: now, load: load) { pipeline, code, reason in
                pipeline.setAside(code, reason, message, onLink: link, at: now)
            }
        }
    }

    /// A message told apart.
    enum Understood {
        case message(CanonicalMessage, from: Sender, of: RoutingPlan.Owner, isRepaired: Bool)
        case echo
        /// No message about upgrades.
        case ignored
        case failure(TranslationFailure)
    }

    mutating func understand(_ message: MQTTMessage, onLink link: Int) -> Understood {
        var failure = TranslationFailure(.unknownTopic, "no fleet has this device, and no backend this topic")
        for (number, owner) in plan.owners(of: Text(message.topic), onLink: link).enumerated() {
            do {
                switch try plan.routes[owner.fleet].read(message.payload, at: owner.places, in: &document) {
                case .message(let canonical, let sender):
                    return .message(canonical, from: sender, of: owner, isRepaired: !document.repairs.isEmpty)
                case .echo: return .echo
                case .ignored: return .ignored
                }
            } catch {
                if number == 0 || failure.code == .unknownShape { failure = error }
            }
        }
        return .failure(failure)
    }

    func key(of owner: RoutingPlan.Owner) -> DeviceKey {
        let device = owner.identities.device
        let dialect = plan.dialectName(ofFleet: owner.fleet)
        return DeviceKey(joined(dialect, device.product.string, device.device.string, by: "/"))
    }

    mutating func apply(
        _ canonical: CanonicalMessage, from sender: Sender, of owner: RoutingPlan.Owner, as message: MQTTMessage,
        at now: Moments, load: Load, setAside: (inout Pipeline, SetAsideCode, String) -> Void
    ) throws(JournalError) {
        let fleet = owner.fleet
        let key = key(of: owner)
        batch.note(
            TrailEntry(
                way: sender == .device ? .fromDevice : .fromBackend, device: key, topic: message.topic,
                payload: message.payload), at: now.wall)
        let twin = plan.twin(ofFleet: fleet)
        let place = try place(of: key, fleet: twin?.fleet ?? fleet, at: now, load: load)
        if let twin, devices[place].migrant != nil {
            return apply(canonical, from: sender, of: owner, key, place, on: twin, at: now, setAside: setAside)
        }
        let moment = Moment(clock: now.wall, timer: now.timers[plan.deviceLink(ofFleet: fleet)])
        let route = plan.routes[fleet]
        let outputs = devices.update(place) { state in
            route.apply(canonical, from: sender, of: owner.identities, to: &state, at: moment)
        }
        for output in outputs {
            deliver(output, of: key, owner.identities, fleet: fleet, at: now, setAside: setAside)
        }
    }

    private mutating func setAside(
        _ code: SetAsideCode, _ reason: String, _ message: MQTTMessage, onLink link: Int, at now: Moments
    ) {
        counters.add("set-aside.\(code.rawValue)")
        batch.setAside(
            SetAsideMessage(
                link: plan.links[link], topic: message.topic, payload: message.payload, qos: message.qos,
                code: code.rawValue, reason: reason, time: now.wall, mapping: plan.mappingVersion.description))
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

/// Parts with a separator between them; made for every message, where an interpolation takes several times as long.
func joined(_ parts: String..., by separator: Unicode.Scalar) -> String {
    let count = parts.reduce(parts.count) { $0 + $1.utf8.count }
    return unsafe String(unsafeUninitializedCapacity: count) { room in
        var end = 0
        for (place, part) in parts.enumerated() {
            if place > 0 {
                unsafe room[end] = UInt8(ascii: separator)
                end += 1
            }
            end = unsafe part.utf8.span.withUnsafeBufferPointer { unsafe room[end...].update(fromContentsOf: $0) }
        }
        return end
    }
}
