import Diagnostics
import Dialects

extension FuzzTarget {
    /// A dialect file: it loads or has errors, and one that loads keeps the laws of messages.
    static let dialectFile = FuzzTarget(name: "dialect-file", longest: 16384) { bytes in
        let source = SourceText(name: "dialect.yaml", bytes: bytes)
        var findings = Findings()
        let dialect = DialectLoader.load(source, into: &findings)
        try hold((dialect != nil) != findings.hasErrors, "there is neither a dialect nor an error, or both")
        try FileLaws.check(findings, in: source)
        guard let dialect else { return }
        for sample in SampleMessage.all { try MessageLaws.checkPrinting(sample.payload, on: sample.topic, in: dialect) }
        var beside = Findings()
        DialectPairs.check(ShippedDialects.all + [dialect], into: &beside)
        try FileLaws.check(beside, in: source)
    }
}
