/// How far an upgrade has come.
///
/// The order of the cases is the order in which an attempt moves.
package enum Phase: String, CaseIterable, Sendable {
    case offered
    case downloading
    case downloaded
    case installing
    /// Claimed by the device, not yet proven by a version report (H5, H6).
    case installed
    case succeeded
    case failed
    case timedOut = "timed-out"
    case refused
    case superseded

    package var isTerminal: Bool { rank == Self.terminalRank }
    /// The device is at work on the package: it has reported progress and has not ended.
    package var isRunning: Bool { rank > 0 && !isTerminal }

    /// The place in the lattice of rule B5; all terminals stand on the last one.
    package var rank: Int {
        switch self {
        case .offered: 0
        case .downloading: 1
        case .downloaded: 2
        case .installing: 3
        case .installed: 4
        case .succeeded, .failed, .timedOut, .refused, .superseded: Self.terminalRank
        }
    }
    private static let terminalRank = 5
}
