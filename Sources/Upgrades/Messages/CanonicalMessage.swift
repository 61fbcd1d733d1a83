/// A message of some kind in no dialect: what was said, whoever said it.
///
/// A field that the message does not fill is nil. The sender and the device's identity stand outside: the topic tells them.
/// What few messages have stands in a box, so that the many others are cheap to pass on.
package struct CanonicalMessage: Sendable, Hashable {
    package var kind: MessageKind
    package var phase: Phase?
    /// 0...100.
    package var percent: Int?
    /// The version that runs on the device (version report, receipt, legacy query, progress that names it).
    package var version: Text?
    /// Free text beside a code or a state.
    package var note: Text?
    /// The message's id as its JSON token, since vendors disagree on its type (H24).
    package var id: RawJSON?
    /// The part of the device that is meant; nil and empty mean the whole device (B8).
    package var module: Text?
    /// The version that the upgrade leads to (offer, progress, query reply).
    package var target: Text?
    package var failure: Failure?
    /// The members that tell state, percent, failure and note, as the device wrote them (B13).
    package var native: RawJSON?

    private struct Rare: Sendable, Hashable {
        var package: UpgradePackage?
        var receiptCode: Int64?
        var asking: String?
        var extras: [Extra] = []
        var literals: [String] = []
        var kept: [KeptMember] = []
    }
    private var boxed: Boxed<Rare>?

    package init(_ kind: MessageKind) { self.kind = kind }
}

extension CanonicalMessage {
    private var rare: Rare {
        get { boxed?.value ?? Rare() }
        set { boxed = newValue == Rare() ? nil : Boxed(newValue) }
    }

    package var package: UpgradePackage? {
        get { boxed?.value.package }
        set { if newValue != nil || boxed != nil { rare.package = newValue } }
    }
    /// 0 for success (receipt).
    package var receiptCode: Int64? {
        get { boxed?.value.receiptCode }
        set { if newValue != nil || boxed != nil { rare.receiptCode = newValue } }
    }
    /// The variant of the template that asks (query) or that is answered (query reply).
    package var asking: String? {
        get { boxed?.value.asking }
        set { if newValue != nil || boxed != nil { rare.asking = newValue } }
    }
    /// Members that no template names.
    package var extras: [Extra] {
        get { boxed?.value.extras ?? [] }
        set { if !newValue.isEmpty || boxed != nil { rare.extras = newValue } }
    }
    /// Optional literals that were read, as JSON Pointers: they are printed only if they were (part A).
    package var literals: [String] {
        get { boxed?.value.literals ?? [] }
        set { if !newValue.isEmpty || boxed != nil { rare.literals = newValue } }
    }
    /// Members that mean nothing to another dialect but have a place in the template: they go back into it.
    package var kept: [KeptMember] {
        get { boxed?.value.kept ?? [] }
        set { if !newValue.isEmpty || boxed != nil { rare.kept = newValue } }
    }
    /// Whether it has none of what few messages have: no package, extras, literals or kept members.
    package var isPlain: Bool { boxed == nil }
}
