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

/// Where an object of a payload met an object of the template.
struct MatchedObject {
    let members: [Template.Member]
    let pointer: String
    let node: Int
}

/// What matching found; holes are not converted yet.
struct TemplateMatch {
    var bindings: [(hole: Int, node: Int)] = []
    var objects: [MatchedObject] = []
    var literals: [String] = []

    /// Forgets what was found and keeps the room for it.
    mutating func clear() {
        bindings.removeAll(keepingCapacity: true)
        objects.removeAll(keepingCapacity: true)
        literals.removeAll(keepingCapacity: true)
    }
}

extension Template {
    /// Matches shape and literals; a string that holds an object is opened where an object is wanted (H32).
    func matches(_ node: Int, of document: inout JSONDocument, holes: [Hole], into match: inout TemplateMatch) -> Bool {
        switch self {
        case .object(let members, let pointer):
            guard document.openObject(node) else { return false }
            if members.isEmpty { return document[node].child < 0 }
            match.objects.append(MatchedObject(members: members, pointer: pointer, node: node))
            for member in members {
                guard let child = document.member(member.name, of: node) else {
                    if member.isOptional { continue }
                    guard case .hole(let place) = member.value, holes[place].mayBeAbsent else { return false }
                    continue
                }
                if member.isOptional, member.value.isRemembered(holes) { match.literals.append(member.pointer) }
                guard member.value.matches(child, of: &document, holes: holes, into: &match) else { return false }
            }
            return true
        case .array(let elements):
            guard document[node].kind == .array else { return false }
            let children = Array(document.children(node))
            guard children.count == elements.count else { return false }
            for (element, child) in zip(elements, children) {
                guard element.matches(child, of: &document, holes: holes, into: &match) else { return false }
            }
            return true
        case .literal(let literals):
            return literals.contains { $0.matches(node, of: document) }
        case .hole(let place):
            guard document.hasShape(node, of: holes[place]) else { return false }
            match.bindings.append((place, node))
            return true
        }
    }

    /// Appends the payload; fields without a value print their fallback.
    func print(
        _ message: CanonicalMessage, holes: [Hole], isSameDialect: Bool, ids: inout IdentifierSource,
        to out: inout [UInt8]
    ) {
        switch self {
        case .object(let members, let pointer):
            out.append(UInt8(ascii: "{"))
            let start = out.count
            var printed: [[UInt8]] = []
            for member in members {
                if member.isOptional, !member.value.isWanted(in: message, holes: holes, pointer: member.pointer) {
                    continue
                }
                if out.count > start { out.append(UInt8(ascii: ",")) }
                out.append(contentsOf: member.printedName)
                member.value.print(message, holes: holes, isSameDialect: isSameDialect, ids: &ids, to: &out)
                if !message.extras.isEmpty { printed.append(member.name) }
            }
            for extra in message.extras where isSameDialect && extra.object == pointer {
                if printed.contains(where: { $0.elementsEqual(extra.name.utf8) }) { continue }
                if out.count > start { out.append(UInt8(ascii: ",")) }
                JSONWriter.append(extra.name, to: &out)
                out.append(UInt8(ascii: ":"))
                out.append(contentsOf: extra.value.bytes)
            }
            out.append(UInt8(ascii: "}"))
        case .array(let elements):
            out.append(UInt8(ascii: "["))
            for (place, element) in elements.enumerated() {
                if place > 0 { out.append(UInt8(ascii: ",")) }
                element.print(message, holes: holes, isSameDialect: isSameDialect, ids: &ids, to: &out)
            }
            out.append(UInt8(ascii: "]"))
        case .literal(let literals):
            if let first = literals.first { out.append(contentsOf: first.token) }
        case .hole(let place):
            let hole = holes[place]
            if let value = message.value(of: hole.field), hole.canPrint(value) {
                return hole.print(value, isSameDialect: isSameDialect, to: &out)
            }
            if isSameDialect, let kept = message.kept(at: hole) { return out.append(contentsOf: kept.bytes) }
            switch hole.fallback {
            case .token(let token): out.append(contentsOf: token)
            case .serial: JSONWriter.append(string: String(ids.nextSerial()).utf8, to: &out)
            case .time: JSONWriter.append(ids.time, to: &out)
            case .clock(let form): form.print(ids.time, to: &out)
            case nil: printTold(hole, message, ids, to: &out)
            }
        }
    }

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

    /// Whether its presence is noted, since no field of the message tells it.
    private func isRemembered(_ holes: [Hole]) -> Bool {
        guard case .hole(let place) = self else { return true }
        return holes[place].field == .opaque || holes[place].field.isIdentity
    }

    /// Prints what neither the message nor a fallback tells.
    private func printTold(_ hole: Hole, _ message: CanonicalMessage, _ ids: IdentifierSource, to out: inout [UInt8]) {
        switch hole.field {
        case .product: JSONWriter.append(string: ids.product.utf8, to: &out)
        case .device: JSONWriter.append(string: ids.device.utf8, to: &out)
        // another form had a literal here
        case .opaque: out.append(contentsOf: "null".utf8)
        default: preconditionFailure("a variant is printed only when its holes are filled")
        }
    }
}

extension CanonicalMessage {
    /// What stood in an opaque hole.
    fileprivate func kept(at hole: Hole) -> RawJSON? {
        kept.first { $0.pointer == hole.pointer }?.value
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

/// Where generated ids come from (B12).
package struct IdentifierSource: Sendable {
    /// The last number given to a message of this device.
    package var serial: Int64
    /// The clock in milliseconds.
    package let time: Int64
    /// Whose message it is, where a payload repeats it.
    var product = ""
    var device = ""

    package init(serial: Int64, time: Int64) {
        self.serial = serial
        self.time = time
    }

    mutating func nextSerial() -> Int64 {
        serial += 1
        return serial
    }
}

extension JSONDocument {
    /// Whether a hole can stand for the node at all: text or number, null only where it may be absent (part A).
    func hasShape(_ node: Int, of hole: Hole) -> Bool {
        if hole.field == .opaque { return true }
        switch self[node].kind {
        case .string, .number: return true
        case .null: return hole.mayBeAbsent
        case .object, .array, .true, .false:
            if case .json = hole.conversion { return hole.field.valueType == .json }
            return false
        }
    }

    /// Whether the node is an object, or a string that holds one, which then takes the string's place.
    mutating func openObject(_ node: Int) -> Bool {
        if nodes[node].kind == .object { return true }
        guard nodes[node].kind == .string else { return false }
        let before = self
        guard let inner = JSONReader.readInner(node, of: &self), nodes[inner].kind == .object else {
            self = before
            return false
        }
        nodes[node].kind = .object
        nodes[node].isEscaped = false
        nodes[node].start = nodes[inner].start
        nodes[node].end = nodes[inner].end
        nodes[node].child = nodes[inner].child
        return true
    }
}
