import Diagnostics

extension TreeBuilder {
    func location(_ scalarIndex: Int) -> SourceLocation {
        source.location(ofByte: source.byteOffset(ofScalar: scalarIndex))
    }

    /// The tag a node keeps: none of the core schema's, which only repeat what readers decide themselves.
    func keptTag(_ tag: String?) -> String? {
        guard let tag, tag != "!" else { return nil }
        let core = ["str", "int", "float", "bool", "null", "seq", "map"]
        return core.contains { tag == "tag:yaml.org,2002:" + $0 } ? nil : tag
    }

    func keyNotText(at location: SourceLocation) -> Finding {
        Finding(
            .keyNotText, "a key is a text, not a mapping or list", in: source.name, at: location,
            suggestion: "quote it if it is meant as text")
    }

    func tooDeep(at location: SourceLocation) -> Finding {
        Finding(
            .nestedTooDeep, "more than \(limits.depth) mappings and lists inside one another", in: source.name,
            at: location)
    }

    func tooManyNodes(at location: SourceLocation) -> Finding {
        Finding(
            .tooManyNodes, "more than \(limits.nodes) values, aliases counted at each use; split the file",
            in: source.name, at: location)
    }

    func mergeKey(at location: SourceLocation) -> Finding {
        Finding(
            .mergeKey, "there are no merge keys here", in: source.name, at: location, length: 2,
            suggestion: "write the members out, or quote \"<<\" if it is a name")
    }

    func duplicateKey(_ key: YAMLNode, text: String, at location: SourceLocation, first: SourceLocation) -> Finding {
        Finding(
            .duplicateKey, "key \(quoted(text)) is given twice", in: source.name, at: location, length: key.length,
            suggestion: "remove one of them", notes: [.init("first given here", at: first)])
    }
}
