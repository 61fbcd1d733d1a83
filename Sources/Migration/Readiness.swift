import Translation
package import Upgrades

/// How the backend that is to own a device compares with the one that does.
package enum Readiness: String, Sendable, Hashable, Codable, CaseIterable {
    /// Both offer the same package.
    case same
    /// What the new backend offers runs already.
    case current
    /// Neither offers anything.
    case quiet
    /// Only the new backend offers something: the move begins that upgrade.
    case extra = "only the new backend offers"
    /// Both offer one version, and their digests cannot be compared.
    case sameVersion = "same version, digests of other kinds"
    /// The gateway has not told the new backend of it yet.
    case untold = "not told yet"
    /// The new backend answers version reports, and has not answered for this device: is it known there?
    case unanswered
    /// The new backend rejects its version reports.
    case rejected
    /// Only the old backend offers something.
    case missing = "only the old backend offers"
    case otherVersion = "other version"
    case otherPackage = "other package"
    /// Its name at the new backend is the exception of another device, so it stays.
    case nameTaken = "name taken"

    /// Whether the device can go without a surprise.
    package var isReady: Bool {
        switch self {
        case .same, .current, .quiet, .extra, .sameVersion: true
        case .untold, .unanswered, .rejected, .missing, .otherVersion, .otherPackage, .nameTaken: false
        }
    }
}

/// What two backends say of one device.
package struct Comparison: Sendable, Hashable {
    package let verdict: Readiness
    /// In words, with the versions.
    package let text: String
    /// Whether the backend that does not own the device has ever answered anything for it.
    package let isAnswered: Bool

    /// A device that cannot move at all.
    package static let nameTaken = Comparison(
        verdict: .nameTaken, text: "its name there is another device's, an exception: it stays", isAnswered: false)
}

extension TwinRoute {
    /// Compares the backends over a device.
    ///
    /// - Parameters:
    ///   - own: the state towards its owner.
    ///   - migrant: nil where the gateway has not met the device since the migration began.
    package func compare(_ own: DeviceState, _ migrant: Migrant?) -> Comparison {
        guard let migrant else { return Comparison(verdict: .untold, text: "not gone through yet", isAnswered: false) }
        let other = route(to: migrant.owner.other)
        let isAnswered = migrant.receipt != nil || migrant.other.records.contains { $0.offeredAt != nil }
        func found(_ verdict: Readiness, _ text: String) -> Comparison {
            Comparison(verdict: verdict, text: text, isAnswered: isAnswered)
        }
        if own.records.allSatisfy({ $0.current == nil }) { return found(.untold, "its version is not known yet") }
        if !isInStep(own, migrant) { return found(.untold, "its version has not been told to the new backend yet") }
        if let code = migrant.receipt, code != 0 {
            return found(.rejected, "the new backend answers its version report with code \(code)")
        }
        if other.backendGivesReceipts, !isAnswered {
            return found(.unanswered, "the new backend has never answered: does it know the device?")
        }
        // the worst of its modules
        let modules = offers(own, migrant).map { Self.judge($0) }
        let worst = modules.max { Self.rank($0.0) < Self.rank($1.0) }
        return worst.map { found($0.0, $0.1) } ?? found(.quiet, "neither backend offers anything")
    }

    private typealias Offers = (current: Text?, own: CanonicalMessage?, other: CanonicalMessage?)

    /// What both offer now, module by module.
    private func offers(_ own: DeviceState, _ migrant: Migrant) -> [Offers] {
        var modules: [(name: Text, offers: Offers)] = own.records.map { record in
            let open = record.upgrade.flatMap { $0.isOpen ? $0.held ?? $0.offer : nil }
            return (
                name(record.module, of: migrant.owner, in: migrant.owner.other),
                (record.current, record.withheld ?? open, nil)
            )
        }
        for record in migrant.other.records where record.withheld != nil {
            if let place = modules.firstIndex(where: { $0.name == record.module }) {
                modules[place].offers.other = record.withheld
            } else {
                modules.append((record.module, (record.current, nil, record.withheld)))
            }
        }
        return modules.map(\.offers)
    }

    private static func judge(_ offers: Offers) -> (Readiness, String) {
        let (own, other) = (offers.own?.target?.string ?? "?", offers.other?.target?.string ?? "?")
        switch (offers.own, offers.other) {
        case (nil, nil): return (.quiet, "neither backend offers anything")
        case (_, let offer?) where offer.target != nil && offer.target == offers.current:
            return (.current, "\(other) runs already")
        case (nil, _?):
            return (.extra, "the new backend offers \(other), the old one nothing: the move begins that upgrade")
        case (_?, nil): return (.missing, "the old backend offers \(own), the new one nothing")
        case (let first?, let second?):
            guard first.target == second.target else {
                return (.otherVersion, "the old backend offers \(own), the new one \(other)")
            }
            switch (first.package ?? UpgradePackage()).compare(second.package ?? UpgradePackage()) {
            case true?: return (.same, "both offer \(own)")
            case false?: return (.otherPackage, "both offer \(own), with different digests or sizes")
            case nil: return (.sameVersion, "both offer \(own), with digests that cannot be compared")
            }
        }
    }

    private static func rank(_ verdict: Readiness) -> Int { Readiness.allCases.firstIndex(of: verdict) ?? 0 }
}

extension UpgradePackage {
    /// Whether both are one package; nil where they have nothing in common that tells.
    fileprivate func compare(_ other: UpgradePackage) -> Bool? {
        let known = [
            md5.flatMap { one in other.md5.map { one.lowercasedASCII == $0.lowercasedASCII } },
            sha256.flatMap { one in other.sha256.map { one.lowercasedASCII == $0.lowercasedASCII } },
        ].compactMap(\.self)
        if let size, let other = other.size, size != other { return false }
        return known.isEmpty ? nil : !known.contains(false)
    }
}
