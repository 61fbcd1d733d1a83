/// A simulated device, as a state machine: events in, actions out, no I/O and no clock.
///
/// The wire knows one vendor's words; the machine knows what a device does: report its version, take an offer,
/// download with resumption, verify, burn, restart, report again, and the failures it was told to have.
package struct DeviceMachine: Sendable {
    /// What an attempt is at; independent of the MQTT connection, which may come and go meanwhile.
    enum Work: Sendable {
        case idle
        case downloading(DownloadOffer)
        case burning(DownloadOffer)
        case restarting(DownloadOffer)
        case away
        case silent
    }

    enum Link: Sendable {
        case down
        case joining
        case up
    }

    var wire: any DeviceWire
    let times: DeviceTimes
    var plan: FaultPlan
    var work = Work.idle
    var link = Link.down
    package private(set) var status: DeviceStatus
    /// Whether a good answer to the latest version report arrived.
    var hasReceipt = false
    /// What the flash holds a part of, and how many bytes.
    var stored: (offer: DownloadOffer, count: Int)?
    /// The fault of the attempt under way.
    var fault: Fault?
    /// When progress was last reported in this download, and how much.
    var lastReport: (at: Duration, percent: Int)?
    /// When the machine wants to be woken; a wake-up at any other time is a stale one.
    var wakeTime: Duration?

    package init(
        wire: any DeviceWire, version: String, plan: FaultPlan = FaultPlan(), times: DeviceTimes = DeviceTimes()
    ) {
        self.wire = wire
        self.plan = plan
        self.times = times
        status = DeviceStatus(version: version, phase: .offline)
    }

    /// What the device does about `event`.
    ///
    /// - Parameter now: time since the simulation began; never goes back.
    package mutating func handle(_ event: DeviceEvent, at now: Duration) -> [DeviceAction] {
        defer { status.phase = phase }
        switch event {
        case .connected:
            link = .joining
            return [.subscribe(wire.subscriptions)]
        case .subscribed(let granted):
            return subscribed(granted, at: now)
        case .disconnected:
            link = .down
            hasReceipt = false
            return []
        case .message(let topic, let payload):
            return heard(wire.hear(topic: topic, payload: payload), at: now)
        case .downloadStarted:
            guard case .downloading(let offer) = work, lastReport == nil else { return [] }
            return report(stored?.count ?? 0, of: offer, at: now)
        case .stored(let count):
            return grew(to: count, at: now)
        case .downloaded(let digest):
            return downloaded(digest, at: now)
        case .downloadFailed(let failure):
            guard case .downloading(let offer) = work else { return [] }
            return fail(failure.asUpgradeFailure, offer)
        case .woken:
            return woken(at: now)
        }
    }

    private mutating func subscribed(_ granted: [Int], at now: Duration) -> [DeviceAction] {
        link = .up
        // 128 and above are refusals.
        guard granted.allSatisfy({ (wire.leastGrantedQoS..<128).contains($0) }) else {
            work = .silent
            status.result = .failed("granted QoS \(granted) for its topics")
            return []
        }
        if case .silent = work { return [] }
        if case .restarting(let offer) = work { return restarted(with: offer, at: now) }
        var resumes = false
        if case .away = work {
            work = .idle
            resumes = true
        }
        return greet(resumes: resumes, at: now)
    }

    /// Reports the version; again later where answers are waited for.
    mutating func greet(resumes: Bool = false, at now: Duration) -> [DeviceAction] {
        let greeting = wire.greet(version: status.version, resumes: resumes).map(DeviceAction.publish)
        guard wire.needsReceipt, case .idle = work else { return greeting }
        return greeting + [wake(at: now + times.repeatReport)]
    }

    private mutating func heard(_ news: DeviceNews, at now: Duration) -> [DeviceAction] {
        switch news {
        case .nothing:
            return []
        case .receipt(let isGood):
            hasReceipt = isGood
            return []
        case .offer(let offer):
            // While an attempt runs every SDK ignores further offers, or had better.
            guard case .idle = work, hasReceipt || !wire.needsReceipt, offer.version != status.version else {
                return []
            }
            return take(offer)
        }
    }

    private mutating func take(_ offer: DownloadOffer) -> [DeviceAction] {
        fault = plan.nextFault()
        wakeTime = nil
        lastReport = nil
        status.target = offer.version
        status.result = nil
        status.percent = nil
        switch fault {
        case .offer:
            return fail(.refused, offer)
        case .silent:
            return goSilent("says nothing after the offer")
        default:
            break
        }
        var actions: [DeviceAction] = []
        var offset = 0
        if let stored, stored.count < offer.size, wire.resumes(stored.offer, with: offer) {
            offset = stored.count
        } else {
            actions.append(.erase)
        }
        stored = (offer, offset)
        work = .downloading(offer)
        status.percent = offset * 100 / offer.size
        let request = DownloadRequest(
            url: fault.disturbed(offer.url), range: wire.range(offset: offset, size: offer.size), offset: offset,
            digestKind: offer.digestKind, corrupts: fault == .digest)
        return actions + [.download(request)]
    }

    mutating func wake(at time: Duration) -> DeviceAction {
        wakeTime = time
        return .wake(at: time)
    }

    /// Records how the attempt ended.
    mutating func finish(_ result: DeviceStatus.Result) {
        status.result = result
    }

    mutating func setVersion(_ version: String) { status.version = version }
    mutating func setPercent(_ percent: Int) { status.percent = percent }

    private var phase: DeviceStatus.Phase {
        switch work {
        case .idle: link == .up ? .idle : .offline
        case .downloading: .downloading
        case .burning: .burning
        case .restarting: .restarting
        case .away: .away
        case .silent: .silent
        }
    }
}
