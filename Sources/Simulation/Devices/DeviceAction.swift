/// What a simulated device wants done; its shell does nothing else.
package enum DeviceAction: Sendable, Hashable {
    case connect
    case disconnect
    case subscribe([Subscription])
    case publish(Publication)
    /// Forget the bytes downloaded so far.
    case erase
    case download(DownloadRequest)
    /// Drop the HTTP connection; the flash keeps what it has.
    case cancelDownload
    /// Send `.woken` at this time; replaces an earlier wish.
    case wake(at: Duration)
}
