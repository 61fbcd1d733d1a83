import Diagnostics
import YAMLSource

extension FuzzTarget {
    /// Any file: it becomes a tree or has an error, and every node, key and byte of a text has its place in the file.
    static let yaml = FuzzTarget(name: "yaml", longest: 4096) { bytes in
        let source = SourceText(name: "file.yaml", bytes: bytes)
        var findings = Findings()
        let root = YAMLReader.read(source, into: &findings)
        try hold(root != nil || findings.hasErrors, "there is neither a tree nor an error")
        try FileLaws.check(findings, in: source)
        var budget = 100_000
        if let root { try check(root, source, &budget) }
    }

    /// - Parameter budget: bytes of text still to be looked up; aliases make much of little.
    private static func check(_ node: YAMLNode, _ source: SourceText, _ budget: inout Int) throws(BrokenLaw) {
        try FileLaws.check(node.location, in: source, "a node")
        for item in node.sequence ?? [] { try check(item, source, &budget) }
        for member in node.mapping ?? [] {
            try FileLaws.check(member.keyLocation, in: source, "the key '\(member.key)'")
            try check(member.value, source, &budget)
        }
        guard let scalar = node.scalar, budget > 0 else { return }
        budget -= scalar.text.utf8.count
        var last = node.location
        for offset in 0...scalar.text.utf8.count {
            let location = scalar.location(ofUTF8Offset: offset)
            try FileLaws.check(location, in: source, "byte \(offset) of a text")
            try hold(location >= last, "byte \(offset) of a text is at \(location), before \(last)")
            last = location
        }
    }
}
