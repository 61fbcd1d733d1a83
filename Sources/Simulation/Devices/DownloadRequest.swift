/// What the machine of a device asks of its shell: fetch one package into the flash.
package struct DownloadRequest: Sendable, Hashable {
    package var url: String
    /// The value of the `Range` header, or nil for a request without one.
    package var range: String?
    /// Where the first byte of a 206 answer belongs; the flash holds this many bytes already.
    package var offset: Int
    package var digestKind: DigestKind
    /// Flips one bit of the flash before the digest is taken: a package damaged on the way.
    package var corrupts = false
}
