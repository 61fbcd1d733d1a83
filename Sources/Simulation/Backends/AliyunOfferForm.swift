/// What a simulated Aliyun cloud puts into its offers beside the usual, so that refusals can be provoked.
package struct AliyunOfferForm: Sendable, Hashable {
    package var digest = DigestKind.md5
    /// The spelling of `signMethod`; nil is the platform's own, `Md5` or `SHA256`.
    package var signMethod: String?
    package var module: String?
    package var isDiff = false
    package var digestSign: String?
    /// A JSON object, as text.
    package var extData: String?
    /// Offers this many files instead of one URL; 0 is a plain single-file offer.
    package var files = 0
    /// Offers the package over MQTT, without an URL.
    package var overMQTT = false
    /// Pushes nothing; devices have to ask (`NeedPush=false`).
    package var waitsForPull = false

    package init() {}
}
