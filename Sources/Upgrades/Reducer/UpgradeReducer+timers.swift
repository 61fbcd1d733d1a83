/// What falls due without a message (B10).
package struct Timer: Sendable, Hashable, Comparable {
    /// In the order in which timers of one moment fire (B13).
    package enum Kind: Int, Sendable {
        case progress
        case settle
        case timeout
    }

    /// On the device's timer clock.
    package var due: Int64
    package var kind: Kind
    /// The record it belongs to, by its place.
    var record: Int

    package static func < (left: Self, right: Self) -> Bool {
        (left.due, left.kind.rawValue, left.record) < (right.due, right.kind.rawValue, right.record)
    }
}

extension DeviceState {
    /// The next timer of the device.
    package func nextTimer(_ options: FleetOptions) -> Timer? {
        var next: Timer?
        func consider(_ due: Int64, _ kind: Timer.Kind, _ record: Int) {
            let timer = Timer(due: due, kind: kind, record: record)
            if next.map({ timer < $0 }) ?? true { next = timer }
        }
        if !pending.isEmpty, let progressSent { consider(progressSent + 1000, .progress, 0) }
        for (index, record) in records.enumerated() {
            if let settling = record.settling { consider(settling.due, .settle, index) }
            guard let upgrade = record.upgrade, upgrade.isOpen else { continue }
            if let heard = upgrade.heard, options.timeout > .zero {
                consider(heard + options.timeout.milliseconds, .timeout, index)
            }
            if upgrade.phase == .offered, let passedOn = upgrade.passedOn, options.offerTimeout > .zero {
                consider(passedOn + options.offerTimeout.milliseconds, .timeout, index)
            }
        }
        return next
    }
}

extension UpgradeReducer {
    /// Lets the timer fire; the turn's moment is the time at which it is due.
    package mutating func fire(_ timer: Timer) {
        switch timer.kind {
        case .progress:
            guard !state.pending.isEmpty else { return }
            note(.forwardOnly, "the second has ended: the progress that waited goes to the backend")
            let pending = state.pending.removeFirst()
            effects.backend.append(
                Effects.Message(message: pending.report, module: pending.module, attempt: pending.attempt))
            state.progressSent = now.timer
        case .settle:
            guard let report = state.records[timer.record].settling?.report, let version = report.version else {
                return
            }
            note(.time, "the reports have settled: the last one, \(told(version)), is judged")
            state.records[timer.record].settling = nil
            judgeReport(report, version, timer.record)
        case .timeout:
            timeOut(timer.record)
        }
    }

    /// No progress for too long: cancelling is invisible on either wire, so the record ends by itself (H36, H37).
    private mutating func timeOut(_ index: Int) {
        self.note(.time, "no progress for too long, while \(toldUpgrade(index)): timed out")
        let note: Text = "timed out"
        state.records[index].upgrade?.phase = .timedOut
        state.records[index].upgrade?.failure = ProgressEvent.Failure(.timedOut, note: note)
        let carrier = sendProgress(index, failure: Failure(.timedOut), note: note)
        makeEvent(index, isSynthetic: true, carrier: carrier)
        endUpgrade(index)
    }
}
