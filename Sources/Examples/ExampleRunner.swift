package import Diagnostics
package import Dialects
internal import Translation
internal import Upgrades

extension Example {
    /// Runs the conversation through the pipeline; a difference is a finding at the output that was expected.
    /// - Returns: whether all went as written.
    package func run(dialects: [String: Dialect], file: String, into findings: inout Findings) -> Bool {
        guard let route = route(dialects, file, &findings) else { return false }
        let before = findings.all.count
        for names in identities {
            guard let problem = route.problem(with: names) else { continue }
            findings.report(Finding(.badIdentity, problem, in: file, at: location))
            return false
        }
        var conversation = Conversation(route: route, names: identities)
        let printer = ConversationPrinter(route: route)
        for (place, step) in steps.enumerated() {
            var lines: [[UInt8]] = []
            func emit(_ output: Output, _ device: Identity) {
                lines.append(printer.line(output, of: device, at: place + 1))
            }
            conversation.advance(to: step.at ?? (place == 0 ? 0 : conversation.now + 1000), emit)
            if let topic = step.topic { conversation.receive(topic: topic, payload: step.payload, emit) }
            compare(lines, with: step, in: file, into: &findings)
        }
        return findings.all.count == before
    }

    private func route(_ dialects: [String: Dialect], _ file: String, _ findings: inout Findings) -> Route? {
        for name in [devices, backend] where dialects[name] == nil {
            findings.report(
                Finding(
                    .unknownDialect, "no dialect named \(quoted(name))", in: file, at: location,
                    suggestion: didYouMean(name, among: dialects.keys.sorted())))
        }
        guard let device = dialects[devices], let backend = dialects[backend] else { return nil }
        return Route(device: device, backend: backend, backendName: backend.name, options: options)
    }

    private func compare(_ lines: [[UInt8]], with step: Step, in file: String, into findings: inout Findings) {
        for (place, expectation) in step.expected.enumerated() {
            guard place < lines.count else {
                findings.report(Finding(.exampleFailed, "nothing more came out", in: file, at: expectation.location))
                return
            }
            guard let difference = expectation.difference(from: lines[place]) else { continue }
            let text = String(decoding: lines[place], as: UTF8.self).dropLast()
            findings.report(
                Finding(
                    .exampleFailed, difference, in: file, at: expectation.location,
                    notes: [
                        Finding.Note("came out: \(text)", at: expectation.location)
                    ]))
        }
        for line in lines.dropFirst(step.expected.count) {
            let text = String(decoding: line, as: UTF8.self).dropLast()
            findings.report(Finding(.exampleFailed, "this came out too: \(text)", in: file, at: step.location))
        }
    }
}

extension Example.Expectation {
    /// What differs, in words; nil if the line says all that is expected.
    fileprivate func difference(from line: [UInt8]) -> String? {
        guard let document = try? JSONDocument.readStrict(line) else { return "the output is no JSON" }
        guard let receiver = document.member(Array("to".utf8), of: document.root) else {
            return "the output has no receiver"
        }
        let actual = document.text(receiver).string
        guard actual == to else { return "expected something for \(to), not for \(actual)" }
        let object = document.member(Array("event".utf8), of: document.root) ?? document.root
        for member in members {
            guard let node = document.member(Array(member.name.utf8), of: object) else {
                return "the output has no member \(quoted(member.name))"
            }
            var json: [UInt8] = []
            JSONWriter.append(node, of: document, to: &json)
            if json != member.json {
                return "\(quoted(member.name)) is \(String(decoding: json, as: UTF8.self)), "
                    + "not \(String(decoding: member.json, as: UTF8.self))"
            }
        }
        return nil
    }
}
