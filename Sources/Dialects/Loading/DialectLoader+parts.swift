internal import Diagnostics
internal import Upgrades
internal import YAMLSource

/// Shared pieces of payloads: `${=name}` stands for one of the part's variants, in their order.
extension DialectLoader {
    /// One form of a shared piece.
    struct PartVariant {
        let name: String
        let location: SourceLocation
        let node: YAMLNode
        let only: Variant.Direction?
        let claims: [Variant.Claim]
    }

    /// How many forms one payload may have.
    private static let formLimit = 256

    mutating func loadParts(_ node: YAMLNode) {
        guard var fields = YAMLFields(node, what: "'parts'", file: file, into: &findings) else { return }
        for part in fields.takeRest() {
            guard
                var variants = YAMLFields(part.value, what: "the part \(quoted(part.key))", file: file, into: &findings)
            else {
                parts[part.key] = []
                continue
            }
            let members = variants.takeRest()
            if members.isEmpty {
                reportEmpty(
                    "the part \(quoted(part.key))", at: part.value.location, suggestion: "name its variants below it")
            }
            let loaded = members.compactMap { loadPartVariant($0, of: part.key) }
            if loaded.count < members.count { brokenParts.insert(part.key) }
            parts[part.key] = loaded
        }
    }

    /// A payload, or `{ only:, is:, payload: }`.
    private mutating func loadPartVariant(_ member: YAMLMember, of part: String) -> PartVariant? {
        var variant = (node: member.value, only: Variant.Direction?.none, claims: [Variant.Claim]())
        if member.value["payload"] != nil {
            guard var fields = YAMLFields(member.value, what: quoted(member.key), file: file, into: &findings) else {
                return nil
            }
            variant.only = fields.takeChoice("only", of: Variant.Direction.self, into: &findings)
            variant.claims = fields.take("is").map { loadClaims($0) } ?? []
            guard let payload = fields.require("payload") else { return nil }
            if !fields.finish(into: &findings) { brokenParts.insert(part) }
            variant.node = payload
        }
        if let misspelt = misspeltPayload(in: member.value) {
            report(
                .unknownKey, "no key \(quoted(misspelt.key)) in \(quoted(member.key))", at: misspelt,
                suggestion: didYouMean(misspelt.key, among: ["payload"]))
            return nil
        }
        guard !names(in: variant.node).contains(where: { _ in true }) else {
            report(
                .unknownPart, "a part cannot name another part", at: member, suggestion: "write its members here")
            return nil
        }
        return PartVariant(
            name: member.key, location: member.keyLocation, node: variant.node, only: variant.only,
            claims: variant.claims)
    }

    /// A key that can only be 'payload': everything beside it is 'only' or 'is'.
    private func misspeltPayload(in node: YAMLNode) -> YAMLMember? {
        let rest = (node.mapping ?? []).filter { $0.key != "only" && $0.key != "is" }
        guard rest.count == 1, let member = rest.first, nearName(to: member.key, among: ["payload"]) != nil,
            member.value.mapping != nil
        else { return nil }
        return member
    }

    /// The variants of the parts that a payload names: the payload is compiled once with each.
    mutating func partChoices(in payload: YAMLNode) -> [[String: PartVariant]] {
        var choices: [[String: PartVariant]] = [[:]]
        for name in names(in: payload).sorted() {
            guard let variants = parts[name], !variants.isEmpty else { continue }
            guard choices.count * variants.count <= Self.formLimit else {
                report(
                    .tooManyNodes, "the parts of this payload have more than \(Self.formLimit) forms together",
                    at: payload.location, suggestion: "write fewer variants")
                return []
            }
            choices = choices.flatMap { choice in variants.map { choice.merging([name: $0]) { _, new in new } } }
        }
        return choices
    }

    func names(in node: YAMLNode) -> Set<String> {
        switch node.content {
        case .scalar(let scalar):
            scalar.text.hasPrefix("${=") && scalar.text.hasSuffix("}")
                ? [String(scalar.text.dropFirst(3).dropLast())] : []
        case .sequence(let nodes): nodes.reduce(into: []) { $0.formUnion(names(in: $1)) }
        case .mapping(let members): members.reduce(into: []) { $0.formUnion(names(in: $1.value)) }
        }
    }
}
