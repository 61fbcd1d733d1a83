package import Upgrades

/// What becomes of a backend's offer on its way into the device's dialect (H1, H25 to H31, H41).
package struct OfferCarriage: OfferJudge {
    private let device: Dialect
    private let backend: Dialect
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
        let reasons = carry(offer).reasons
        return reasons.isEmpty ? nil : reasons.joined(separator: ", ")
    }

    package func expiry(of offer: CanonicalMessage) -> Int64? {
        offer.package?.url.flatMap { backend.expiry(of: $0) }
    }

    /// The offer without what may be given up, and the names of that.
    package func strip(_ offer: CanonicalMessage) -> (offer: CanonicalMessage, dropped: [Text]) {
        let carried = carry(offer)
        return (carried.offer, carried.dropped)
    }

    private func carry(_ offer: CanonicalMessage) -> (offer: CanonicalMessage, dropped: [Text], reasons: [String]) {
        var stripped = offer
        stripped.kind = .offer
        stripped.asking = nil
        var dropped: [Text] = []
        var reasons: [String] = []
        func place(for field: Field) -> Bool {
            device.variants.contains { $0.kind == .offer && $0.prints && $0.fields.contains(FieldSet(field)) }
        }

        if offer.package?.transport == .stream { reasons.append("a download in blocks through the broker") }
        if !deviceNamesModules {
            let module = offer.module.flatMap { $0.isEmpty ? nil : $0 } ?? UpgradeRecord.defaultModule
            if module != carriedModule ?? UpgradeRecord.defaultModule { reasons.append("the module \(module)") }
            stripped.module = nil
        }
        let filled = offer.essentialFields(offer.filled).union(offer.filled.intersection([FieldSet(.extraData)]))
        for field in [Field.diff, .signature, .files, .extraData, .token]
        where filled.contains(FieldSet(field)) && !place(for: field) {
            let isAllowed = FleetOptions.Allowance(rawValue: field.rawValue).map(allowed.contains) ?? false
            if isAllowed || device.losses[field]?.loss == .drop {
                stripped.clear(field)
                dropped.append(Text(field.rawValue))
            } else {
                reasons.append(Self.names[field] ?? field.rawValue)
            }
        }
        reasons += digestReasons(&stripped, &dropped, place(for: .sha256), place(for: .md5))
        reasons += limitReasons(stripped)
        if reasons.isEmpty, device.variant(printing: stripped) == nil { reasons = missing(stripped) }
        return (stripped, dropped, reasons)
    }

    private static let names: [Field: String] = [
        .diff: "a difference package", .signature: "a signed package", .files: "a package of several files",
        .token: "a download that wants a token",
    ]

    private func digestReasons(
        _ offer: inout CanonicalMessage, _ dropped: inout [Text], _ takesSHA256: Bool, _ takesMD5: Bool
    ) -> [String] {
        if offer.package?.md5?.isEmpty == true || offer.package?.sha256?.isEmpty == true {
            return ["the digest is empty"]
        }
        if offer.package?.files != nil { return [] }
        if offer.package?.sha256 != nil, !takesSHA256 {
            guard offer.package?.md5 != nil else { return ["there is no MD5 digest"] }
            guard device.losses[.sha256]?.loss == .drop else { return ["an SHA-256 digest"] }
            offer.clear(.sha256)
            dropped.append(Text(Field.sha256.rawValue))
        }
        if offer.package?.md5 == nil, offer.package?.sha256 == nil {
            return [takesSHA256 ? "there is no digest" : "there is no MD5 digest"]
        }
        return []
    }

    private func limitReasons(_ offer: CanonicalMessage) -> [String] {
        device.limits.compactMap { limit in
            guard case .text(let text)? = offer.value(of: limit.field) else { return nil }
            if let bytes = limit.bytes, text.utf8.count > bytes {
                return "the \(limit.field.rawValue) has \(text.utf8.count) bytes, more than \(bytes)"
            }
            guard text.utf8.contains(where: limit.not.contains) else { return nil }
            return "the \(limit.field.rawValue) has one of \(String(decoding: limit.not, as: UTF8.self)) in it"
        }
    }

    /// The fields that every variant wants and that the offer lacks.
    private func missing(_ offer: CanonicalMessage) -> [String] {
        let filled = offer.filled
        let wanted = device.variants.filter { $0.kind == .offer && $0.prints }.map { $0.required.subtracting(filled) }
        let least = wanted.min { $0.fields.count < $1.fields.count }?.fields ?? []
        return least.isEmpty ? ["no form of offer fits"] : least.map { "there is no \($0.rawValue)" }
    }
}
