package import Diagnostics
package import Dialects
internal import Translation
internal import Upgrades

extension Example {
    /// Runs the conversation through the pipeline.
    /// - Returns: whatever came out differently; nil where the example names a dialect that there is not, which is a finding.
    package func run(
        dialects: [String: Dialect], file: String, into findings: inout Findings
    ) -> [ExampleDifference]? {
        guard let route = route(dialects, file, &findings) else { return nil }
        var differences: [ExampleDifference] = []
        var conversation = Conversation(route: route, names: identities)
        play(in: &conversation) { step, lines in
            differences += OutputComparison(step: step, lines: lines).differences
            return true
        }
        return differences
    }

    /// Whether all goes as written: ends at the first difference, and says nothing of it.
    package func passes(_ dialects: [String: Dialect]) -> Bool {
        var findings = Findings()
        guard let route = route(dialects, "", &findings) else { return false }
        var isFine = true
        var conversation = Conversation(route: route, names: identities)
        play(in: &conversation) { step, lines in
            isFine = OutputComparison(step: step, lines: lines).isFine
            return isFine
        }
        return isFine
    }

    /// - Parameter body: takes what came of each step, as `translate` prints it; false ends the conversation.
    func play(in conversation: inout Conversation, _ body: (Step, [[UInt8]]) -> Bool) {
        let printer = ConversationPrinter(dialect: devices, backend: backend)
        for (place, step) in steps.enumerated() {
            var lines: [[UInt8]] = []
            func emit(_ output: Output, _ device: Identity) {
                lines.append(printer.line(output, of: device, at: place + 1))
            }
            conversation.advance(to: step.at ?? (place == 0 ? 0 : conversation.now + 1000), emit)
            if let topic = step.topic { conversation.receive(topic: topic, payload: step.payload, emit) }
            guard body(step, lines) else { return }
        }
    }

    private func route(_ dialects: [String: Dialect], _ file: String, _ findings: inout Findings) -> Route? {
        for name in [devices, backend] where dialects[name] == nil {
            findings.report(.unknownDialect(name, among: dialects, in: file, at: location))
        }
        guard let device = dialects[devices], let backend = dialects[backend] else { return nil }
        let route = Route(device: device, backend: backend, backendName: backend.name, options: options)
        for problem in identities.compactMap({ route.problem(with: $0) }) {
            findings.report(Finding(.badIdentity, problem, in: file, at: location))
            return nil
        }
        return route
    }
}

extension Finding {
    static func unknownDialect(
        _ name: String, among dialects: [String: Dialect], in file: String, at location: SourceLocation
    ) -> Finding {
        let known = dialects.keys.sorted()
        return Finding(
            .unknownDialect, "no dialect named \(quoted(name))", in: file, at: location,
            suggestion: didYouMean(name, among: known))
    }
}
