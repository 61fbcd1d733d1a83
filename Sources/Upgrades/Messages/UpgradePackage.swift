/// What an offer says of the package, apart from its target version.
package struct UpgradePackage: Sendable, Hashable {
    /// How the device fetches the package.
    package enum Transport: String, CaseIterable, Sendable {
        /// From the URL.
        case http
        /// In blocks through the broker (H31).
        case stream
    }

    /// Bytes.
    package var size: Int64?
    /// Byte-exact, since it is signed (H20).
    package var url: Text?
    /// Hexadecimal, in the case it came in; opaque, for documents mask digests.
    package var md5: Text?
    package var sha256: Text?
    /// Whether the package is a difference to the running version (H28).
    package var isDiff: Bool?
    /// The vendor's signature over the package (H29).
    package var signature: Text?
    /// The list of a package of several files (H27).
    package var files: RawJSON?
    package var stream: Int64?
    package var streamFile: Int64?
    package var transport: Transport?
    /// The digest method of a package of several files.
    package var method: Text?
    /// Free data of the campaign (H30).
    package var extraData: RawJSON?
    /// What the device must show to be given the package: an `Authorization: Bearer` of its download.
    package var token: Text?

    package init() {}

    /// Whether both are one package: version, digest and size, or the list of files; what neither has is equal (rule B6).
    package func isSame(as other: UpgradePackage) -> Bool {
        size == other.size && md5?.lowercasedASCII == other.md5?.lowercasedASCII
            && sha256?.lowercasedASCII == other.sha256?.lowercasedASCII && files == other.files
    }
}
