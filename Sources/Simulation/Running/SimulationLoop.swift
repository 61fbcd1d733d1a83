import MosquittoClient

/// One thread that drives any number of simulated devices and backends with `poll(2)`.
struct SimulationLoop {
    private let mailbox: Mailbox
    private let backends: [BackendShell]
    private let devices: [DeviceShell]
    private let participants: [any Participant]
    private let links: [MosquittoLink]
    private let start = ContinuousClock.now
    private let onChange: @Sendable (SimulationChange) -> Void

    /// - Parameter waker: of the poller that `run` will use.
    init(_ simulation: Simulation, waker: Waker, onChange: @escaping @Sendable (SimulationChange) -> Void) throws {
        let mailbox = Mailbox(waker: waker)
        let numbers = Numbers()
        let epoch = simulation.epoch
        backends = try simulation.backends.map { try BackendShell($0, epoch: epoch) }
        devices = try simulation.devices.map {
            try DeviceShell($0, epoch: epoch, mailbox: mailbox, nextDownload: numbers.next)
        }
        participants = backends as [any Participant] + devices
        links = participants.map(\.station.link)
        self.mailbox = mailbox
        self.onChange = onChange
    }

    /// Runs until the flag is raised or, if `once`, all has ended.
    func run(_ poller: consuming Poller, once: Bool, until flag: StopFlag) -> SimulationReport {
        var events: [LinkEvent] = []
        var nextMaintenance = Duration.zero
        var haveDevicesStarted = false
        for backend in backends { backend.start() }
        while !flag.isRaised {
            // Devices begin when somebody listens: a cloud is there before its devices.
            if !haveDevicesStarted, backends.allSatisfy(\.isListening) {
                haveDevicesStarted = true
                for device in devices { device.start() }
            }
            pump()
            if once, participants.allSatisfy({ $0.hasEnded && $0.station.isDrained }) { break }
            let ready = poller.wait(for: links, timeout: patience(until: nextMaintenance))
            for index in ready.readable {
                events.removeAll(keepingCapacity: true)
                links[index].read(into: &events)
                for event in events {
                    guard let news = participants[index].station.news(of: event, at: now) else { continue }
                    participants[index].heard(news, at: now)
                }
            }
            deliver()
            for participant in participants {
                if let due = participant.nextDue, due <= now { participant.woken(at: now) }
            }
            if now >= nextMaintenance {
                nextMaintenance = now + .seconds(1)
                for link in links { link.maintain() }
            }
            for participant in participants { for change in participant.changes() { onChange(change) } }
        }
        leave(&poller)
        return SimulationReport(
            devices: Dictionary(uniqueKeysWithValues: devices.map { ($0.name, $0.status) }),
            backends: Dictionary(uniqueKeysWithValues: backends.map { ($0.name, $0.rows) }))
    }

    private var now: Duration { start.duration(to: .now) }

    private func pump() {
        for participant in participants { participant.station.pump(at: now) }
    }

    /// Milliseconds until something is due.
    private func patience(until maintenance: Duration) -> Int32 {
        var due = maintenance
        for participant in participants {
            due = min(due, participant.nextDue ?? due, participant.station.nextDue ?? due)
        }
        return Int32(clamping: max(0, Int64(((due - now) / .milliseconds(1)).rounded(.up))))
    }

    private func deliver() {
        let letters = mailbox.empty()
        guard !letters.isEmpty else { return }
        var owners: [Int: DeviceShell] = [:]
        for device in devices { if let number = device.downloadNumber { owners[number] = device } }
        for letter in letters { owners[letter.download]?.take(letter, at: now) }
    }

    /// Says goodbye to the brokers; waits a second at most.
    private func leave(_ poller: inout Poller) {
        for device in devices { device.stop() }
        let end = now + .seconds(1)
        var events: [LinkEvent] = []
        for participant in participants { participant.station.disconnect() }
        while now < end, !links.allSatisfy(\.isIdle) {
            pump()
            let ready = poller.wait(for: links, timeout: 50)
            for index in ready.readable {
                events.removeAll(keepingCapacity: true)
                links[index].read(into: &events)
                for event in events { _ = participants[index].station.news(of: event, at: now) }
            }
        }
    }

    /// Counts downloads.
    private final class Numbers {
        private var last = 0
        func next() -> Int {
            last += 1
            return last
        }
    }
}
