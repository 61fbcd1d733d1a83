package import Diagnostics

/// A mapping being read member by member; members that nobody took are unknown keys.
///
/// Take every member the mapping may have, then call `finish`. A mapping is called `what` in messages: `broker 'site'`.
package struct YAMLFields {
    /// Where the mapping stands.
    package let location: SourceLocation
    package let what: String
    package let file: String
    private var members: [YAMLMember]
    /// Every key asked for, in that order: what the mapping may hold.
    private var asked: [String] = []
    private let present: [String]
    /// Findings about keys that must be there and are not, until `finish` knows whether they are only misspelt.
    private var missing: [(key: String, finding: Finding)] = []

    /// Nil, and reported, when the node is no mapping or has a tag.
    package init?(_ node: YAMLNode, what: String, file: String, into findings: inout Findings) {
        guard let members = node.mapping else {
            if let scalar = node.scalar, scalar.isPlain, let colon = PastedCharacter.colon(in: scalar.text) {
                findings.report(colon.finding(at: scalar.location(ofUTF8Offset: colon.offset), in: file))
            } else {
                findings.report(.wrongType(node, expected: "a mapping", for: what, in: file))
            }
            return nil
        }
        guard node.reportTag(in: file, into: &findings) else { return nil }
        location = node.location
        self.what = what
        self.file = file
        self.members = members
        present = members.map(\.key)
    }

    /// The value of a member, which counts as known from now on; nil when it is absent.
    package mutating func take(_ key: String) -> YAMLNode? {
        takeMember(key)?.value
    }

    /// The same with the key's place.
    package mutating func takeMember(_ key: String) -> YAMLMember? {
        if !asked.contains(key) { asked.append(key) }
        guard let index = members.firstIndex(where: { $0.key.utf8.elementsEqual(key.utf8) }) else { return nil }
        return members.remove(at: index)
    }

    /// The value of a member that must be there; `finish` reports an absent one at the mapping's place.
    package mutating func require(_ key: String) -> YAMLNode? {
        if let node = take(key) { return node }
        miss(key)
        return nil
    }

    /// Has `finish` report that a key is not there, unless a key that nobody took is this one misspelt.
    package mutating func miss(_ key: String) {
        missing.append((key, Finding(.missingKey, "\(what) needs the key \(quoted(key))", in: file, at: location)))
    }

    /// Whether the file gives the member, taken or not.
    package func holds(_ key: String) -> Bool {
        present.contains { $0.utf8.elementsEqual(key.utf8) }
    }

    /// Whether a member that nobody took so far is called nearly so: most likely it is this one misspelt.
    package func holdsMisspelt(_ key: String) -> Bool {
        members.contains { nearName(to: $0.key, among: [key]) != nil }
    }

    /// All members not yet taken, in the file's order: for mappings whose keys are the author's names.
    package mutating func takeRest() -> [YAMLMember] {
        defer { members = [] }
        return members
    }

    /// Reports the members that nobody took, with the nearest key that the mapping may still hold, and the keys it needs.
    ///
    /// - Returns: whether there was nothing to report.
    @discardableResult
    package consuming func finish(into findings: inout Findings) -> Bool {
        let absent = asked.filter { !present.contains($0) }
        let misspelt = members.compactMap { nearName(to: $0.key, among: absent) }
        for (key, finding) in missing where !misspelt.contains(key) { findings.report(finding) }
        for member in members {
            let expected = asked.isEmpty ? nil : "expected one of \(asked.joined(separator: ", "))"
            findings.report(
                Finding(
                    .unknownKey, "no key \(quoted(member.key)) in \(what)", in: file, at: member.keyLocation,
                    length: member.key.unicodeScalars.count,
                    suggestion: didYouMean(member.key, among: absent) ?? expected))
        }
        return members.isEmpty && missing.isEmpty
    }
}
