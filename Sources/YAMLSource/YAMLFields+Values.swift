package import Diagnostics

extension YAMLFields {
    /// The text of an optional member; nil when absent, and reported when it is no text or has no value.
    package mutating func takeText(_ key: String, into findings: inout Findings) -> (String, SourceLocation)? {
        take(key).flatMap { $0.readText(quoted(key), in: file, into: &findings) }
    }

    /// The text of a member that must be there.
    package mutating func requireText(_ key: String, into findings: inout Findings) -> (String, SourceLocation)? {
        require(key).flatMap { $0.readText(quoted(key), in: file, into: &findings) }
    }

    /// `true` or `false`, without quotes; nil when absent or reported.
    package mutating func takeBoolean(_ key: String, into findings: inout Findings) -> Bool? {
        guard let node = take(key) else { return nil }
        if node.reportTag(in: file, into: &findings), let scalar = node.scalar, scalar.isPlain {
            if scalar.text == "true" { return true }
            if scalar.text == "false" { return false }
        }
        findings.report(notBoolean(node, key))
        return nil
    }

    /// Tells what to write for a `yes`, an `off` and a `"true"`.
    private func notBoolean(_ node: YAMLNode, _ key: String) -> Finding {
        guard let text = node.text, !node.isNull, node.tag == nil else {
            return .wrongType(node, expected: "true or false", for: quoted(key), in: file)
        }
        let meant: String? =
            switch text.lowercased() {
            case "true", "yes", "on", "y", "1": "true"
            case "false", "no", "off", "n", "0": "false"
            default: nil
            }
        let isQuoted = meant == text
        return Finding(
            .wrongType, "\(quoted(key)) must be true or false, not \(isQuoted ? "text" : quoted(text))", in: file,
            at: node.location, length: node.length,
            suggestion: meant.map { "write \($0)\(isQuoted ? " without quotes" : "")" }
                ?? didYouMean(text, among: ["true", "false"]))
    }

    /// One of a closed list of words; nil when absent or reported.
    package mutating func takeChoice<Choice: RawRepresentable<String> & CaseIterable>(
        _ key: String, of: Choice.Type = Choice.self, into findings: inout Findings
    ) -> Choice? {
        guard let node = take(key) else { return nil }
        return node.readChoice(quoted(key), in: file, into: &findings)
    }

    /// The items of a list, or the one value that stands in place of a list; empty when absent.
    package mutating func takeItems(_ key: String) -> [YAMLNode] {
        guard let node = take(key) else { return [] }
        return node.tag == nil ? node.sequence ?? [node] : [node]
    }
}

extension YAMLNode {
    /// The text of a scalar and its place; nil, and reported, for anything else, also for a value left empty.
    ///
    /// - Parameter what: what the text is, as messages call it: `'version'`.
    package func readText(_ what: String, in file: String, into findings: inout Findings) -> (String, SourceLocation)? {
        guard let text, !isNull else {
            findings.report(.wrongType(self, expected: "text", for: what, in: file))
            return nil
        }
        return reportTag(in: file, into: &findings) ? (text, location) : nil
    }

    /// One of a closed list of words; nil, and reported, for anything else.
    package func readChoice<Choice: RawRepresentable<String> & CaseIterable>(
        _ what: String, of: Choice.Type = Choice.self, in file: String, into findings: inout Findings
    ) -> Choice? {
        guard let (text, location) = readText(what, in: file, into: &findings) else { return nil }
        if let choice = Choice(rawValue: text) { return choice }
        let words = Choice.allCases.map(\.rawValue)
        findings.report(
            Finding(
                .unknownOption, "\(what) cannot be \(quoted(text))", in: file, at: location, length: length,
                suggestion: didYouMean(text, among: words) ?? "expected one of \(words.joined(separator: ", "))"))
        return nil
    }

    /// Whether the node has no tag; one it has is reported as unknown.
    ///
    /// For readers that know no tags.
    /// - Parameter known: tags that would mean something, to propose one of them.
    package func reportTag(in file: String, known: [String] = [], into findings: inout Findings) -> Bool {
        guard let tag else { return true }
        findings.report(
            Finding(
                .unknownTag, "tag \(quoted(shown(tag))) has no meaning here", in: file, at: location,
                suggestion: didYouMean(tag, among: known)
                    ?? (tag == "!any" ? "remove it, only payloads of dialect files have alternatives" : "remove it")))
        return false
    }
}

/// A tag of YAML's own as it is written in a file: `!!binary`.
private func shown(_ tag: String) -> String {
    let prefix = "tag:yaml.org,2002:"
    return tag.hasPrefix(prefix) ? "!!" + tag.dropFirst(prefix.count) : tag
}

extension Finding {
    /// `'timeout' must be text, not a list`.
    package static func wrongType(_ node: YAMLNode, expected: String, for what: String, in file: String) -> Finding {
        Finding(
            .wrongType, "\(what) must be \(expected), not \(node.kind)", in: file, at: node.location,
            length: node.length)
    }
}
