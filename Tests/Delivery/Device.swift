/// A device that is upgraded again and again: each step only when the broker has acknowledged the one before.
struct Device {
    enum State: Equatable {
        /// Waits for an offer, with nothing to say.
        case waiting
        /// Has said so many steps of the upgrade to `target`.
        case running(target: Int, step: Int, wasRestarted: Bool)
    }
    /// How an upgrade goes, decided by the seed.
    struct Fate {
        var fails: Bool
        /// Starts again in the middle: reports its version, and waits for the offer to come again.
        var restarts: Bool
    }

    let number: Int
    let vendor: Vendor
    private(set) var current = 0
    private(set) var state = State.waiting
    private(set) var succeeded: Set<Int> = []
    private(set) var failed: Set<Int> = []
    /// What it has failed at since it last asked for an upgrade: an offer that comes twice does not start it again.
    private var tired: Set<Int> = []
    /// By target, how often it started again.
    private(set) var restarts: [Int: Int] = [:]
    /// Whether a message waits for its PUBACK.
    var isBusy = false
    /// When it may speak again, in seconds.
    var speaksAt = 0.0

    init(number: Int, vendor: Vendor) {
        self.number = number
        self.vendor = vendor
    }

    mutating func hear(offer target: Int) {
        guard state == .waiting, target > current, !tired.contains(target) else { return }
        state = .running(target: target, step: 0, wasRestarted: restarts[target] != nil)
    }

    /// Starts again, and asks for an upgrade.
    mutating func ask() -> Vendor.Report {
        tired.removeAll()
        return .version(current)
    }

    /// What it says next; nil while it waits for an offer.
    mutating func next(_ fate: (Int) -> Fate) -> Vendor.Report? {
        guard case .running(let target, let step, let wasRestarted) = state else { return nil }
        let fate = fate(target)
        if fate.restarts, !wasRestarted, step == 2 {
            restarts[target, default: 0] += 1
            state = .waiting
            return .version(current)
        }
        state = .running(target: target, step: step + 1, wasRestarted: wasRestarted)
        let steps = steps(target, fate)
        guard step + 1 == steps.count else { return steps[step] }
        state = .waiting
        if fate.fails {
            failed.insert(target)
            tired.insert(target)
        } else {
            succeeded.insert(target)
            current = target
        }
        return steps[step]
    }

    private func steps(_ target: Int, _ fate: Fate) -> [Vendor.Report] {
        let begin: [Vendor.Report] = [.percent(10, target: target), .percent(45, target: target)]
        if fate.fails { return begin + [.failed(target: target)] }
        let middle: [Vendor.Report] = [.percent(80, target: target), .percent(100, target: target)]
        let burn: [Vendor.Report] = vendor == .tencent ? [.burning(target: target), .done(target: target)] : []
        return begin + middle + burn + [.version(target)]
    }
}
