/// A device between two backends has a state for each; one of the backends owns it.
extension DeviceState {
    /// Whether nothing is open with the backend: no upgrade, no version report that settles, no progress that waits, and no
    /// version that a device which says it is done has still to report.
    package var isAtRest: Bool { isIdle && !records.contains(where: \.awaitsReport) }

    /// The same, but for versions that may never be reported.
    package var isIdle: Bool {
        pending.isEmpty && records.allSatisfy { $0.settling == nil && $0.upgrade?.isOpen != true }
    }

    /// Whether the offer means the upgrade that is open: a fresh URL for it, no new work.
    package func isOpen(for offer: CanonicalMessage, module: Text) -> Bool {
        guard let upgrade = records.first(where: { $0.module == module })?.upgrade else { return false }
        return upgrade.isOpen && upgrade.isFor(offer)
    }

    /// Keeps an offer that may not reach the device now; only the newest of a module counts.
    package mutating func withhold(_ offer: CanonicalMessage, module: Text, at now: Moment) {
        let index = index(ofModule: module)
        records[index].withheld = offer
        records[index].offeredAt = now.clock
    }

    /// Withholds the offers that wait for a running upgrade to end: nothing new is begun with this backend.
    ///
    /// An offer that was never passed on is from now on waited for as if it were: else it would never time out.
    package mutating func prepareToLeave(at now: Moment) {
        for place in records.indices {
            if let upgrade = records[place].upgrade, upgrade.phase == .offered, upgrade.passedOn == nil {
                records[place].upgrade?.passedOn = now.timer
            }
            guard let held = records[place].upgrade?.held else { continue }
            records[place].withheld = held
            records[place].upgrade?.held = nil
        }
    }

    /// Takes over what is true of the device, whichever backend owns it: its place in the order, what runs on it, how many
    /// events it has had.
    ///
    /// What lies between the gateway and this backend stays: ids, its last upgrades, its withheld offers.
    ///
    /// - Parameter name: a module of the other state as this one names it; they differ where a side without modules
    ///   stands for a module of one backend only (B8).
    package mutating func takeOver(from other: DeviceState, module name: (Text) -> Text) {
        order = other.order
        for record in other.records {
            let index = index(ofModule: name(record.module))
            records[index].current = record.current
            records[index].reportedAt = record.reportedAt
            records[index].sequence = max(records[index].sequence, record.sequence)
        }
    }

    /// Forgets the last upgrade of a module that this backend had offered: the device has been given another since.
    package mutating func forgetUpgrade(ofModule module: Text) {
        guard let index = records.firstIndex(where: { $0.module == module }) else { return }
        records[index].upgrade = nil
    }
}

extension UpgradeRecord {
    /// Whether the device says that it is done, where its backend believes that, and its version is still the one before.
    ///
    /// What the next backend offers would begin from a version that does not run any more.
    fileprivate var awaitsReport: Bool {
        guard let upgrade, upgrade.phase == .succeeded, let current else { return false }
        return current == upgrade.from && current != upgrade.target
    }
}
