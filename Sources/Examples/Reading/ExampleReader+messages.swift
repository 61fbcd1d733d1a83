internal import Diagnostics
internal import Upgrades
internal import YAMLSource

/// Examples of single messages: `dialect`, `topic` and `messages`, each with what it says.
extension ExampleReader {
    mutating func readMessages(_ node: YAMLNode) -> MessageExample? {
        guard var fields = YAMLFields(node, what: "an example", file: file, into: &findings) else { return nil }
        let name = fields.requireText("name", into: &findings)?.0
        let dialect = fields.requireText("dialect", into: &findings)?.0
        let topic = fields.takeText("topic", into: &findings)?.0
        let messages = fields.takeItems("messages").compactMap { readMessage($0, topic) }
        fields.finish(into: &findings)
        guard let name, let dialect else { return nil }
        return MessageExample(name: name, location: node.location, dialect: dialect, messages: messages)
    }

    private mutating func readMessage(_ node: YAMLNode, _ common: String?) -> MessageExample.Message? {
        guard var fields = YAMLFields(node, what: "a message", file: file, into: &findings) else { return nil }
        let topic = fields.takeText("topic", into: &findings)?.0 ?? common
        let payload = takePayload(&fields)
        let code: SetAsideCode? = fields.takeChoice("set-aside", into: &findings)
        let says = fields.take("says").map { readFields($0) }
        let prints = fields.take("prints")
        let qos = fields.takeText("qos", into: &findings)?.0
        fields.finish(into: &findings)
        for (isMissing, key) in [
            (topic == nil, "topic"), (payload == nil, "payload"), (code == nil && says == nil, "says"),
        ] where isMissing {
            findings.report(Finding(.missingKey, "a message needs the key '\(key)'", in: file, at: node.location))
        }
        guard let topic, let payload else { return nil }
        let expected: MessageExample.Expected
        if let code {
            expected = .setAside(code)
        } else {
            expected = .says(says ?? [], printed(prints, qos: qos == "0" ? 0 : 1))
        }
        return MessageExample.Message(
            location: node.location, topic: Text(topic), payload: payload, expected: expected)
    }

    private mutating func readFields(_ node: YAMLNode) -> [(name: String, json: [UInt8])] {
        guard var fields = YAMLFields(node, what: "'says'", file: file, into: &findings) else { return [] }
        return fields.takeRest().map { ($0.key, YAMLJSON.bytes(of: $0.value)) }
    }

    /// What the file says of printing.
    ///
    /// Nothing means the same bytes, `~` that this form is not printed.
    private func printed(_ node: YAMLNode?, qos: Int) -> MessageExample.Printed {
        guard let node else { return .same(qos: qos) }
        if node.isNull { return .never }
        return .other(node.text.map { Array($0.utf8) } ?? YAMLJSON.bytes(of: node), qos: qos)
    }
}
