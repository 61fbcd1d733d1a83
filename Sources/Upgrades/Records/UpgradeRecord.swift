/// What the gateway knows of one (device, module).
package struct UpgradeRecord: Sendable, Hashable {
    /// The key: the module's name, `default` for the whole device.
    package var module: Text
    /// The last version that was reported; nothing else changes it.
    package var current: Text?
    package var upgrade: Upgrade?
    /// When a version was last reported, and when an offer last came, in milliseconds since 1970: what is older than that
    /// and comes late, out of the quarantine, says nothing any more.
    package var reportedAt: Int64?
    package var offeredAt: Int64?
    /// How many events have been made.
    package var sequence: Int64 = 0
    /// The version report of a burst that is still being merged (B10, H18).
    package var settling: Settling? {
        get { boxedSettling?.value }
        set { boxedSettling = newValue.map { Boxed($0) } }
    }
    /// The newest offer of a backend that may not give the device any now, since the device moves to another backend or
    /// belongs to it: judged when the device comes (back) to this one.
    package var withheld: CanonicalMessage? {
        get { boxedWithheld?.value }
        set { boxedWithheld = newValue.map { Boxed($0) } }
    }
    private var boxedSettling: Boxed<Settling>?
    private var boxedWithheld: Boxed<CanonicalMessage>?

    package static let defaultModule: Text = "default"

    package init(module: Text) { self.module = module }

    package struct Settling: Sendable, Hashable {
        package var report: CanonicalMessage
        /// On the timer clock.
        package var due: Int64
    }
}

/// One upgrade of a record, from the offer to its end.
package struct Upgrade: Sendable, Hashable {
    /// Nil while nobody has named it (rule B4).
    package var target: Text?
    /// `current` at the offer, or the first other version that was reported while the upgrade was open.
    package var from: Text?
    /// The offer, nil if the record was opened by a progress report.
    package var offer: CanonicalMessage? {
        get { boxedOffer?.value }
        set { boxedOffer = newValue.map { Boxed($0) } }
    }
    /// The newest offer that waits for the running one to end (H43).
    package var held: CanonicalMessage? {
        get { boxedHeld?.value }
        set { boxedHeld = newValue.map { Boxed($0) } }
    }
    package var phase: Phase
    package var percent: Int?
    package var failure: ProgressEvent.Failure?
    /// Counts the tries of one offer from 1.
    package var attempt = 1
    /// When progress of the target was last heard, on the timer clock (B10).
    package var heard: Int64?
    /// When the offer was last passed on, on the timer clock (B10).
    package var passedOn: Int64?

    private var boxedOffer: Boxed<CanonicalMessage>?
    private var boxedHeld: Boxed<CanonicalMessage>?

    package init(target: Text?, from: Text?, phase: Phase) {
        self.target = target
        self.from = from
        self.phase = phase
    }

    package var isOpen: Bool { !phase.isTerminal }

    /// How far it has come.
    struct Standing {
        let phase: Phase
        let percent: Int?
        let attempt: Int
    }
    var standing: Standing { Standing(phase: phase, percent: percent, attempt: attempt) }
    var isHoldingOffer: Bool { boxedHeld != nil }
}
