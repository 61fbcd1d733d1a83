import Diagnostics
import YAMLSource

/// A YAML file as plain values that can be changed and written again.
indirect enum YAMLTree: Hashable {
    case scalar(String, isPlain: Bool)
    case list([YAMLTree], tag: String?)
    case mapping([Member])

    struct Member: Hashable {
        var key: String
        var value: YAMLTree
    }

    init(_ node: YAMLNode) {
        switch node.content {
        case .scalar(let scalar): self = .scalar(scalar.text, isPlain: scalar.isPlain)
        case .sequence(let nodes): self = .list(nodes.map(Self.init), tag: node.tag)
        case .mapping(let members): self = .mapping(members.map { Member(key: $0.key, value: Self($0.value)) })
        }
    }

    /// Nil for a text that is no YAML.
    init?(text: String) {
        var findings = Findings()
        guard let root = YAMLReader.read(SourceText(name: "mutant.yaml", text: text), into: &findings) else {
            return nil
        }
        self.init(root)
    }

    /// The file's text; a top-level value is a mapping.
    var text: String {
        var out = ""
        write(to: &out, indent: 0)
        return out
    }

    private func write(to out: inout String, indent: Int) {
        let space = String(repeating: " ", count: indent)
        switch self {
        case .scalar(let text, let isPlain):
            out += " " + (isPlain ? text : Self.quoted(text)) + "\n"
        case .list(let items, let tag):
            if let tag { out += " " + tag }
            if items.isEmpty { out += " []" }
            out += "\n"
            for item in items {
                out += space + "-"
                item.write(to: &out, indent: indent + 2)
            }
        case .mapping(let members):
            if indent > 0 { out += members.isEmpty ? " {}\n" : "\n" }
            for member in members {
                out += space + Self.quoted(member.key) + ":"
                member.value.write(to: &out, indent: indent + 2)
            }
        }
    }

    private static func quoted(_ text: String) -> String {
        "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    }

    var members: [Member] { if case .mapping(let members) = self { members } else { [] } }
    var items: [YAMLTree] { if case .list(let items, _) = self { items } else { [] } }
    subscript(key: String) -> YAMLTree? { members.first { $0.key == key }?.value }
    var string: String? { if case .scalar(let text, _) = self { text } else { nil } }
}
