/// What a device's dialect can carry of a backend's offers, and when those expire.
package protocol OfferJudge: Sendable {
    /// What of the offer the device's dialect cannot carry, in words; nil if the offer can be passed on (H1, H25 to H31).
    func refusal(of offer: CanonicalMessage) -> String?
    /// When the offer's signed URL expires, in seconds since 1970; nil if it does not say (H19).
    func expiry(of offer: CanonicalMessage) -> Int64?
}

/// The two sides of a route and what its fleet decides: all that the rules of an upgrade depend on.
///
/// A class, since each turn holds it, and not generic, so that the rules are compiled for one layout.
package final class RouteRules: Sendable {
    package let device: SideTraits
    package let backend: SideTraits
    package let options: FleetOptions
    package let judge: any OfferJudge
    package let isSameDialect: Bool
    /// The one module that the side without module names stands for (B8).
    let carriedModule: Text

    package init(device: SideTraits, backend: SideTraits, options: FleetOptions, judge: any OfferJudge) {
        self.device = device
        self.backend = backend
        self.options = options
        self.judge = judge
        isSameDialect = device.dialect == backend.dialect
        if let module = options.module, device.namesModules != backend.namesModules {
            carriedModule = Text(module)
        } else {
            carriedModule = UpgradeRecord.defaultModule
        }
    }

    /// The gateway answers version reports itself (B3, H13).
    var givesReceipts: Bool { device.behaviour.requiresReceipts && !isSameDialect }
    /// The backend answers them, and the answers reach the device.
    var passesReceipts: Bool { device.behaviour.requiresReceipts && isSameDialect }

    /// The record that a message belongs to (B8).
    package func recordModule(_ module: Text?, from sender: Sender) -> Text {
        let side = sender == .device ? device : backend
        guard side.namesModules else { return carriedModule }
        guard let module, !module.isEmpty else { return UpgradeRecord.defaultModule }
        return module
    }

    /// Whether the backend's dialect has a word for the module (H26).
    func canForward(_ module: Text) -> Bool { backend.namesModules || module == carriedModule }

    /// The record's module as a message towards that side names it.
    func moduleName(_ module: Text, towards side: SideTraits) -> Text? {
        side.namesModules && module != UpgradeRecord.defaultModule ? module : nil
    }

    package func isExpired(_ offer: CanonicalMessage, at now: Moment) -> Bool {
        guard let expiry = judge.expiry(of: offer) else { return false }
        return now.clock / 1000 >= expiry
    }
}
