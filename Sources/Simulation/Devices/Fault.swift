/// A step at which a simulated device can be told to fail.
package enum Fault: String, Sendable, Hashable, CaseIterable {
    /// Turns the offer down with its vendor's general failure.
    case offer
    /// Cannot reach the package server (it really dials a closed port).
    case connect
    /// Asks for a file that is not there (the server really says 404).
    case notFound = "not-found"
    /// Asks without the signature (the server really says 403).
    case denied
    /// Stops reading half-way and reports a download time-out.
    case stall
    /// One bit of the download flips.
    case digest
    /// Burning fails.
    case burn
    /// Takes the offer and never says anything again.
    ///
    /// The Aliyun cloud waits for ever then, as the real one does: its time runs from the first progress.
    case silent
    /// Stops half-way and never says anything again.
    case timeout
    /// Runs some third version after the restart.
    case wrongVersion = "wrong-version"
    /// Runs the old version again after the restart.
    case rollback
    /// Says it is done but never reports the new version, as several vendors' samples do.
    case unconfirmed
}
