import Diagnostics

/// Shows the state of things to people: aligned, with ages rather than times where an age is what matters.
package struct StatusText {
    /// Milliseconds since 1970.
    let now: Int64
    private var lines: [String] = []

    package init(now: Int64) { self.now = now }

    /// All lines with a newline behind each.
    package var text: String { lines.map { $0 + "\n" }.joined() }

    mutating func add(_ line: String) { lines.append(harmless(line)) }

    /// A heading with what stands under it; nothing where there is nothing.
    mutating func section(_ title: String, _ rows: [String]) {
        guard !rows.isEmpty else { return }
        add(title)
        for row in rows { add("  " + row) }
    }

    func age(_ time: Int64) -> String { Self.span(now - time) }

    /// `250 ms`, `12 s`, `4 min`, `3.5 h`, `2.1 d`.
    static func span(_ milliseconds: Int64) -> String {
        let seconds = Double(max(0, milliseconds)) / 1_000
        func one(_ value: Double) -> String {
            let tenths = Int64((value * 10).rounded())
            return tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths / 10).\(tenths % 10)"
        }
        return switch seconds {
        case ..<1: "\(max(0, milliseconds)) ms"
        case ..<120: "\(Int64(seconds)) s"
        case ..<7_200: "\(Int64(seconds / 60)) min"
        case ..<172_800: "\(one(seconds / 3_600)) h"
        default: "\(one(seconds / 86_400)) d"
        }
    }

    static func size(_ bytes: Int64) -> String {
        switch bytes {
        case ..<10_000: "\(bytes) bytes"
        case ..<10_000_000: "\(bytes / 1_000) kB"
        default: "\(bytes / 1_000_000) MB"
        }
    }

    static func count<Number: BinaryInteger>(_ counts: [String: Number], of order: [String] = []) -> String {
        let names = order.filter { counts[$0] != nil } + counts.keys.filter { !order.contains($0) }.sorted()
        return names.compactMap { name in counts[name].map { "\($0) \(name)" } }.joined(separator: ", ")
    }
}
