internal import Dialects
package import Translation
internal import Upgrades

/// Captured traffic as a file of examples that passes at once: names and secrets are replaced first, then what comes of it is written
/// down.
package struct Recording {
    private let name: String
    private let route: Route
    private let names: [Identities]
    private let replay: Replay

    package init(_ capture: Capture, over route: Route, names: [Identities], name: String) {
        var anonymizer = Anonymizer()
        for product in [route.device.product, route.backend.product] {
            if let product { anonymizer.keep(product) }
        }
        anonymizer.learn(names)
        for message in capture.messages {
            guard let topic = message.topic else { continue }
            anonymizer.learn(route.places(of: topic).map(\.identity))
        }
        // once for what is secret, then to replace it wherever it comes again
        for message in capture.messages { _ = anonymizer.payload(message.payload) }
        let messages = capture.messages.map { message in
            Capture.Message(
                line: message.line, at: message.at, topic: message.topic.map { anonymizer.topic($0) },
                payload: anonymizer.payload(message.payload))
        }
        self.name = name
        self.route = route
        self.names = names.map { anonymizer.identities($0) }
        replay = Replay(messages, over: route, names: self.names)
    }

    /// The file, with a comment at its head.
    package var text: String {
        var text = """
            # Recorded traffic; names of devices, signatures, digests and secrets are made up.
            # Each step: what comes in, and all that goes out. Without 'at' a step is one second after the one before it.
            examples:
              - name: \(YAMLText.quoted(name))
                devices: \(route.device.name)
                backend: \(route.backend.name)

            """
        if !names.isEmpty {
            text += "    identity:\n"
            for name in names {
                text += "      \(YAMLText.quoted(path(name.device))): \(YAMLText.quoted(path(name.backend)))\n"
            }
        }
        if let options = FleetOptionsText.flow(route.options) { text += "    options: \(options)\n" }
        text += replay.steps.isEmpty ? "    conversation: []\n" : "    conversation:\n"
        for step in replay.steps { text += self.text(of: step) }
        return text
    }

    private func path(_ identity: Identity) -> String { "\(identity.product)/\(identity.device)" }

    private func text(of step: Replay.Step) -> String {
        var members: [String] = []
        if let at = step.message.at { members.append("at: \(at)ms") }
        if let topic = step.message.topic {
            members.append("topic: \(YAMLText.quoted(topic.string))")
            members.append(YAMLText.payload(step.message.payload))
        }
        if members.isEmpty { members.append("out:") } else if !step.outputs.isEmpty { members.append("out:") }
        var text = "      - " + members.joined(separator: "\n        ")
        if step.outputs.isEmpty, members == ["out:"] { text += " []" }
        text += "\n"
        for output in step.outputs { text += Self.text(of: output) }
        return text
    }

    /// An output as an expectation: messages whole, events without what only counts.
    private static func text(of line: [UInt8]) -> String {
        guard let document = try? JSONDocument.readStrict(line) else {
            preconditionFailure("an output is printed as JSON")
        }
        let members = document.children(document.root).map { ($0, document.key($0).string) }
        let to = members.first { $0.1 == "to" }.map { document.text($0.0).string } ?? ""
        guard let event = members.first(where: { $0.1 == "event" })?.0 else {
            let lines = members.filter { !["in", "to", "reason"].contains($0.1) }.map { node, key in
                let value = document.text(node).string
                return "            \(key): \(document[node].kind == .string ? YAMLText.quoted(value) : value)\n"
            }
            return "          - to: \(to)\n" + lines.joined()
        }
        let told = ["module", "version", "attempt", "phase", "percent", "failure", "dropped", "synthetic"]
        let facts = document.children(event).filter { told.contains(document.key($0).string) }.map { node in
            "\(document.key(node)): \(JSONWriter.compact(node, of: document).string)"
        }
        return "          - { to: \(to), \(facts.joined(separator: ", ")) }\n"
    }
}
