/// One change of an upgrade record in the one schema for all dialects (the CloudEvent's `data`, see `Mappings/schema/`).
package struct ProgressEvent: Sendable, Hashable {
    package struct Failure: Sendable, Hashable {
        package var kind: FailureClass
        /// The device's own words, "" if it had none.
        package var note: Text

        package init(_ kind: FailureClass, note: Text) {
            self.kind = kind
            self.note = note
        }
    }

    package var module: Text
    package var from: Text?
    package var target: Text?
    package var attempt: Int
    package var phase: Phase
    package var percent: Int?
    package var failure: Failure?
    package var native: RawJSON?
    /// What the printed message could not carry, by bare names.
    package var dropped: [Text] = []
    /// Whether the gateway decided or inferred the phase itself.
    package var isSynthetic: Bool
    /// Counts the events of one (device, module) from 1.
    package var sequence: Int64
}

extension ProgressEvent {
    /// An upgrade as it stands (B13).
    package init(
        of upgrade: Upgrade, module: Text, sequence: Int64, native: RawJSON? = nil, isSynthetic: Bool = false
    ) {
        self.init(
            module: module, from: upgrade.from, target: upgrade.target, attempt: upgrade.attempt, phase: upgrade.phase,
            percent: upgrade.percent, failure: upgrade.failure, native: native, isSynthetic: isSynthetic,
            sequence: sequence)
    }
}
