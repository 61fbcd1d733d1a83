package import Upgrades

/// A message as it goes out.
package struct PrintedMessage: Sendable, Hashable {
    package var topic: String
    package var payload: [UInt8]
    /// 0 or 1.
    package var qos: Int
    /// The extras that found no place in it, by their bare names.
    package var dropped: [Text]
}

extension Dialect {
    /// Prints a message for a device of this dialect, or for its backend.
    ///
    /// - Parameters:
    ///   - isSameDialect: it was read by this very dialect: extras go back where they stood, codes without a row as they came.
    ///   - ids: gives the ids that the message lacks.
    /// - Returns: nil if no variant can say it.
    package func print(
        _ message: CanonicalMessage, product: String, device: String, isSameDialect: Bool, ids: inout IdentifierSource
    ) -> PrintedMessage? {
        if message.isSpelled(isSameDialect) {
            return printSpelled(message, product, device, isSameDialect, &ids)
        }
        var message = message
        message.spellEndAsFailure()
        if !isSameDialect { message.literals = [] }
        return printSpelled(message, product, device, isSameDialect, &ids)
    }

    private func printSpelled(
        _ message: CanonicalMessage, _ product: String, _ device: String, _ isSameDialect: Bool,
        _ ids: inout IdentifierSource
    ) -> PrintedMessage? {
        guard let variant = variant(printing: message) else { return nil }
        if variant.repeatsIdentity {
            ids.product = product
            ids.device = device
        }
        var payload: [UInt8] = []
        payload.reserveCapacity(256)
        variant.plan.print(message, isSameDialect: isSameDialect, ids: &ids, to: &payload)
        return PrintedMessage(
            topic: variant.topicPlan.print(product: product, device: device), payload: payload, qos: variant.qos,
            dropped: message.isPlain ? [] : dropped(of: message, by: variant, isSameDialect).map(\.name))
    }

    /// The extras that find no place in a form.
    func dropped(of message: CanonicalMessage, by variant: Variant, _ isSameDialect: Bool) -> [Extra] {
        message.extras.filter { !isSameDialect || !variant.objects.contains($0.object) }
    }

    /// The first variant with a place for every field present, else the first with a place for every essential one (part A).
    func variant(printing message: CanonicalMessage) -> Variant? {
        let filled = message.filled
        var second: Variant?
        let forms = forms(printing: message.kind, in: message.phase)
        for place in forms.indices where forms[place].required.isSubset(of: filled) {
            let variant = forms[place].variant
            if message.kind == .queryReply, variant.answers != message.asking { continue }
            guard variant.canPrint(message, filled: filled) else { continue }
            if filled.isSubset(of: variant.fields) { return variant }
            if second == nil, variant.hasPlace(for: message.essentialFields(filled), filled.intersection(.digests)) {
                second = variant
            }
        }
        return second
    }
}

extension CanonicalMessage {
    /// Whether it can be printed as it stands.
    fileprivate func isSpelled(_ isSameDialect: Bool) -> Bool {
        switch phase {
        case .timedOut, .refused, .failed: false
        default: isSameDialect || isPlain
        }
    }

    /// No wire has a word for `timed-out` and `refused`: they are failures of those names, and none goes without a class.
    mutating func spellEndAsFailure() {
        switch phase {
        case .timedOut:
            phase = .failed
            failure = failure ?? Failure(.timedOut)
        case .refused:
            phase = .failed
            failure = failure ?? Failure(.refused)
        case .failed: failure = failure ?? Failure(.upgrade)
        default: break
        }
    }

    /// The fields that an offer must not lose silently: present, and not at their default.
    func essentialFields(_ filled: FieldSet) -> FieldSet {
        guard kind == .offer || kind == .queryReply else { return [] }
        var essential: FieldSet = []
        for field in FieldSet.essential where filled.contains(FieldSet(field)) {
            if field == .diff, package?.isDiff == false { continue }
            if field == .module, module == UpgradeRecord.defaultModule { continue }
            essential.insert(FieldSet(field))
        }
        if package?.transport == .stream { essential.insert(FieldSet(.transport)) }
        return essential
    }
}
