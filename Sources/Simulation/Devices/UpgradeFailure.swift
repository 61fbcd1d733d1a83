/// Why an upgrade failed on the device, before it is put into a vendor's codes.
package enum UpgradeFailure: String, Sendable, Hashable {
    case refused
    case unreachable
    case notFound = "not found"
    case denied
    case timedOut = "timed out"
    case digest = "digest mismatch"
    case burn = "burn failed"
}
