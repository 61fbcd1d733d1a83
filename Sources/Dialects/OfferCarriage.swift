internal import Diagnostics
package import Upgrades

/// What becomes of a backend's offer on its way into the device's dialect (H1, H25 to H31, H41).
package struct OfferCarriage: OfferJudge {
    let device: Dialect
    let backend: Dialect
    private let allowed: Set<FleetOptions.Allowance>
    /// The module, on the side that names modules, that stands for the other side; nil for the whole device (B8).
    private let carriedModule: Text?
    private let deviceNamesModules: Bool

    package init(device: Dialect, backend: Dialect, options: FleetOptions) {
        self.device = device
        self.backend = backend
        allowed = options.allowed
        deviceNamesModules = device.traits.namesModules
        let isOneSided = deviceNamesModules != backend.traits.namesModules
        carriedModule = isOneSided ? options.module.map { Text($0) } : nil
    }

    package func refusal(of offer: CanonicalMessage) -> String? {
        let reasons = carry(offer).judgements.filter { $0.verdict == .refused }
        return reasons.isEmpty ? nil : reasons.map(\.reason).joined(separator: ", ")
    }

    package func expiry(of offer: CanonicalMessage) -> Int64? {
        offer.package?.url.flatMap { backend.expiry(of: $0) }
    }

    /// The offer without what may be given up, and the names of that.
    package func strip(_ offer: CanonicalMessage) -> (offer: CanonicalMessage, dropped: [Text]) {
        let carried = carry(offer)
        let dropped = carried.judgements.filter { $0.verdict != .refused }
        return (carried.offer, dropped.compactMap { $0.field.map { Text($0.rawValue) } })
    }

    /// The offer without what may be given up, and each thing that stood in its way.
    func carry(_ offer: CanonicalMessage) -> (offer: CanonicalMessage, judgements: [CarriageTrace.Judgement]) {
        var stripped = offer
        stripped.kind = .offer
        stripped.asking = nil
        var judgements: [CarriageTrace.Judgement] = []
        func place(for field: Field) -> Bool {
            device.variants.contains { $0.kind == .offer && $0.prints && $0.fields.contains(FieldSet(field)) }
        }

        if offer.package?.transport == .stream { judgements.append(refused(.stream, Self.streamReason)) }
        if !deviceNamesModules {
            let module = offer.module.flatMap { $0.isEmpty ? nil : $0 } ?? UpgradeRecord.defaultModule
            if module != carriedModule ?? UpgradeRecord.defaultModule {
                judgements.append(refused(.module, "the module \(module)"))
            }
            stripped.module = nil
        }
        let filled = offer.essentialFields(offer.filled).union(offer.filled.intersection([FieldSet(.extraData)]))
        for field in [Field.diff, .signature, .files, .extraData, .token]
        where filled.contains(FieldSet(field)) && !place(for: field) {
            let isAllowed = FleetOptions.Allowance(rawValue: field.rawValue).map(allowed.contains) ?? false
            let reason = Self.names[field] ?? field.rawValue
            if isAllowed || device.losses[field]?.loss == .drop {
                stripped.clear(field)
                judgements.append(judgement(isAllowed ? .allowed : .dropped, field, reason))
            } else {
                judgements.append(refused(field, reason))
            }
        }
        judgements += judgeDigests(&stripped, place(for: .sha256), place(for: .md5))
        judgements += judgeLimits(stripped)
        if !judgements.contains(where: { $0.verdict == .refused }), device.variant(printing: stripped) == nil {
            judgements += missing(stripped)
        }
        return (stripped, judgements)
    }

    static let streamReason = "a download in blocks through the broker"
    private static let names: [Field: String] = [
        .diff: "a difference package", .signature: "a signed package", .files: "a package of several files",
        .token: "a download that wants a token",
    ]

    private func judgeDigests(
        _ offer: inout CanonicalMessage, _ takesSHA256: Bool, _ takesMD5: Bool
    ) -> [CarriageTrace.Judgement] {
        if offer.package?.md5?.isEmpty == true || offer.package?.sha256?.isEmpty == true {
            return [refused(nil, "the digest is empty")]
        }
        if offer.package?.files != nil { return [] }
        var judgements: [CarriageTrace.Judgement] = []
        if offer.package?.sha256 != nil, !takesSHA256 {
            guard offer.package?.md5 != nil else { return [refused(.sha256, "there is no MD5 digest")] }
            guard device.losses[.sha256]?.loss == .drop else { return [refused(.sha256, "an SHA-256 digest")] }
            offer.clear(.sha256)
            judgements.append(judgement(.dropped, .sha256, "an SHA-256 digest"))
        }
        if offer.package?.md5 == nil, offer.package?.sha256 == nil {
            return [refused(nil, takesSHA256 ? "there is no digest" : "there is no MD5 digest")]
        }
        return judgements
    }

    private func judgeLimits(_ offer: CanonicalMessage) -> [CarriageTrace.Judgement] {
        device.limits.compactMap { limit in
            func exceeded(_ reason: String) -> CarriageTrace.Judgement {
                CarriageTrace.Judgement(
                    verdict: .refused, field: limit.field, reason: reason, location: limit.location,
                    isLimit: true)
            }
            guard case .text(let text)? = offer.value(of: limit.field) else { return nil }
            if let bytes = limit.bytes, text.utf8.count > bytes {
                return exceeded("the \(limit.field.rawValue) has \(text.utf8.count) bytes, more than \(bytes)")
            }
            guard text.utf8.contains(where: limit.not.contains) else { return nil }
            let characters = String(decoding: limit.not, as: UTF8.self)
            return exceeded("the \(limit.field.rawValue) has one of \(characters) in it")
        }
    }

    /// The fields that every variant wants and that the offer lacks.
    private func missing(_ offer: CanonicalMessage) -> [CarriageTrace.Judgement] {
        let filled = offer.filled
        let wanted = device.variants.filter { $0.kind == .offer && $0.prints }.map { $0.required.subtracting(filled) }
        let least = wanted.min { $0.fields.count < $1.fields.count }?.fields ?? []
        if least.isEmpty { return [refused(nil, "no form of offer fits")] }
        return least.map { field in
            // an MD5 digest is lost where only the other is taken
            let lost: Field? = field == .sha256 && filled.contains(FieldSet(.md5)) ? .md5 : nil
            return refused(lost, "there is no \(field.rawValue)")
        }
    }

    private func refused(_ field: Field?, _ reason: String) -> CarriageTrace.Judgement {
        judgement(.refused, field, reason)
    }

    private func judgement(
        _ verdict: CarriageTrace.Judgement.Verdict, _ field: Field?, _ reason: String
    ) -> CarriageTrace.Judgement {
        CarriageTrace.Judgement(
            verdict: verdict, field: field, reason: reason, location: field.flatMap { device.losses[$0]?.location })
    }
}
