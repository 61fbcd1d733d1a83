internal import Dialects
internal import Upgrades

/// Lines of two columns, the second one aligned.
struct AlignedLines {
    private let indent: Int
    private var rows: [(left: String, right: String)] = []
    /// Columns that a left side takes at most without pushing the right side away.
    private static let widest = 44

    init(indent: Int) { self.indent = indent }

    mutating func add(_ left: String, _ right: String) { rows.append((left, right)) }

    /// `percent = "10"   ← report.progress.percent  acme.yaml:88:24`.
    mutating func add(_ field: FieldReading, in file: String) {
        let place = Explanation.line(field.hole, in: file)
        let pointer = Explanation.shown(field.pointer.dotted)
        guard let spelling = field.spelling else {
            return add("\(field.field.rawValue) unfilled", "← no \(pointer)  \(place)")
        }
        if field.field == .token { return add("token = …", "← \(pointer)  \(place)") }
        guard let value = field.value else {
            let source = "← \(pointer) \(Explanation.short(spelling.string))  \(place)"
            return add("\(field.field.rawValue) unfilled", source)
        }
        let code = field.code.map { ", '\($0.code)' of \($0.table) \(Explanation.line($0.location, in: file))" } ?? ""
        add(
            "\(field.field.rawValue) = \(Explanation.short(value))",
            "← \(pointer) \(Explanation.short(spelling.string))  \(place)\(code)")
    }

    /// `step = "10"   ← percent  acme.yaml:88:24`.
    mutating func add(_ field: FieldPrinting, in file: String) {
        let place = Explanation.line(field.hole, in: file)
        let name = field.field.rawValue
        let source =
            switch field.source {
            case .value: "← \(name)  \(place)"
            case .code(let code, let value):
                "← \(name) \(value)  \(place), row \(code.word) of \(code.table) \(Explanation.line(code.location, in: file))"
            case .native: "← \(name), the device's own code  \(place)"
            case .fallback: "← the text behind the bar, no \(name)  \(place)"
            case .generated: "← made by the gateway, no \(name)  \(place)"
            }
        let value = field.field == .token ? "…" : Explanation.short(field.spelling.string)
        add("\(Explanation.shown(field.pointer.dotted)) = \(value)", source)
    }

    var lines: [String] {
        let width = rows.map(\.left.count).filter { $0 <= Self.widest }.max() ?? 0
        return rows.map { String(repeating: " ", count: indent) + $0.left.padded(to: width) + "  " + $0.right }
    }
}

extension String {
    /// The text with blanks behind it up to a width.
    func padded(to width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }
}
