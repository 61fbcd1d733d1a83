internal import Diagnostics
internal import Upgrades

/// A payload as the vendor writes it, with holes; it reads and prints.
///
/// Two laws hold, on bytes, and are tested over hundreds of generated cases:
/// - printing a message and reading what was printed gives the message back;
/// - reading a payload that the template printed, and printing what was read, gives the payload back.
indirect enum Template: Sendable {
    /// A literal as it is compared and printed.
    struct Literal: Hashable, Sendable {
        enum Kind: Sendable { case scalar, `true`, `false`, null }
        let kind: Kind
        /// The content to compare; a string and a number are alike (H23).
        let text: Text
        /// The JSON token to print.
        let token: [UInt8]
        /// The text in bytes.
        fileprivate let content: [UInt8]

        init(kind: Kind, text: Text, token: [UInt8]) {
            self.kind = kind
            self.text = text
            self.token = token
            content = Array(text.utf8)
        }
    }
    /// A class, so that walking over members counts one reference each.
    final class Member: Sendable {
        let name: [UInt8]
        /// The name in quotes and the colon, as it is printed.
        let printedName: [UInt8]
        /// The member as a JSON Pointer.
        let pointer: String
        /// May be absent; printed only if its field is filled, or if the literal was read.
        let isOptional: Bool
        let value: Template
        /// The key in the file.
        let location: SourceLocation

        init(name: [UInt8], pointer: String, isOptional: Bool, value: Template, location: SourceLocation) {
            self.name = name
            self.pointer = pointer
            self.isOptional = isOptional
            self.value = value
            self.location = location
            var printed: [UInt8] = []
            JSONWriter.append(string: name, to: &printed)
            printed.append(UInt8(ascii: ":"))
            printedName = printed
        }
    }

    /// An object without members equals only the empty one.
    case object([Member], pointer: String)
    case array([Template])
    /// Any of these is read, the first is printed.
    case literal([Literal])
    /// A hole by its place in the variant's list.
    case hole(Int)

    /// The pointer to a member of the object at `pointer` (RFC 6901).
    static func pointer(_ object: String, _ member: String) -> String {
        object + "/"
            + member.split(separator: "~", omittingEmptySubsequences: false).joined(separator: "~0")
            .split(separator: "/", omittingEmptySubsequences: false).joined(separator: "~1")
    }
}

extension Template {
    /// Whether an optional member is printed: it was read, or a hole in it is filled.
    func isWanted(in message: CanonicalMessage, holes: [Hole], pointer: String) -> Bool {
        switch self {
        case .literal: message.literals.contains(pointer)
        case .hole(let place):
            // another form may have had something else in this place
            message.value(of: holes[place].field).map(holes[place].canPrint)
                ?? (isRemembered(holes) && message.literals.contains(pointer))
        case .object(let members, _):
            message.literals.contains(pointer)
                || members.contains { $0.value.isWanted(in: message, holes: holes, pointer: $0.pointer) }
        case .array(let elements):
            message.literals.contains(pointer)
                || elements.contains { $0.isWanted(in: message, holes: holes, pointer: pointer) }
        }
    }
}

extension Template.Literal {
    func matches(_ node: Int, of document: JSONDocument) -> Bool {
        switch (kind, document[node].kind) {
        case (.scalar, .string), (.scalar, .number): document.hasContent(node, content)
        case (.true, .true), (.false, .false), (.null, .null): true
        default: false
        }
    }
}

extension JSONDocument {
    /// The object that stands at a node, or in the text there (H32); nil if there is neither.
    mutating func object(at node: Int) -> Int? {
        if nodes[node].kind == .object { return node }
        guard nodes[node].kind == .string, let inner = JSONReader.readInner(node, of: &self) else { return nil }
        return nodes[inner].kind == .object ? inner : nil
    }
}
