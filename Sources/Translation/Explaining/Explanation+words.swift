internal import Diagnostics
internal import Dialects
internal import Upgrades

/// How places, times and words of others are written.
extension Explanation {
    /// `Mappings/acme.yaml:12:7`.
    static func place(_ location: SourceLocation, in file: String) -> String {
        "\(harmless(file)):\(location.line):\(location.column)"
    }

    /// The same without folders, where the file has been named before.
    static func line(_ location: SourceLocation, in file: String) -> String {
        place(location, in: file.split(separator: "/").last.map(String.init) ?? file)
    }

    /// A time in seconds: `1.5 s`.
    static func seconds(_ milliseconds: Int64) -> String {
        let fraction = String(milliseconds % 1000 + 1000).dropFirst()
        let digits = fraction.reversed().drop { $0 == "0" }.reversed()
        return "\(milliseconds / 1000)\(digits.isEmpty ? "" : "." + String(digits)) s"
    }

    /// Words of a device or a cloud: nothing that moves the cursor, nothing that signs a URL.
    static func shown(_ text: String) -> String { harmless(withoutSignatures(text)) }

    /// A value on one line, shortened.
    static func short(_ text: String) -> String { String(quoted(withoutSignatures(text), limit: 80).dropFirst().dropLast()) }

    /// A member's name with the object that it stands in.
    static func dotted(_ extra: Extra) -> String {
        extra.object.isEmpty ? extra.name.string : "\(extra.object.dotted).\(extra.name)"
    }
}

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
        guard let value = field.value else {
            return add("\(field.field.rawValue) unfilled", "← \(pointer) \(Explanation.short(spelling.string))  \(place)")
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
        add("\(Explanation.shown(field.pointer.dotted)) = \(Explanation.short(field.spelling.string))", source)
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
