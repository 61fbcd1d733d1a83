package import Diagnostics
internal import Dialects
internal import FoundationEssentials
internal import GatewayFile
internal import Translation
internal import Upgrades
package import YAMLSource

/// Reads a file of examples; whatever is wrong with it becomes a finding.
package struct ExampleReader {
    let file: String
    var findings = Findings()

    package static func read(_ root: YAMLNode, file: String, into findings: inout Findings) -> ExampleFile? {
        var reader = ExampleReader(file: file)
        defer { findings.report(reader.findings) }
        guard var fields = YAMLFields(root, what: "the examples file", file: file, into: &reader.findings) else {
            return nil
        }
        let nodes = fields.takeItems("examples")
        ExampleChecks.check(root, file: file, into: &reader.findings)
        fields.finish(into: &reader.findings)
        func isOfMessages(_ node: YAMLNode) -> Bool { node["messages"] != nil || node["dialect"] != nil }
        let messages = nodes.filter(isOfMessages).compactMap { reader.readMessages($0) }
        let examples = nodes.filter { !isOfMessages($0) }.compactMap { reader.readExample($0) }
        return ExampleFile(name: file, examples: examples, messages: messages)
    }

    /// Reports the dialects that examples name and that are not among those of their folder.
    package static func check(
        dialectsIn root: YAMLNode, among names: [String], file: String, into findings: inout Findings
    ) {
        ExampleChecks.check(dialectsIn: root, among: names, file: file, into: &findings)
    }

    private init(file: String) { self.file = file }

    private mutating func readExample(_ node: YAMLNode) -> Example? {
        guard var fields = YAMLFields(node, what: "an example", file: file, into: &findings) else { return nil }
        let name = fields.requireText("name", into: &findings)?.0
        let devices = fields.requireText("devices", into: &findings)?.0
        let backend = fields.requireText("backend", into: &findings)?.0
        let identities = fields.take("identity").map { readIdentities($0) } ?? []
        let options = fields.take("options").map { readOptions($0) } ?? FleetOptions()
        let steps = fields.takeItems("conversation").compactMap { readStep($0) }
        fields.finish(into: &findings)
        guard let name, let devices, let backend else { return nil }
        return Example(
            name: name, location: node.location, devices: devices, backend: backend, identities: identities,
            options: options,
            steps: steps)
    }

    private mutating func readIdentities(_ node: YAMLNode) -> [Identities] {
        guard var fields = YAMLFields(node, what: "'identity'", file: file, into: &findings) else { return [] }
        return fields.takeRest().compactMap { member in
            guard let (text, location) = member.value.readText("an identity", in: file, into: &findings) else {
                return nil
            }
            guard let device = Identity(path: member.key), let backend = Identity(path: text) else {
                findings.report(
                    Finding(.badIdentity, "an identity is PRODUCT/DEVICE on both sides", in: file, at: location))
                return nil
            }
            return Identities(device: device, backend: backend)
        }
    }

    private mutating func readOptions(_ node: YAMLNode) -> FleetOptions {
        var options = FleetOptions()
        guard var fields = YAMLFields(node, what: "'options'", file: file, into: &findings) else { return options }
        if let timeout = takeDuration("timeout", &fields) { options.timeout = timeout }
        if let offerTimeout = takeDuration("offer-timeout", &fields) { options.offerTimeout = offerTimeout }
        if let settle = takeDuration("settle", &fields) { options.settle = settle }
        options.doneIsSuccess = fields.takeBoolean("done-is-success", into: &findings) ?? false
        options.module = fields.takeText("module", into: &findings)?.0
        for item in fields.takeItems("allow") {
            let allowance = item.readChoice("'allow'", of: FleetOptions.Allowance.self, in: file, into: &findings)
            if let allowance { options.allowed.insert(allowance) }
        }
        fields.finish(into: &findings)
        return options
    }

    private mutating func takeDuration(_ key: String, _ fields: inout YAMLFields) -> Duration? {
        guard let (text, location) = fields.takeText(key, into: &findings) else { return nil }
        do { return try DurationText(text).duration } catch {
            findings.report(Finding(.badDuration, error.message, in: file, at: location, suggestion: error.suggestion))
            return nil
        }
    }

    private mutating func readStep(_ node: YAMLNode) -> Example.Step? {
        guard var fields = YAMLFields(node, what: "a step", file: file, into: &findings) else { return nil }
        let at = takeDuration("at", &fields)
        let topic = fields.takeText("topic", into: &findings)?.0
        let payload = takePayload(&fields)
        let expected = fields.takeItems("out").compactMap { readExpectation($0) }
        fields.finish(into: &findings)
        return Example.Step(
            location: node.location, at: at?.milliseconds, topic: topic.map { Text($0) }, payload: payload ?? [],
            expected: expected)
    }

    /// The bytes of `payload`, or those that `payload64` spells; nil where neither stands there.
    mutating func takePayload(_ fields: inout YAMLFields) -> [UInt8]? {
        let payload = fields.take("payload").map { $0.text.map { Array($0.utf8) } ?? YAMLJSON.bytes(of: $0) }
        guard let (text, location) = fields.takeText("payload64", into: &findings) else { return payload }
        guard let bytes = Data(base64Encoded: text) else {
            findings.report(
                Finding(
                    .badLiteral, "'payload64' must be base64, not \(quoted(text))", in: file, at: location,
                    suggestion: "write readable text as payload:"))
            return payload ?? []
        }
        if payload != nil {
            findings.report(
                Finding(
                    .unknownKey, "'payload64' stands beside 'payload'", in: file, at: location,
                    suggestion: "keep one of them"))
        }
        return Array(bytes)
    }

    private mutating func readExpectation(_ node: YAMLNode) -> Example.Expectation? {
        enum Receiver: String, CaseIterable { case device, backend, progress, setAside = "set-aside" }
        guard var fields = YAMLFields(node, what: "an output", file: file, into: &findings) else { return nil }
        let receiver = fields.takeChoice("to", of: Receiver.self, into: &findings)
        let members = fields.takeRest().map { member in
            // a payload is the exact text of the message, so a mapping stands for its compact JSON in a string
            let bytes = YAMLJSON.bytes(of: member.value)
            guard member.key == "payload", member.value.text == nil else { return (name: member.key, json: bytes) }
            var quoted: [UInt8] = []
            JSONWriter.append(string: bytes, to: &quoted)
            return (name: member.key, json: quoted)
        }
        guard let receiver else { return nil }
        return Example.Expectation(location: node.location, to: receiver.rawValue, members: members)
    }
}

extension Identity {
    /// `PRODUCT/DEVICE`.
    package init?(path: String) {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, !parts.contains("") else { return nil }
        self.init(product: Text(String(parts[0])), device: Text(String(parts[1])))
    }
}
