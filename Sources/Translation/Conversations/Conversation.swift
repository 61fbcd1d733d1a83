internal import Dialects
internal import HeapModule
package import Upgrades

/// A route without brokers: messages and times in, outputs out, all in memory.
package struct Conversation {
    package let route: Route
    private var names: Names
    private let hasFixedProduct: Bool
    private var places: [Identity: Int] = [:]
    private var devices: [Device] = []
    private var timers = Heap<Scheduled>()
    /// Milliseconds; never goes back.
    package private(set) var now: Int64 = 0
    /// Whether traces are made of what happens; they are worked out beside it and change nothing.
    package var isTraced = false
    private var traces: [ConversationTrace] = []
    /// Room for the payload that is read.
    private var document = JSONDocument()

    private struct Device {
        let identities: Identities
        var state: DeviceState
        /// The timer that stands in the queue for it.
        var scheduled: Timer?
    }
    /// A device's next timer; out of date once the device's state has another one.
    private struct Scheduled: Comparable {
        let timer: Timer
        let device: Int
        static func < (left: Self, right: Self) -> Bool {
            if (left.timer.due, left.timer.kind.rawValue) != (right.timer.due, right.timer.kind.rawValue) {
                return (left.timer.due, left.timer.kind.rawValue) < (right.timer.due, right.timer.kind.rawValue)
            }
            return left.device != right.device ? left.device < right.device : left.timer < right.timer
        }
    }

    /// - Parameter names: devices that the backend knows by another name; all others keep theirs.
    package init(route: Route, names: [Identities] = []) {
        self.route = route
        self.names = Names(names)
        hasFixedProduct = route.device.product != nil || route.backend.product != nil
    }

    /// The traces since the last call, in the order of what they explain.
    package mutating func takeTraces() -> [ConversationTrace] {
        defer { traces = [] }
        return traces
    }

    /// Lets time pass; what falls due on the way comes out, each timer's outputs as a group.
    package mutating func advance(to time: Int64, _ emit: (Output, Identity) -> Void) {
        while let next = timers.min, next.timer.due <= time {
            timers.removeMin()
            if devices[next.device].scheduled == next.timer { devices[next.device].scheduled = nil }
            guard devices[next.device].state.nextTimer(route.options) == next.timer else {
                schedule(next.device)
                continue
            }
            now = max(now, next.timer.due)
            let identities = devices[next.device].identities
            if isTraced {
                let state = devices[next.device].state
                traces.append(.turn(route.trace(next.timer, of: identities, on: state, at: Moment(next.timer.due))))
            }
            for output in route.fire(
                next.timer, of: identities, on: &devices[next.device].state, at: Moment(next.timer.due))
            {
                emit(output, identities.device)
            }
            schedule(next.device)
        }
        now = max(now, time)
    }

    /// Takes one message as a broker would deliver it.
    package mutating func receive(topic: Text, payload: [UInt8], _ emit: (Output, Identity) -> Void) {
        if hasFixedProduct { learnNames(topic) }
        if isTraced {
            let isForeign = { [names] (place: Route.Place) in names.device(of: place.identity, on: place.sender) == nil
            }
            traces.append(.hearing(route.traceHearing(topic: topic, payload: payload, isForeign: isForeign)))
        }
        let places = route.places(of: topic).filter { names.device(of: $0.identity, on: $0.sender) != nil }
        guard !places.isEmpty else {
            return emit(.setAside(.unknownTopic, reason: topic.string), Identity(product: "", device: ""))
        }
        do {
            guard case .message(let message, let sender) = try route.read(payload, at: places, in: &document),
                let heard = places.first(where: { $0.sender == sender }),
                let name = names.device(of: heard.identity, on: sender)
            else { return }
            let device = place(of: name)
            let identities = devices[device].identities
            if isTraced {
                let state = devices[device].state
                traces.append(.turn(route.trace(message, from: sender, of: identities, on: state, at: Moment(now))))
            }
            for output in route.apply(
                message, from: sender, of: identities, to: &devices[device].state, at: Moment(now))
            {
                emit(output, identities.device)
            }
            schedule(device)
        } catch {
            emit(.setAside(error.code, reason: error.reason), Identity(product: "", device: ""))
        }
    }

    /// A name that nobody gave is the same on both sides, but for the product that a dialect gives all its devices.
    private mutating func learnNames(_ topic: Text) {
        for place in route.places(of: topic) {
            guard names.device(of: place.identity, on: place.sender) == place.identity else { continue }
            names.learn(
                Identities(
                    device: place.identity.with(product: route.device.product),
                    backend: place.identity.with(product: route.backend.product)))
        }
    }

    private mutating func place(of device: Identity) -> Int {
        if let place = places[device] { return place }
        let identities = Identities(device: device, backend: names.backend(of: device))
        devices.append(Device(identities: identities, state: DeviceState(order: Int64(devices.count))))
        places[device] = devices.count - 1
        return devices.count - 1
    }

    private mutating func schedule(_ device: Int) {
        guard let timer = devices[device].state.nextTimer(route.options) else { return }
        // a timer that was put off is looked at when it would have been due
        if let scheduled = devices[device].scheduled, scheduled <= timer { return }
        devices[device].scheduled = timer
        timers.insert(Scheduled(timer: timer, device: device))
    }
}

/// Which device is meant by a name on either side.
private struct Names {
    private var toBackend: [Identity: Identity] = [:]
    private var toDevice: [Identity: Identity] = [:]

    init(_ names: [Identities]) {
        for name in names {
            toBackend[name.device] = name.backend
            toDevice[name.backend] = name.device
        }
    }

    mutating func learn(_ name: Identities) {
        guard toBackend[name.device] == nil, toDevice[name.backend] == nil else { return }
        toBackend[name.device] = name.backend
        toDevice[name.backend] = name.device
    }

    func backend(of device: Identity) -> Identity { toBackend[device] ?? device }

    /// The device's own name; nil where the name is another device's on that side.
    func device(of name: Identity, on side: Sender) -> Identity? {
        switch side {
        case .device:
            if toBackend[name] != nil { return name }
            return toDevice[name] == nil ? name : nil
        case .backend:
            if let device = toDevice[name] { return device }
            return toBackend[name] == nil ? name : nil
        }
    }
}

extension Identity {
    fileprivate func with(product: Text?) -> Identity { Identity(product: product ?? self.product, device: device) }
}
