import Diagnostics
import Testing

@testable import Dialects

/// Whatever stands in a dialect file, the loader tells what is wrong and where, and never ends the program.
struct DialectFileFuzzTests {
    private static let words = [
        "${", "}", "${version}", "${=package}", "${percent:state|x}", "$${", "|", "?:", "!any ", "!any []", "[]", "{}",
        "{", "}", "\"", "'", "\n",
        "\n  ", "- ", ": ", "is: ", "only: read", "only: print", "payload:", "variants:", "*", "\"*\"", "\"-*\"",
        "null", "true", "1e999",
        "&a ", "*a", "<<", "é", "\t", "#", "/", "+",
    ]

    @Test(arguments: 0..<400 as Range<UInt64>) func `a changed file loads or has findings in the file`(seed: UInt64)
        throws
    {
        var mutator = Mutator(seed: seed, words: Self.words)
        let file = seed.isMultiple(of: 2) ? "Mappings/tencent.yaml" : "Mappings/aliyun.yaml"
        let source = SourceText(name: file, bytes: mutator.mutated(try Material.bytes(file)))
        var findings = Findings()
        let dialect = DialectLoader.load(source, into: &findings)
        #expect((dialect != nil) != findings.hasErrors)
        for finding in findings.all {
            expectInside(finding.location, source)
            for note in finding.notes { expectInside(note.location, source) }
        }
        #expect(!findings.text(in: [source]).unicodeScalars.contains("\u{1B}"))
        if let dialect { try exercise(dialect, named: file.contains("tencent") ? "tencent" : "aliyun") }
    }

    /// A dialect that loads reads any sample or sets it aside, and prints what it can.
    private func exercise(_ dialect: Dialect, named name: String) throws {
        for sample in try Material.samples() where sample.dialect == name {
            PayloadFuzzTests.run(Array(sample.payload.utf8), topic: sample.topic, dialect)
        }
    }

    private func expectInside(_ location: Diagnostics.SourceLocation, _ source: SourceText) {
        let columns = source.line(location.line)?.unicodeScalars.count ?? -1
        #expect(location.column >= 1 && location.column <= columns + 1, "\(location)")
    }
}
