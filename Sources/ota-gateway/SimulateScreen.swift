import Glibc

/// The terminal on standard output.
struct SimulateScreen: Sendable {
    let rows: Int
    let columns: Int

    /// nil when standard output is something else.
    init?() {
        guard isatty(STDOUT_FILENO) == 1 else { return nil }
        var size = winsize()
        let isKnown = unsafe ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0 && size.ws_row > 0
        rows = isKnown ? Int(size.ws_row) : 24
        columns = isKnown ? Int(size.ws_col) : 80
    }
}
