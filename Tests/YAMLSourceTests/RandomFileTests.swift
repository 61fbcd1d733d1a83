import Diagnostics
import TestMaterial
import Testing

@testable import YAMLSource

struct RandomFileTests {
    private static let pieces: [String] = [
        "a", "key", ": ", ":", "- ", "\n", "\n  ", "\n    ", "\r\n", " ", "\t", "[", "]", "{", "}", ", ", "\"", "'",
        "|\n", ">-\n",
        "&x ", "*x", "!any ", "!!str ", "#", "---\n", "...\n", "${version}", "\\n", "\\u00e9", "é", "中", "😀", "\u{85}",
        "\u{2028}",
        "%YAML 1.1\n", "? ", "~", "1", "''", "@", "\u{FEFF}", "\u{0}", "\u{1B}", "<<",
    ]

    @Test(arguments: 0..<400 as Range<UInt64>) func `random text never crashes and places are in the file`(seed: UInt64)
    {
        var generator = SeededGenerator(seed: seed)
        let count = Int.random(in: 0..<60, using: &generator)
        var bytes = (0..<count).flatMap { _ in Array((Self.pieces.randomElement(using: &generator) ?? "").utf8) }
        if seed.isMultiple(of: 4), !bytes.isEmpty {
            for _ in 0..<3 {
                bytes[Int.random(in: bytes.indices, using: &generator)] = .random(in: 0...255, using: &generator)
            }
        }
        let source = SourceText(name: "random.yaml", bytes: bytes)
        var findings = Findings()
        let node = YAMLReader.read(source, into: &findings)
        #expect(node != nil || findings.hasErrors)
        for finding in findings.all {
            expectInside(finding.location, source)
            for note in finding.notes { expectInside(note.location, source) }
        }
        if let node { check(node, source) }
        #expect(!findings.text(in: [source]).unicodeScalars.contains("\u{1B}"))
    }

    /// Every node, key and byte of a text has its place in the file.
    private func check(_ node: YAMLNode, _ source: SourceText) {
        expectInside(node.location, source)
        for item in node.sequence ?? [] { check(item, source) }
        for member in node.mapping ?? [] {
            expectInside(member.keyLocation, source)
            check(member.value, source)
        }
        guard let scalar = node.scalar else { return }
        var last = node.location
        for offset in 0...scalar.text.utf8.count {
            let location = scalar.location(ofUTF8Offset: offset)
            expectInside(location, source)
            #expect(location >= last)
            last = location
        }
    }

    private func expectInside(_ location: Diagnostics.SourceLocation, _ source: SourceText) {
        let columns = source.line(location.line)?.unicodeScalars.count ?? -1
        #expect(location.column >= 1 && location.column <= columns + 1, "\(location) in \(source.bytes)")
    }
}
