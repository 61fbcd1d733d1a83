/// The digests by which the vendors let a device check a package.
package enum DigestKind: String, Sendable, Hashable, CaseIterable {
    case md5
    case sha256
}
