import Dialects
import GatewayFile
package import Journal
import Migration
import MosquittoClient
import Translation
import Upgrades

extension Pipeline {
    /// A device's next timer, in the order in which timers fire (rule B13).
    private struct Due: Comparable {
        let timer: Timer
        let order: Int64
        let key: DeviceKey
        let place: Int
        let identities: Identities

        static func == (left: Self, right: Self) -> Bool { left.timer == right.timer && left.order == right.order }
        static func < (left: Self, right: Self) -> Bool {
            let (first, second) = (left.timer, right.timer)
            if (first.due, first.kind.rawValue) != (second.due, second.kind.rawValue) {
                return (first.due, first.kind.rawValue) < (second.due, second.kind.rawValue)
            }
            return left.order != right.order ? left.order < right.order : first < second
        }
    }

    /// Lets the timers fire that ended on a link by its clock.
    ///
    /// - Parameter keys: the devices that the journal says are due; each has its next timer set anew, so none comes back
    ///   for nothing.
    package mutating func fire(
        _ keys: [DeviceKey], onLink link: Int, at now: Moments, load: (DeviceKey) throws(JournalError) -> StoredState?
    ) throws(JournalError) {
        var due: [Due] = []
        for key in keys {
            guard let (dialect, name) = key.parts, let owner = plan.owner(ofDevice: dialect, name) else {
                try retire(key, onLink: link, load: load)
                continue
            }
            let place = try place(of: key, fleet: owner.fleet, at: now, load: load)
            // Its timer is written anew even if it turns out not to be due by the options of today.
            devices.update(place) { _ in }
            // A device that has moved to another link goes on there, by that link's clock.
            guard plan.deviceLink(ofFleet: owner.fleet) == link else { continue }
            schedule(place, key, owner.identities, by: now.timers[link], into: &due)
        }
        while !due.isEmpty {
            let next = due.removeLast()
            fire(next, at: now)
            schedule(next.place, next.key, next.identities, by: now.timers[link], into: &due)
        }
    }

    /// Takes over devices whose timers were set on a link that their fleet has left; others are passed over.
    package mutating func adopt(
        _ keys: [DeviceKey], fromLink link: Int, at now: Moments,
        load: (DeviceKey) throws(JournalError) -> StoredState?
    ) throws(JournalError) {
        let moved = keys.filter { key in
            key.parts.flatMap { plan.owner(ofDevice: $0.dialect, $0.name) }
                .map { plan.deviceLink(ofFleet: $0.fleet) != link } ?? false
        }
        try fire(moved, onLink: link, at: now, load: load)
    }

    /// Sorts the device's next timer in, the last one being the first to fire.
    private func schedule(
        _ place: Int, _ key: DeviceKey, _ identities: Identities, by limit: Int64, into due: inout [Due]
    ) {
        let slot = devices[place]
        guard let timer = slot.state.nextTimer(plan.options(of: slot)), timer.due <= limit else { return }
        let entry = Due(timer: timer, order: slot.state.order, key: key, place: place, identities: identities)
        var (low, high) = (0, due.count)
        while low < high {
            let middle = (low + high) / 2
            if entry < due[middle] { low = middle + 1 } else { high = middle }
        }
        due.insert(entry, at: low)
    }

    private mutating func fire(_ next: Due, at now: Moments) {
        counters.add("timers")
        let fleet = devices[next.place].fleet
        let moment = Moment(clock: now.wall, timer: next.timer.due)
        func cannotSay(_ pipeline: inout Pipeline, _ code: SetAsideCode, _ reason: String) {
            pipeline.counters.add("set-aside.\(code.rawValue)")
            pipeline.remark("what fell due for device \(next.key) cannot be said: \(LogText.reason(reason))")
        }
        if let twin = plan.twin(ofFleet: fleet), devices[next.place].migrant != nil {
            return turn(twin, next.key, next.identities.device, next.place, at: now, setAside: cannotSay) {
                $0.fire(next.timer, of: $1, on: &$2, &$3, at: moment)
            }
        }
        let route = plan.routes[fleet]
        let outputs = devices.update(next.place) { state in
            route.fire(next.timer, of: next.identities, on: &state, at: moment)
        }
        for output in outputs {
            deliver(output, of: next.key, next.identities, fleet: fleet, at: now, setAside: cannotSay)
        }
    }

    /// A device that no fleet has any more keeps its state and loses its timer.
    private mutating func retire(
        _ key: DeviceKey, onLink link: Int, load: (DeviceKey) throws(JournalError) -> StoredState?
    ) throws(JournalError) {
        counters.add("timers-without-fleet")
        guard let state = try load(key) else { return }
        batch.setState(state.bytes, of: key, link: plan.links[link], due: nil)
    }
}

extension DeviceKey {
    /// Dialect, product and device, none of which holds a slash.
    var parts: (dialect: String, name: DeviceName)? {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 3 else { return nil }
        return (parts[0], DeviceName(product: parts[1], device: parts[2]))
    }
}
