import MosquittoClient

/// Does what the machine of a backend says, over one MQTT connection.
final class BackendShell: Participant {
    let name: String
    let station: Station
    private var machine: any BackendMachine
    private var wakeTime: Duration?
    private var shown: [UpgradeRow?]
    private var trouble: String?
    /// Whether the broker has confirmed the subscriptions at least once: before that no device should begin.
    private(set) var isListening = false

    init(_ backend: SimulatedBackend, epoch: Int) throws {
        name = backend.name
        station = try Station(backend.linkSettings)
        machine = backend.machine(epoch: epoch)
        shown = machine.rows.map { _ in nil }
    }

    var nextDue: Duration? { wakeTime }
    var rows: [UpgradeRow] { machine.rows }
    var hasEnded: Bool { machine.rows.allSatisfy(\.state.hasEnded) }

    func start() { station.connect() }

    func heard(_ news: Station.News, at now: Duration) {
        switch news {
        case .connected: handle(.connected, at: now)
        case .subscribed(let granted):
            isListening = granted.allSatisfy { $0 < 128 }
            if !isListening { trouble = "the broker refused the subscriptions of \(name)" }
            handle(.subscribed(granted: granted), at: now)
        case .disconnected: handle(.disconnected, at: now)
        case .message(let topic, let payload): handle(.message(topic: topic, payload: payload), at: now)
        case .trouble(let text):
            trouble = text
            handle(.disconnected, at: now)
        }
    }

    func woken(at now: Duration) {
        wakeTime = nil
        handle(.woken, at: now)
    }

    func changes() -> [SimulationChange] {
        var changes: [SimulationChange] = []
        if let trouble = trouble ?? station.takeUnsendable() {
            changes.append(.trouble(name: name, trouble))
            self.trouble = nil
        }
        for (index, row) in machine.rows.enumerated() where shown[index] != row {
            shown[index] = row
            changes.append(
                .backend(name: name, family: machine.family, target: machine.task.package.version, row))
        }
        return changes
    }

    private func handle(_ event: BackendEvent, at now: Duration) {
        for action in machine.handle(event, at: now) {
            switch action {
            case .subscribe(let subscriptions):
                do throws(BrokerError) {
                    try station.subscribe(subscriptions)
                } catch {
                    trouble = error.description
                }
            case .publish(let publication): station.send(publication)
            case .wake(let time): wakeTime = time
            }
        }
    }
}
