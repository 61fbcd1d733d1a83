package import Diagnostics

/// One value of a YAML file, with the place where it stands.
///
/// Nothing is resolved: `null`, `true` and `12` are scalars with their text, readers decide what they mean. An alias is
/// read as the node it names, with that node's locations.
package struct YAMLNode: Sendable {
    package enum Content: Sendable {
        case scalar(YAMLScalar)
        case sequence([YAMLNode])
        case mapping([YAMLMember])
    }

    package let content: Content
    /// The first character: of a quoted scalar the quote, of a block scalar the bar, of a tagged node the tag.
    package let location: SourceLocation
    /// A local tag such as `!any`, another tag in full; nil without a tag and for the core ones (`!!str`).
    package let tag: String?

    package init(content: Content, location: SourceLocation, tag: String? = nil) {
        self.content = content
        self.location = location
        self.tag = tag
    }

    package var scalar: YAMLScalar? {
        if case .scalar(let scalar) = content { scalar } else { nil }
    }

    /// The text of a scalar.
    package var text: String? { scalar?.text }

    package var sequence: [YAMLNode]? {
        if case .sequence(let nodes) = content { nodes } else { nil }
    }

    package var mapping: [YAMLMember]? {
        if case .mapping(let members) = content { members } else { nil }
    }

    /// The value of a member of a mapping; nil without the member, and for other nodes.
    package subscript(key: String) -> YAMLNode? {
        mapping?.first { $0.key.utf8.elementsEqual(key.utf8) }?.value
    }

    /// Whether this is the plain scalar that says there is no value: nothing, `~` or `null`.
    package var isNull: Bool {
        guard let scalar, scalar.isPlain, tag == nil else { return false }
        return ["", "~", "null", "Null", "NULL"].contains(scalar.text)
    }

    /// What messages call this kind of node.
    package var kind: String {
        switch content {
        case .scalar: isNull ? "empty" : "text"
        case .sequence: "a list"
        case .mapping: "a mapping"
        }
    }

    /// How many columns a finding about this node underlines: those of a scalar on one line, else 1.
    package var length: Int { scalar?.length ?? 1 }
}

/// One `key: value` of a mapping.
///
/// Keys are unique within a mapping, compared byte by byte.
package struct YAMLMember: Sendable {
    package let key: String
    package let keyLocation: SourceLocation
    package let value: YAMLNode

    package init(key: String, keyLocation: SourceLocation, value: YAMLNode) {
        self.key = key
        self.keyLocation = keyLocation
        self.value = value
    }
}
