package import Diagnostics

/// One broker of `brokers:`, which becomes one link.
package struct BrokerConfiguration: Sendable {
    package let name: String
    /// Where the name stands in the file.
    package let location: SourceLocation
    package let url: BrokerURL
    /// Path of the authorities to trust (PEM); nil for the system's.
    package var authorities: String?
    /// Path of the client certificate (PEM); never without `key`.
    package var certificate: String?
    /// Path of the client's private key (PEM).
    package var key: String?
    package var username: Secret?
    /// Never without `username`: MQTT 3.1.1 section 3.1.2.9.
    package var password: Secret?
}

/// One backend of `backends:`, which upgrades devices.
package struct BackendConfiguration: Sendable {
    package let name: String
    /// Where the name stands in the file.
    package let location: SourceLocation
    package let dialect: String
    package let dialectLocation: SourceLocation
    /// Index in `GatewayConfiguration.brokers`.
    package let broker: Int
}
