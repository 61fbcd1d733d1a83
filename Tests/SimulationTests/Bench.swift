@testable import Simulation

/// A device machine on the bench: events go in with a clock that only the test moves, what it publishes is kept.
struct DeviceBench {
    var machine: DeviceMachine
    var now = Duration.zero

    init(_ wire: any DeviceWire, plan: FaultPlan = FaultPlan(), version: String = "1.0.0") {
        machine = DeviceMachine(wire: wire, version: version, plan: plan)
    }

    mutating func handle(_ event: DeviceEvent, after pause: Duration = .zero) -> [DeviceAction] {
        now += pause
        return machine.handle(event, at: now)
    }

    /// Connects and subscribes; what the device says then.
    mutating func join(granted: [Int] = [1, 1]) -> [DeviceAction] {
        _ = handle(.connected)
        return handle(.subscribed(granted: granted))
    }

    mutating func hear(_ topic: String, _ payload: String) -> [DeviceAction] {
        handle(.message(topic: topic, payload: Array(payload.utf8)))
    }
}

/// A backend machine on the bench.
struct BackendBench<Machine: BackendMachine> {
    var machine: Machine
    var now = Duration.zero

    init(_ machine: Machine) { self.machine = machine }

    mutating func hear(_ topic: String, _ payload: String, after pause: Duration = .zero) -> [BackendAction] {
        now += pause
        return machine.handle(.message(topic: topic, payload: Array(payload.utf8)), at: now)
    }

    mutating func wake(after pause: Duration) -> [BackendAction] {
        now += pause
        return machine.handle(.woken, at: now)
    }
}

extension [DeviceAction] {
    /// The payloads published, in order.
    var payloads: [String] {
        compactMap { if case .publish(let publication) = $0 { publication.payload } else { nil } }
    }
    var qualities: [Int] { compactMap { if case .publish(let publication) = $0 { publication.qos } else { nil } } }
    var download: DownloadRequest? {
        for case .download(let request) in self { return request }
        return nil
    }
    var wake: Duration? {
        for case .wake(let time) in self { return time }
        return nil
    }
}

extension [BackendAction] {
    var publications: [Publication] {
        compactMap { if case .publish(let publication) = $0 { publication } else { nil } }
    }
    var payloads: [String] { publications.map(\.payload) }
}

let emptyMD5 = "d41d8cd98f00b204e9800998ecf8427e"
