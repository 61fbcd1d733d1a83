/// Why a download brought no whole package.
package enum DownloadFailure: Error, Sendable, Hashable {
    /// No connection to the server, or an URL this client cannot fetch.
    case unreachable
    /// An HTTP status other than 200 and 206.
    case status(Int)
    /// The connection ended before the last byte.
    case broken
}
