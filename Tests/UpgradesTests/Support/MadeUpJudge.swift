import Upgrades

/// Carries everything but empty packages; a URL `@50` expires 50 s after 1970.
struct MadeUpJudge: OfferJudge {
    func refusal(of offer: CanonicalMessage) -> String? { offer.package?.size == 0 ? "nothing in it" : nil }

    func expiry(of offer: CanonicalMessage) -> Int64? {
        guard let url = offer.package?.url?.string, url.hasPrefix("@") else { return nil }
        return Int64(url.dropFirst())
    }
}

extension SideTraits {
    /// A dialect that judges by progress, names the target in it, gives receipts and offers again on a report.
    static let brisk: SideTraits = {
        var behaviour = Behaviour()
        behaviour.success = .progress
        behaviour.requiresReceipts = true
        behaviour.reoffersOnReport = true
        return SideTraits(
            dialect: "brisk", behaviour: behaviour, namesTargetInProgress: true, requiresTargetInProgress: true,
            namesModules: false)
    }()

    /// A dialect that judges by version, names modules and may be asked.
    static let calm: SideTraits = {
        var behaviour = Behaviour()
        behaviour.success = .versionReport
        behaviour.answersQueries = true
        return SideTraits(
            dialect: "calm", behaviour: behaviour, namesTargetInProgress: false, requiresTargetInProgress: false,
            namesModules: true)
    }()
}
