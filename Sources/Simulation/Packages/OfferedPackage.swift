/// A package as a simulated backend offers it.
package struct OfferedPackage: Sendable, Hashable {
    package var version: String
    /// Bytes.
    package var size: Int
    /// Lower-case hexadecimal.
    package var md5: String
    /// Lower-case hexadecimal.
    package var sha256: String
    /// Without query; the backend signs it anew at each push.
    package var url: String

    package init(version: String, size: Int, md5: String, sha256: String, url: String) {
        self.version = version
        self.size = size
        self.md5 = md5
        self.sha256 = sha256
        self.url = url
    }
}
