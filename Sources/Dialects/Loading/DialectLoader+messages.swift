internal import Diagnostics
internal import Upgrades
internal import YAMLSource

extension DialectLoader {
    /// A compiled form of a message, with its places in the file.
    struct LoadedVariant {
        let variant: Variant
        let answers: SourceLocation?
        var label: String { variant.label }
        var location: SourceLocation { variant.location }
        var length: Int { variant.length }
    }

    mutating func loadMessages(_ node: YAMLNode) -> [LoadedVariant] {
        guard var fields = YAMLFields(node, what: "'messages'", file: file, into: &findings) else { return [] }
        var variants: [LoadedVariant] = []
        for member in fields.takeRest() {
            guard let kind = MessageKind(rawValue: member.key) else {
                let kinds = MessageKind.allCases.map(\.rawValue)
                if let meant = nearName(to: member.key, among: kinds).flatMap(MessageKind.init) {
                    incomplete.insert(meant)
                }
                report(
                    .unknownKind, "no kind of message is named \(quoted(member.key))", at: member,
                    suggestion: didYouMean(member.key, among: kinds)
                        ?? "expected one of \(kinds.joined(separator: ", "))")
                continue
            }
            let loaded = loadMessage(member, kind)
            if loaded.isEmpty { incomplete.insert(kind) }
            variants += loaded
        }
        return variants
    }

    /// What a message says of all its variants, unless one says otherwise.
    private struct Common {
        let kind: MessageKind
        let sender: Sender
        let topic: TopicTemplate?
        /// There is a topic, though perhaps a bad one.
        let hasTopic: Bool
        let qos: Int
    }

    private mutating func loadMessage(_ member: YAMLMember, _ kind: MessageKind) -> [LoadedVariant] {
        guard var fields = YAMLFields(member.value, what: quoted(kind.rawValue), file: file, into: &findings) else {
            return []
        }
        let sender = takeSender(&fields, kind)
        let topic = fields.take("topic").flatMap { loadTopic($0) }
        let common = Common(
            kind: kind, sender: sender, topic: topic, hasTopic: fields.holds("topic") || fields.holdsMisspelt("topic"),
            qos: takeQoS(&fields) ?? 1)
        guard let variants = fields.take("variants") else {
            let isMisspelt = fields.holdsMisspelt("variants")
            let loaded = isMisspelt ? [] : loadVariant(member, isNamed: false, &fields, common)
            if !fields.finish(into: &findings) { incomplete.insert(kind) }
            return loaded
        }
        if !fields.finish(into: &findings) { incomplete.insert(kind) }
        guard var members = YAMLFields(variants, what: "'variants'", file: file, into: &findings) else { return [] }
        let named = members.takeRest()
        if named.isEmpty {
            reportEmpty("'variants'", at: variants.location, suggestion: "name the forms of the message below it")
        }
        return named.flatMap { member -> [LoadedVariant] in
            if member.key.isEmpty { report(.badName, "a variant needs a name", at: member.keyLocation, length: 2) }
            if member.key.hasSuffix("?") {
                report(
                    .badName, "a variant is always there, so that \(quoted(member.key)) cannot be its name", at: member,
                    suggestion: "remove '?', which is for members of a payload")
            }
            guard var inner = YAMLFields(member.value, what: quoted(member.key), file: file, into: &findings) else {
                incomplete.insert(kind)
                return []
            }
            let loaded = loadVariant(member, isNamed: true, &inner, common)
            if !inner.finish(into: &findings) { incomplete.insert(kind) }
            return loaded
        }
    }

    /// Who says a kind of message is no choice; the file says it so that it can be read without this list.
    private mutating func takeSender(_ fields: inout YAMLFields, _ kind: MessageKind) -> Sender {
        let known = kind.sender
        guard let node = fields.require("from"),
            let sender = node.readChoice("'from'", of: Sender.self, in: file, into: &findings), sender != known
        else { return known }
        report(
            .unknownOption, "\(quoted(kind.rawValue)) never comes from the \(sender.rawValue)", at: node.location,
            length: node.length, suggestion: "write \(known.rawValue)")
        return known
    }

    private mutating func takeQoS(_ fields: inout YAMLFields) -> Int? {
        guard let node = fields.take("qos"), let (text, location) = node.readText("'qos'", in: file, into: &findings)
        else {
            return nil
        }
        if let qos = Int(text), qos == 0 || qos == 1 { return qos }
        report(
            .badNumber, "'qos' must be 0 or 1, not \(quoted(text))", at: location, length: node.length,
            suggestion: text == "2" ? "write 1, there is no QoS 2 here" : nil)
        return nil
    }

    private mutating func loadVariant(
        _ member: YAMLMember, isNamed: Bool, _ fields: inout YAMLFields, _ common: Common
    ) -> [LoadedVariant] {
        let claims = fields.take("is").map { loadClaims($0) } ?? []
        let only = fields.takeChoice("only", of: Variant.Direction.self, into: &findings)
        if only == nil, fields.holds("only") { incomplete.insert(common.kind) }
        let answers = fields.takeText("answers", into: &findings)
        let ownTopic = isNamed ? fields.take("topic") : nil
        let topic = ownTopic.map { loadTopic($0) } ?? common.topic
        let qos = (isNamed ? takeQoS(&fields) : nil) ?? common.qos
        if (common.kind == .queryReply) != (answers != nil), !fields.holdsMisspelt("answers"),
            !fields.holds("answers") || common.kind != .queryReply
        {
            report(
                .badAnswer,
                answers == nil
                    ? "a 'query-reply' must name the query it answers" : "only a 'query-reply' answers a query",
                at: answers?.1 ?? member.keyLocation, length: answers?.0.count ?? member.key.count,
                suggestion: answers == nil ? "add answers: and the name of the query's variant" : "remove answers:")
        }
        let payload = fields.require("payload")
        if topic == nil, ownTopic == nil, !common.hasTopic {
            fields.miss("topic")
        }
        guard let payload else {
            incomplete.insert(common.kind)
            return []
        }
        if !names(in: payload).isDisjoint(with: brokenParts) { incomplete.insert(common.kind) }
        let label = isNamed ? "\(quoted(member.key)) of \(quoted(common.kind.rawValue))" : quoted(common.kind.rawValue)
        return partChoices(in: payload).compactMap { choice in
            var compiler = PayloadCompiler(choice: choice)
            let template = compile(payload, pointer: "", key: "", isOptional: false, with: &compiler)
            if let template, case .object = template {
            } else if template != nil {
                findings.report(.wrongType(payload, expected: "a mapping", for: "'payload'", in: file))
            }
            guard case .object? = template, let template, let topic else {
                incomplete.insert(common.kind)
                return nil
            }
            let part = choice.min { $0.key < $1.key }?.value
            let variant = Variant(
                name: isNamed || common.kind != .query ? (isNamed ? member.key : "") : common.kind.rawValue,
                kind: common.kind,
                sender: common.sender, topic: topic, payload: template, holes: compiler.holes,
                claims: claims + choice.values.flatMap(\.claims), only: only ?? choice.values.compactMap(\.only).first,
                qos: qos, answers: answers?.0, label: part.map { "\(quoted($0.name)) in \(label)" } ?? label,
                location: part?.location ?? member.keyLocation,
                length: (part?.name ?? member.key).unicodeScalars.count)
            let loaded = LoadedVariant(variant: variant, answers: answers?.1)
            check(loaded)
            return loaded
        }
    }

    mutating func loadClaims(_ node: YAMLNode) -> [Variant.Claim] {
        guard var fields = YAMLFields(node, what: "'is'", file: file, into: &findings) else { return [] }
        return fields.takeRest().compactMap { member in
            guard let field = Field(rawValue: member.key), let words = field.words, field != .failure else {
                report(
                    .unknownField, "'is' cannot say \(quoted(member.key))", at: member,
                    suggestion: didYouMean(member.key, among: ["phase", "diff", "transport"])
                        ?? "expected phase, diff or transport")
                return nil
            }
            let nodes = member.value.sequence ?? [member.value]
            if nodes.isEmpty {
                reportEmpty(
                    quoted(member.key), at: member.value.location,
                    suggestion: "write one of \(words.joined(separator: ", "))")
            }
            let said = nodes.compactMap { node -> String? in
                guard let (text, location) = node.readText(quoted(member.key), in: file, into: &findings) else {
                    return nil
                }
                if words.contains(text) { return text }
                report(
                    .unknownWord, "the \(field.rawValue) cannot be \(quoted(text))", at: location, length: node.length,
                    suggestion: didYouMean(text, among: words) ?? "expected one of \(words.joined(separator: ", "))")
                return nil
            }
            if said.count < nodes.count || said.isEmpty { hasBadClaims = true }
            return Variant.Claim(field: field, words: said)
        }
    }
}

extension MessageKind {
    /// Who says it, in every dialect.
    var sender: Sender {
        switch self {
        case .versionReport, .progress, .query: .device
        case .versionReceipt, .offer, .queryReply, .versionQuery: .backend
        }
    }
}
