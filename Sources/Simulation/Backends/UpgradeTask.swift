/// What a simulated backend was told to do: bring some devices of one product to one package.
package struct UpgradeTask: Sendable, Hashable {
    package var product: String
    /// The devices of the batch; versions of others are heard, and answered where the vendor answers, but never upgraded.
    package var devices: [String]
    package var package: OfferedPackage
    /// How long one upgrade may take; from where this counts is each vendor's own rule.
    package var timeout: Duration
    /// How often a failed upgrade is pushed again.
    package var retries: Int
    /// Seconds for which a signed URL holds.
    package var urlLifetime: Int
    /// Seconds since 1970 at time zero of the simulation.
    package var epoch: Int

    package init(
        product: String, devices: [String], package: OfferedPackage, timeout: Duration = .seconds(900),
        retries: Int = 0,
        urlLifetime: Int = 24 * 3600, epoch: Int
    ) {
        self.product = product
        self.devices = devices
        self.package = package
        self.timeout = timeout
        self.retries = retries
        self.urlLifetime = urlLifetime
        self.epoch = epoch
    }

    /// The package's URL, signed at `now`.
    func signedURL(as family: VendorFamily, at now: Duration) -> String {
        URLSignature.sign(package.url, as: family, from: epoch + Int(now.components.seconds), for: urlLifetime)
    }
}
