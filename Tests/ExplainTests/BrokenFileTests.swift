import Diagnostics
import Foundation
import TestMaterial
import Testing

/// The shipped files, broken in many ways: whatever is left of them is read to an end, and each finding can be shown.
struct BrokenFileTests {
    static let files: [ShippedFile] = [
        "Mappings/tencent.yaml", "Mappings/aliyun.yaml", "deploy/gateway.yaml", "Mappings/tencent.examples.yaml",
    ].compactMap { path in
        do { return try ShippedFile(path) } catch {
            Issue.record(error)
            return nil
        }
    }
    /// Of a long file only every so-many line is broken, so that the test stays quick; each test begins at another one.
    private static func places(of count: Int, atMost most: Int = 7, shiftedBy shift: Int = 0) -> StrideTo<Int> {
        let step = max(1, (count + most - 1) / most)
        return stride(from: shift % step, to: count, by: step)
    }

    /// How one line is broken.
    private static let breakers: [(name: String, change: @Sendable (Substring) -> [String])] = [
        ("left out", { _ in [] }),
        ("twice", { [String($0), String($0)] }),
        ("indented", { ["  " + $0] }),
        ("indented by one", { [" " + $0] }),
        ("indented less", { [String($0.dropFirst($0.hasPrefix("  ") ? 2 : 0))] }),
        ("with a tab", { ["\t" + $0.drop { $0 == " " }] }),
        ("with no-break spaces", { [String($0.map { $0 == " " ? "\u{A0}" : $0 })] }),
        ("with a fullwidth colon", { [String($0.map { $0 == ":" ? "：" : $0 })] }),
        ("with fullwidth commas and braces", { [String($0.map { ["{": "｛", ",": "，", "}": "｝"][$0] ?? $0 })] }),
        ("with smart quotes", { [String($0.map { $0 == "\"" ? "“" : $0 })] }),
        ("without quotes", { [String($0.filter { $0 != "\"" })] }),
        ("without closing braces", { [String($0.filter { $0 != "}" })] }),
        ("without its last character", { [String($0.dropLast())] }),
        ("as a list item", { [$0.prefix { $0 == " " } + "- " + $0.drop { $0 == " " }] }),
        ("with a comment sign", { [$0.prefix { $0 == " " } + "#" + $0.drop { $0 == " " }] }),
    ]

    @Test(arguments: files, breakers.indices) func `a broken line is read to an end`(file: ShippedFile, breaker: Int) {
        let lines = file.lines.map(String.init)
        let (name, change) = Self.breakers[breaker]
        for place in Self.places(of: lines.count, shiftedBy: breaker * 5) {
            var broken = lines
            broken.replaceSubrange(place...place, with: change(Substring(lines[place])))
            let (findings, source) = file.findings(of: broken.joined(separator: "\n"))
            expectShowable(findings, in: source, "line \(place + 1) \(name)")
        }
    }

    @Test(arguments: files, ["no", "1.10", "null", "[]", "{}", "\"\"", "!any [x]", "*", "&a", "${x", "${}", "|", "~"])
    func `another value is read to an end`(file: ShippedFile, value: String) {
        let lines = file.lines.map(String.init)
        for place in Self.places(of: lines.count, shiftedBy: value.utf8.reduce(0) { $0 + Int($1) }) {
            guard let colon = lines[place].range(of: ": ") else { continue }
            var broken = lines
            broken[place] = lines[place][..<colon.upperBound] + value
            let (findings, source) = file.findings(of: broken.joined(separator: "\n"))
            expectShowable(findings, in: source, "line \(place + 1) with \(value)")
        }
    }

    @Test(arguments: files) func `swapped lines are read to an end`(file: ShippedFile) {
        let lines = file.lines.map(String.init)
        for place in Self.places(of: lines.count - 1, atMost: 12) {
            var broken = lines
            broken.swapAt(place, place + 1)
            let (findings, source) = file.findings(of: broken.joined(separator: "\n"))
            expectShowable(findings, in: source, "lines \(place + 1) and \(place + 2) swapped")
        }
    }

    @Test(arguments: files) func `a file cut anywhere is read to an end`(file: ShippedFile) {
        let bytes = Array(file.text.utf8)
        for end in Self.places(of: bytes.count, atMost: 40) {
            let (findings, source) = file.findings(of: Array(bytes[..<end]))
            expectShowable(findings, in: source, "cut at \(end)")
        }
    }

    @Test(arguments: files, 0..<5 as Range<UInt64>) func `several mistakes at once are read to an end`(
        file: ShippedFile, seed: UInt64
    ) {
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<4 {
            var lines = file.lines.map(String.init)
            for _ in 0..<Int.random(in: 2...6, using: &generator) {
                let place = Int.random(in: lines.indices, using: &generator)
                lines.replaceSubrange(
                    place...place, with: generator.pick(Self.breakers).change(Substring(lines[place])))
            }
            let (findings, source) = file.findings(of: lines.joined(separator: "\n"))
            expectShowable(findings, in: source, "seed \(seed)")
        }
    }
}
