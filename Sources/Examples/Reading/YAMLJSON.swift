internal import Dialects
internal import YAMLSource

/// A YAML value as compact JSON: quoted text is a string, plain text what it looks like.
enum YAMLJSON {
    static func bytes(of node: YAMLNode) -> [UInt8] {
        var out: [UInt8] = []
        append(node, to: &out)
        return out
    }

    private static func append(_ node: YAMLNode, to out: inout [UInt8]) {
        switch node.content {
        case .scalar(let scalar):
            let bytes = Array(scalar.text.utf8)
            if node.isNull {
                out += "null".utf8
            } else if scalar.isPlain, let document = try? JSONDocument.readStrict(bytes),
                document[document.root].kind != .string
            {
                out += bytes
            } else {
                JSONWriter.append(string: bytes, to: &out)
            }
        case .sequence(let nodes):
            out.append(UInt8(ascii: "["))
            for (place, node) in nodes.enumerated() {
                if place > 0 { out.append(UInt8(ascii: ",")) }
                append(node, to: &out)
            }
            out.append(UInt8(ascii: "]"))
        case .mapping(let members):
            out.append(UInt8(ascii: "{"))
            for (place, member) in members.enumerated() {
                if place > 0 { out.append(UInt8(ascii: ",")) }
                JSONWriter.append(string: member.key.utf8, to: &out)
                out.append(UInt8(ascii: ":"))
                append(member.value, to: &out)
            }
            out.append(UInt8(ascii: "}"))
        }
    }
}
