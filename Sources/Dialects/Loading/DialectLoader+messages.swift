internal import Diagnostics
internal import Upgrades
internal import YAMLSource

extension DialectLoader {
    mutating func loadParts(_ node: YAMLNode) {
        guard var fields = YAMLFields(node, what: "'parts'", file: file, into: &findings) else { return }
        for part in fields.takeRest() {
            guard var variants = YAMLFields(part.value, what: "the part \(quoted(part.key))", file: file, into: &findings) else {
                continue
            }
            parts[part.key] = variants.takeRest().compactMap { loadPartVariant($0) }
        }
    }

    /// A payload, or `{ only:, is:, payload: }`.
    private mutating func loadPartVariant(_ member: YAMLMember) -> PartVariant? {
        guard member.value["payload"] != nil else { return PartVariant(node: member.value, only: nil, claims: []) }
        guard var fields = YAMLFields(member.value, what: quoted(member.key), file: file, into: &findings) else { return nil }
        let only = fields.takeChoice("only", of: Variant.Direction.self, into: &findings)
        let claims = fields.take("is").map { loadClaims($0) } ?? []
        guard let payload = fields.require("payload", into: &findings) else { return nil }
        fields.finish(into: &findings)
        return PartVariant(node: payload, only: only, claims: claims)
    }

    mutating func loadMessages(_ node: YAMLNode) -> [Variant] {
        guard var fields = YAMLFields(node, what: "'messages'", file: file, into: &findings) else { return [] }
        var variants: [Variant] = []
        for member in fields.takeRest() {
            guard let kind = MessageKind(rawValue: member.key) else {
                let kinds = MessageKind.allCases.map(\.rawValue)
                report(
                    .unknownKind, "no kind of message is named \(quoted(member.key))", at: member.keyLocation,
                    length: member.key.unicodeScalars.count,
                    suggestion: didYouMean(member.key, among: kinds) ?? "expected one of \(kinds.joined(separator: ", "))")
                continue
            }
            variants += loadMessage(member.value, kind)
        }
        return variants
    }

    /// What a message says of all its variants, unless one says otherwise.
    private struct Common {
        let kind: MessageKind
        let sender: Sender
        let topic: TopicTemplate?
        let qos: Int
    }

    private mutating func loadMessage(_ node: YAMLNode, _ kind: MessageKind) -> [Variant] {
        guard var fields = YAMLFields(node, what: quoted(kind.rawValue), file: file, into: &findings) else { return [] }
        guard let sender = fields.require("from", into: &findings)?.readChoice("'from'", of: Sender.self, in: file, into: &findings)
        else { return [] }
        let topic = fields.take("topic").flatMap { loadTopic($0) }
        let common = Common(kind: kind, sender: sender, topic: topic, qos: takeQoS(&fields) ?? 1)
        let variants = fields.take("variants")
        guard let variants else {
            let loaded = loadVariant("", &fields, common)
            fields.finish(into: &findings)
            return loaded
        }
        fields.finish(into: &findings)
        guard var members = YAMLFields(variants, what: "'variants'", file: file, into: &findings) else { return [] }
        var loaded: [Variant] = []
        for member in members.takeRest() {
            guard var inner = YAMLFields(member.value, what: quoted(member.key), file: file, into: &findings) else { continue }
            loaded += loadVariant(member.key, &inner, common)
            inner.finish(into: &findings)
        }
        return loaded
    }

    private mutating func takeQoS(_ fields: inout YAMLFields) -> Int? {
        guard let (text, location) = fields.takeText("qos", into: &findings) else { return nil }
        if let qos = Int(text), qos == 0 || qos == 1 { return qos }
        report(.badNumber, "'qos' must be 0 or 1", at: location)
        return nil
    }

    private mutating func loadVariant(_ name: String, _ fields: inout YAMLFields, _ common: Common) -> [Variant] {
        let claims = fields.take("is").map { loadClaims($0) } ?? []
        let only = fields.takeChoice("only", of: Variant.Direction.self, into: &findings)
        let answers = fields.takeText("answers", into: &findings)
        let topic = name.isEmpty ? common.topic : fields.take("topic").flatMap { loadTopic($0) } ?? common.topic
        let qos = name.isEmpty ? common.qos : takeQoS(&fields) ?? common.qos
        if (common.kind == .queryReply) != (answers != nil) {
            report(
                .badAnswer,
                answers == nil ? "a 'query-reply' must name the query it answers" : "only a 'query-reply' answers a query",
                at: answers?.1 ?? fields.location, suggestion: answers == nil ? "add answers: and the query's variant" : nil)
        }
        guard let payload = fields.require("payload", into: &findings) else { return [] }
        guard let topic else {
            report(.missingKey, "\(fields.what) needs the key 'topic'", at: fields.location)
            return []
        }
        return partChoices(in: payload).compactMap { choice in
            var compiler = PayloadCompiler(choice: choice)
            guard let template = compile(payload, pointer: "", key: "", isOptional: false, with: &compiler) else { return nil }
            let variant = Variant(
                name: name, kind: common.kind, sender: common.sender, topic: topic, payload: template, holes: compiler.holes,
                claims: claims + choice.values.flatMap(\.claims), only: only ?? choice.values.compactMap(\.only).first, qos: qos,
                answers: answers?.0)
            check(variant, at: payload.location)
            return variant
        }
    }

    /// The variants of the parts that a payload names: the payload is compiled once with each.
    private func partChoices(in payload: YAMLNode) -> [[String: PartVariant]] {
        var choices: [[String: PartVariant]] = [[:]]
        for name in partNames(in: payload) {
            guard let variants = parts[name] else { continue }
            choices = choices.flatMap { choice in variants.map { choice.merging([name: $0]) { _, new in new } } }
        }
        return choices
    }

    private func partNames(in node: YAMLNode) -> [String] {
        switch node.content {
        case .scalar(let scalar):
            scalar.text.hasPrefix("${=") && scalar.text.hasSuffix("}") ? [String(scalar.text.dropFirst(3).dropLast())] : []
        case .sequence(let nodes): nodes.flatMap { partNames(in: $0) }
        case .mapping(let members): members.flatMap { partNames(in: $0.value) }
        }
    }

    private mutating func loadClaims(_ node: YAMLNode) -> [Variant.Claim] {
        guard var fields = YAMLFields(node, what: "'is'", file: file, into: &findings) else { return [] }
        return fields.takeRest().compactMap { member in
            guard let field = Field(rawValue: member.key), let words = field.words, field != .failure else {
                report(
                    .unknownField, "'is' cannot say \(quoted(member.key))", at: member.keyLocation,
                    length: member.key.unicodeScalars.count, suggestion: "expected phase, diff or transport")
                return nil
            }
            let nodes = member.value.sequence ?? [member.value]
            let said = nodes.compactMap { node -> String? in
                guard let (text, location) = node.readText(quoted(member.key), in: file, into: &findings) else { return nil }
                if words.contains(text) { return text }
                report(
                    .unknownWord, "\(field.rawValue) cannot be \(quoted(text))", at: location, length: node.length,
                    suggestion: didYouMean(text, among: words) ?? "expected one of \(words.joined(separator: ", "))")
                return nil
            }
            return Variant.Claim(field: field, words: said)
        }
    }

    private mutating func loadTopic(_ node: YAMLNode) -> TopicTemplate? {
        guard let (text, location) = node.readText("'topic'", in: file, into: &findings) else { return nil }
        var levels: [TopicTemplate.Level] = []
        for level in text.split(separator: "/", omittingEmptySubsequences: false) {
            switch level {
            case "${product}": levels.append(.product)
            case "${device}": levels.append(.device)
            default:
                if level.contains("${") || level.contains("+") || level.contains("#") {
                    report(
                        .badTopic, "\(quoted(String(level))) cannot be a level of a topic", at: location, length: node.length,
                        suggestion: "a level is fixed text, ${product} or ${device}")
                }
                levels.append(.literal(String(level)))
            }
        }
        for hole in [TopicTemplate.Level.product, .device] where levels.filter({ $0 == hole }).count != 1 {
            report(
                .badTopic, "a topic needs ${\(hole)} once", at: location, length: node.length,
                suggestion: "the topic tells which device is meant")
        }
        return TopicTemplate(levels: levels)
    }
}
