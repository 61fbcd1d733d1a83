internal import Diagnostics
internal import Upgrades
internal import YAMLSource

/// What a dialect file says of messages that are not about upgrades, and of devices whose topics name no product.
extension DialectLoader {
    /// `product:`, one level of a topic, though no topic has it.
    mutating func loadProduct(_ node: YAMLNode) -> Text? {
        guard let (text, location) = node.readText("'product'", in: file, into: &findings) else { return nil }
        let isLevel = !text.isEmpty && !text.contains { "/+#".contains($0) } && !text.contains("${")
        if isLevel { return Text(text) }
        report(
            .badName, "\(quoted(text)) cannot be the product of an identity", at: location, length: node.length,
            suggestion: "write one word, without '/', '+', '#' or holes")
        return nil
    }

    /// An item of `ignored:`: from, topic, and a payload of literals and `${_}`.
    mutating func loadIgnored(_ node: YAMLNode) -> IgnoredForm? {
        guard var fields = YAMLFields(node, what: "an item of 'ignored'", file: file, into: &findings) else {
            return nil
        }
        let sender = fields.require("from")
            .flatMap { $0.readChoice("'from'", of: Sender.self, in: file, into: &findings) }
        let topic = fields.require("topic").flatMap { loadTopic($0) }
        let payload = fields.take("payload")
        fields.finish(into: &findings)
        var compiler = PayloadCompiler(choice: [:])
        let template = payload.flatMap { compile($0, pointer: "", key: "", isOptional: false, with: &compiler) }
        if let payload, let template {
            guard case .object = template else {
                findings.report(.wrongType(payload, expected: "a mapping", for: "'payload'", in: file))
                return nil
            }
        }
        for hole in compiler.holes where hole.field != .opaque {
            report(
                .unfitField, "the \(hole.field.rawValue) of an ignored message is not read", at: hole.location,
                length: hole.field.rawValue.count, suggestion: "write ${_} for a member that must be there")
        }
        guard let sender, let topic, payload == nil || template != nil else { return nil }
        return IgnoredForm(sender: sender, topic: topic, payload: template, holes: compiler.holes)
    }
}
