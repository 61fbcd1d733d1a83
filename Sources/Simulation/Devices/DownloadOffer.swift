/// What a device understood of an offer: enough to download, check and name the package.
package struct DownloadOffer: Sendable, Hashable {
    package var version: String
    /// Bytes.
    package var size: Int
    package var digestKind: DigestKind
    /// Hexadecimal, in the case the backend sent.
    package var digest: String
    package var url: String
    /// The Aliyun module the package is for; nil for the whole device.
    package var module: String?
}
