/// A message of some kind in no dialect: what was said, whoever said it.
///
/// A field that the message does not fill is nil. The sender and the device's identity stand outside: the topic tells them.
package struct CanonicalMessage: Sendable, Hashable {
    package var kind: MessageKind
    /// The version that runs on the device (version report, receipt, legacy query, progress that names it).
    package var version: Text?
    /// 0 for success (receipt).
    package var receiptCode: Int64?
    /// Free text beside a code or a state.
    package var note: Text?
    /// The message's id as its JSON token, since vendors disagree on its type (H24).
    package var id: RawJSON?
    /// The part of the device that is meant; nil and empty mean the whole device (B8).
    package var module: Text?
    /// The version that the upgrade leads to (offer, progress, query reply).
    package var target: Text?
    package var package: UpgradePackage? {
        get { boxedPackage?.value }
        set { boxedPackage = newValue.map { .value($0) } }
    }
    package var phase: Phase?
    /// 0...100.
    package var percent: Int?
    package var failure: Failure?
    /// Members that no template names.
    package var extras: [Extra] = []
    /// Optional literals that were read, as JSON Pointers: they are printed only if they were (part A).
    package var literals: [String] = []
    /// Members that mean nothing to another dialect but have a place in the template: they go back into it.
    package var kept: [KeptMember] {
        get { boxedKept?.value ?? [] }
        set { boxedKept = newValue.isEmpty ? nil : .value(newValue) }
    }
    /// The variant of the template that asks (query) or that is answered (query reply).
    package var asking: String?
    /// The members that tell state, percent, failure and note, as the device wrote them (B13).
    package var native: RawJSON?

    private var boxedPackage: Boxed<UpgradePackage>?
    /// Boxed, so that the many messages without any cost nothing.
    private var boxedKept: Boxed<[KeptMember]>?

    package init(_ kind: MessageKind) { self.kind = kind }
}
