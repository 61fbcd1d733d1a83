import Foundation
import Simulation
import Synchronization

/// Shows a simulation: redrawn in place on a terminal, one line for each step when piped.
final class SimulateView: Sendable {
    private struct State {
        var order: [String] = []
        var lines: [String: SimulateLine] = [:]
        /// Rows on the screen that belong to this view.
        var height = 0
        var lastDrawing: ContinuousClock.Instant?
        var troubles: Set<String> = []
        var report: SimulationReport?
    }

    private let state = Mutex(State())
    /// nil when the output is no terminal.
    private let screen = SimulateScreen()

    /// Percentages alone are not drawn more often than this.
    private static let pause = Duration.milliseconds(100)

    var hasSucceeded: Bool { state.withLock { $0.report?.hasSucceeded ?? false } }

    /// Takes in one change; called from the simulation's thread.
    func show(_ change: SimulationChange) {
        if case .trouble(let name, let text) = change {
            let isNew = state.withLock { $0.troubles.insert(name + text).inserted }
            if isNew { write("\(name): \(text)\n", to: .standardError) }
            return
        }
        guard let line = SimulateLine(change) else { return }
        state.withLock { state in
            let old = state.lines.updateValue(line, forKey: line.key)
            if old == nil { state.order.append(line.key) }
            guard let screen, state.order.count < screen.rows else {
                if line.isStep(from: old) { write(line.text + "\n", to: .standardOutput) }
                return
            }
            let now = ContinuousClock.now
            if line.phase == old?.phase, let last = state.lastDrawing, now - last < Self.pause { return }
            state.lastDrawing = now
            draw(&state, columns: screen.columns)
        }
    }

    func conclude(_ report: SimulationReport) { state.withLock { $0.report = report } }

    /// Draws for the last time.
    func finish() {
        state.withLock { state in
            guard let screen, state.order.count < screen.rows else { return }
            draw(&state, columns: screen.columns)
        }
    }

    private func draw(_ state: inout State, columns: Int) {
        // Up to the view's first row, then each line over the old one.
        var text = state.height > 0 ? "\u{1B}[\(state.height)A" : ""
        for key in state.order {
            text += "\u{1B}[2K" + String((state.lines[key]?.text ?? "").prefix(columns - 1)) + "\n"
        }
        state.height = state.order.count
        write(text, to: .standardOutput)
    }

    private func write(_ text: String, to file: FileHandle) {
        // Nobody is left to read when the pipe is closed: the simulation goes on for its exit code.
        try? file.write(contentsOf: Data(text.utf8))
    }
}
