import Diagnostics
import YAMLSource

extension ConfigurationReader {
    func broker(_ member: YAMLMember, into findings: inout Findings) -> BrokerConfiguration? {
        let what = "broker \(quoted(member.key))"
        guard var fields = YAMLFields(member.value, what: what, file: file, into: &findings) else { return nil }
        let url = fields.require("url")?.parsed("'url'", .badURL, in: file, into: &findings) {
            text throws(TextProblem) in try BrokerURL(text)
        }
        let files = ["ca", "cert", "key"].map { (key: $0, node: fields.take($0)) }
        let paths = files.map { certificateFile($0.key, $0.node, into: &findings) }
        let username = secret("username", of: &fields, into: &findings)
        let hasUsername = fields.holds("username")
        let password = secret("password", of: &fields, into: &findings)
        if !hasUsername, fields.holds("password") {
            findings.report(needs("username", beside: "password", what, at: member.keyLocation))
        }
        if (files[1].node == nil) != (files[2].node == nil) {
            let (missing, given) = files[1].node == nil ? ("cert", "key") : ("key", "cert")
            findings.report(needs(missing, beside: given, what, at: member.keyLocation))
        }
        fields.finish(into: &findings)
        guard let url else { return nil }
        if !url.usesTLS { reportUnusedTLS(files, into: &findings) }
        return BrokerConfiguration(
            name: member.key, location: member.keyLocation, url: url, authorities: paths[0], certificate: paths[1],
            key: paths[2], username: username, password: password)
    }

    func backend(_ member: YAMLMember, brokers: Places, into findings: inout Findings) -> BackendConfiguration? {
        let what = "backend \(quoted(member.key))"
        guard var fields = YAMLFields(member.value, what: what, file: file, into: &findings) else { return nil }
        let dialect = fields.requireText("dialect", into: &findings)
        let broker = place("broker", in: brokers, code: .unknownBroker, of: &fields, into: &findings)
        fields.finish(into: &findings)
        guard let (dialect, location) = dialect, let broker else { return nil }
        return BackendConfiguration(
            name: member.key, location: member.keyLocation, dialect: dialect, dialectLocation: location, broker: broker)
    }

    func progress(
        _ fields: inout YAMLFields, brokers: Places, into findings: inout Findings
    ) -> GatewayConfiguration.Progress? {
        guard let node = fields.take("progress"),
            var inner = YAMLFields(node, what: "'progress'", file: file, into: &findings)
        else { return nil }
        let broker = place("broker", in: brokers, code: .unknownBroker, of: &inner, into: &findings)
        let topicNode = inner.require("topic")
        let topic = topicNode?.parsed("'topic'", .badTopic, in: file, into: &findings) {
            text throws(TextProblem) in try ProgressTopic(text)
        }
        inner.finish(into: &findings)
        guard let broker, let topic, let topicNode else { return nil }
        return GatewayConfiguration.Progress(broker: broker, topic: topic, topicLocation: topicNode.location)
    }

    private func certificateFile(_ key: String, _ node: YAMLNode?, into findings: inout Findings) -> String? {
        guard let node, let path = path(node, quoted(key), into: &findings) else { return nil }
        readFile(path, isSecret: key == "key", node, into: &findings)
        return path
    }

    private func reportUnusedTLS(_ files: [(key: String, node: YAMLNode?)], into findings: inout Findings) {
        for (key, node) in files {
            guard let node else { continue }
            findings.report(
                Finding(
                    .tlsWithoutMQTTS, "\(quoted(key)) has no effect without TLS", in: file, at: node.location,
                    length: node.length, suggestion: "write mqtts:// or remove it"))
        }
    }

    private func needs(_ missing: String, beside given: String, _ what: String, at location: SourceLocation) -> Finding
    {
        Finding(.missingKey, "\(what) needs the key \(quoted(missing)) beside \(quoted(given))", in: file, at: location)
    }
}
