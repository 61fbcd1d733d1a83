/// One numbered source line with carets under a range of its columns.
///
/// Tabs and control characters take one column each, wide characters two, so that the carets stand right on a
/// terminal; a long line is cut around the carets; passwords are covered.
struct SourceExcerpt {
    /// The most terminal columns of source shown on one line.
    private static let window = 160
    /// How much of a long line is kept in front of the carets.
    private static let lead = 60

    let number: Int
    private let shown: String
    private let indent: Int
    private let caretCount: Int

    /// Nil when the source has no such line.
    init?(_ source: SourceText, at location: SourceLocation, length: Int) {
        guard let line = source.line(location.line) else { return nil }
        let cells = Self.cells(of: line, behind: source.line(location.line - 1) ?? "")
        let first = min(max(location.column - 1, 0), cells.count)
        let end = min(first + max(length, 1), cells.count)
        let cut = Self.cut(cells, around: first)
        let visibleEnd = max(min(end, cut.upperBound), first)

        number = location.line
        let isCutInFront = cut.lowerBound > 0
        shown =
            (isCutInFront ? "…" : "") + cells[cut].map(\.text).joined() + (cut.upperBound < cells.count ? "…" : "")
        indent = (isCutInFront ? 1 : 0) + cells[cut.lowerBound..<first].reduce(0) { $0 + $1.width }
        caretCount = max(cells[first..<visibleEnd].reduce(0) { $0 + $1.width }, 1)
    }

    /// Two lines behind the empty gutter line: the source and the carets, with a text behind them.
    func text(gutter: Int, remark: String?) -> String {
        let digits = String(number)
        let empty = String(repeating: " ", count: gutter + 1) + "|"
        let left = String(repeating: " ", count: gutter - digits.count) + digits + " |"
        let source = shown.isEmpty ? left : left + " " + shown
        var carets = empty + " " + String(repeating: " ", count: indent) + String(repeating: "^", count: caretCount)
        if let remark { carets += " " + harmless(remark) }
        return empty + "\n" + source + "\n" + carets
    }

    private struct Cell {
        let text: String
        let width: Int
    }

    private static func cells(of line: String, behind previous: String) -> [Cell] {
        concealed(Array(line.unicodeScalars), behind: Array(previous.unicodeScalars)).map { scalar in
            if scalar == "\t" { return Cell(text: " ", width: 1) }
            if scalar.isHarmful { return Cell(text: "\u{FFFD}", width: 1) }
            return Cell(text: String(Character(scalar)), width: scalar.displayWidth)
        }
    }

    private static func cut(_ cells: [Cell], around column: Int) -> Range<Int> {
        guard cells.reduce(0, { $0 + $1.width }) > window else { return cells.indices }
        let start = max(0, min(column - lead, cells.count - window))
        var width = 0
        var end = start
        while end < cells.count, width + cells[end].width <= window {
            width += cells[end].width
            end += 1
        }
        // The carets' first column stays visible even among wide characters.
        return start..<max(end, min(column, cells.count))
    }
}
