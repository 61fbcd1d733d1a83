extension DeviceMachine {
    mutating func grew(to count: Int, at now: Duration) -> [DeviceAction] {
        guard case .downloading(let offer) = work else { return [] }
        stored = (offer, count)
        let percent = count * 100 / offer.size
        setPercent(percent)
        if let drop = plan.drop, percent >= drop.percent {
            plan.drop = nil
            work = .away
            link = .down
            hasReceipt = false
            return [.cancelDownload, .disconnect, wake(at: now + drop.absence)]
        }
        if percent >= 50, fault == .timeout {
            return [.cancelDownload] + goSilent("stopped at \(percent) %")
        }
        if percent >= 50, fault == .stall {
            return wakeTime == nil ? [.cancelDownload, wake(at: now + times.stall)] : []
        }
        guard isDue(percent, at: now), percent < 100 else { return [] }
        return report(count, of: offer, at: now)
    }

    mutating func downloaded(_ digest: String, at now: Duration) -> [DeviceAction] {
        guard case .downloading(let offer) = work else { return [] }
        setPercent(100)
        let last = report(offer.size, of: offer, at: now)
        guard wire.accepts(digest: digest, for: offer) else {
            stored = nil
            return last + [.erase] + fail(.digest, offer)
        }
        work = .burning(offer)
        return last + wire.burning(offer).map(DeviceAction.publish) + [wake(at: now + times.burning)]
    }

    mutating func woken(at now: Duration) -> [DeviceAction] {
        guard let due = wakeTime, now >= due else { return [] }
        wakeTime = nil
        switch work {
        case .idle:
            return link == .up && !hasReceipt ? greet(at: now) : []
        case .downloading(let offer):
            return fail(.timedOut, offer)
        case .burning(let offer):
            return burned(offer, at: now)
        case .restarting, .away:
            return link == .down ? [.connect] : []
        case .silent:
            return []
        }
    }

    private mutating func burned(_ offer: DownloadOffer, at now: Duration) -> [DeviceAction] {
        stored = nil
        if fault == .burn { return [.erase] + fail(.burn, offer) }
        let done = wire.done(offer).map(DeviceAction.publish)
        if fault == .unconfirmed {
            work = .silent
            finish(.failed("never reports \(offer.version)"))
            return done + [.erase]
        }
        work = .restarting(offer)
        link = .down
        hasReceipt = false
        return done + [.erase, .disconnect, wake(at: now + times.restart)]
    }

    /// Runs the new image, or whatever the fault says came up, and tells which.
    mutating func restarted(with offer: DownloadOffer, at now: Duration) -> [DeviceAction] {
        work = .idle
        switch fault {
        case .rollback:
            finish(.failed("came up with \(status.version) again"))
        case .wrongVersion:
            setVersion(offer.version + "-wrong")
            finish(.failed("came up with \(status.version)"))
        default:
            setVersion(offer.version)
            finish(.succeeded)
        }
        return greet(at: now)
    }

    mutating func fail(_ failure: UpgradeFailure, _ offer: DownloadOffer) -> [DeviceAction] {
        work = .idle
        wakeTime = nil
        finish(.failed(failure.rawValue))
        return wire.failed(failure, offer).map(DeviceAction.publish)
    }

    mutating func goSilent(_ why: String) -> [DeviceAction] {
        work = .silent
        finish(.failed(why))
        return []
    }

    mutating func report(_ count: Int, of offer: DownloadOffer, at now: Duration) -> [DeviceAction] {
        lastReport = (now, count * 100 / offer.size)
        return wire.progress(stored: count, of: offer).map(DeviceAction.publish)
    }

    private func isDue(_ percent: Int, at now: Duration) -> Bool {
        guard let lastReport else { return true }
        return now - lastReport.at >= wire.cadence.interval && percent - lastReport.percent >= wire.cadence.percent
    }
}

extension FaultPlan {
    /// The fault of the attempt that begins now.
    mutating func nextFault() -> Fault? {
        guard let times else { return fault }
        self.times = max(0, times - 1)
        return times > 0 ? fault : nil
    }
}

extension Fault? {
    /// The URL that really provokes the failure: a closed port, a file that is not there, no signature.
    func disturbed(_ url: String) -> String {
        let path = url.prefix { $0 != "?" }
        switch self {
        case .connect: return "http://127.0.0.1:1/unreachable"
        case .notFound: return path + "-missing" + url.dropFirst(path.count)
        case .denied: return String(path)
        default: return url
        }
    }
}

extension DownloadFailure {
    var asUpgradeFailure: UpgradeFailure {
        switch self {
        case .unreachable: .unreachable
        case .status(404): .notFound
        case .status(403): .denied
        case .status, .broken: .timedOut
        }
    }
}
