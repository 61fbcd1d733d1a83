internal import Upgrades

/// Matrices as a table for people, at most 100 columns wide.
package enum FidelityText {
    private static let nameWidth = 30
    private static let verdictWidth = 31
    private static let width = 100

    /// A section for each ordered pair, and the legend behind them.
    package static func text(of matrices: [FidelityMatrix]) -> String {
        matrices.map { section($0) + "\n" }.joined() + legend
    }

    /// One pair, grouped by kind.
    package static func section(_ matrix: FidelityMatrix) -> String {
        var text = "\(matrix.from) -> \(matrix.to)\n"
        for kind in MessageKind.allCases {
            let rows = matrix.rows.filter { $0.kind == kind }
            guard !rows.isEmpty else { continue }
            let (sender, receiver) = kind.sender == .device ? ("device", "backend") : ("backend", "device")
            text += "\n  \(kind.rawValue), \(matrix.from) \(sender) to \(matrix.to) \(receiver)\n"
            text += rows.map(line).joined()
        }
        return text
    }

    private static func line(_ row: FidelityMatrix.Row) -> String {
        let name = row.subject == .message ? row.name : "\(row.subject.rawValue) \(row.name)"
        let verdict = row.verdict.rawValue + (row.onto.map { " \($0)" } ?? "")
        var head = "    " + name.padded(to: nameWidth) + " " + verdict
        let indent = 4 + nameWidth + 1 + verdictWidth + 1
        guard !row.note.isEmpty else { return head + "\n" }
        head = head.padded(to: indent - 1) + " "
        var lines = [head]
        var isFirst = true
        for word in row.note.split(separator: " ") {
            let line = lines[lines.count - 1]
            if !isFirst, line.count + word.count > width {
                lines[lines.count - 1] = line.trimmed
                lines.append(String(repeating: " ", count: indent))
            }
            isFirst = false
            lines[lines.count - 1] += word + " "
        }
        return lines.map { $0.trimmed + "\n" }.joined()
    }

    private static let legend = """
        exact           arrives, and reads back as the same
        by record       not on one of the wires: the upgrade record keeps it and fills it in
        collapsed onto  arrives as something less special: the other dialect has no word of its own
        refused         the message is not passed on, and its sender is told
        dropped         goes on without it, or nobody is sent it
        synthesised     nobody says it: the gateway makes it

        """
}

extension String {
    fileprivate func padded(to width: Int) -> String { self + String(repeating: " ", count: max(width - count, 0)) }

    fileprivate var trimmed: String {
        var text = self[...]
        while text.last == " " { text.removeLast() }
        return String(text)
    }
}
