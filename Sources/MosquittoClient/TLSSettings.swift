/// How a link proves who the broker is, and perhaps who the gateway is.
package struct TLSSettings: Sendable, Equatable {
    /// PEM file of the authorities that may have signed the broker's certificate; nil means those of the system.
    package var authorityPath: String?
    /// PEM file of our own certificate with its chain; nil means none is shown.
    ///
    /// Needs `keyPath`.
    package var certificatePath: String?
    /// PEM file of the private key of `certificatePath`.
    ///
    /// It must not be encrypted: nobody is there to type a pass phrase.
    package var keyPath: String?
    /// Whether the certificate must name the host that was dialled.
    ///
    /// Off only for laboratories.
    package var checksHostName: Bool

    package init(
        authorityPath: String? = nil, certificatePath: String? = nil, keyPath: String? = nil,
        checksHostName: Bool = true
    ) {
        self.authorityPath = authorityPath
        self.certificatePath = certificatePath
        self.keyPath = keyPath
        self.checksHostName = checksHostName
    }
}
