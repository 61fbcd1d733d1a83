import Diagnostics
import Dialects
import Examples
import FuzzTargets
import YAMLSource

extension FuzzTarget {
    /// A file of examples: it is read, or has findings inside the file.
    static let examplesFile = FuzzTarget(name: "examples-file", longest: 8192) { bytes in
        let source = SourceText(name: "acme.examples.yaml", bytes: bytes)
        var findings = Findings()
        if let root = YAMLReader.read(source, into: &findings) {
            let file = ExampleReader.read(root, file: source.name, into: &findings)
            ExampleReader.check(
                dialectsIn: root, among: ShippedDialects.all.map(\.name), file: source.name, into: &findings)
            try hold(file != nil || findings.hasErrors, "there are neither examples nor an error")
        } else {
            try hold(findings.hasErrors, "there is neither a tree nor an error")
        }
        try FileLaws.check(findings, in: source)
    }
}
