internal import Diagnostics
internal import Dialects
internal import GatewayFile
internal import Upgrades
internal import YAMLSource

/// What an example can get wrong although each of its values can be read.
///
/// Goes over the file a second time, so that the reader stays a reader; wrong types are the reader's to report.
struct ExampleChecks {
    private let file: String
    private var findings = Findings()

    static func check(_ root: YAMLNode, file: String, into findings: inout Findings) {
        var checks = ExampleChecks(file: file)
        if let examples = root["examples"] {
            if examples.sequence?.isEmpty == true { checks.reportEmpty("'examples'", at: examples) }
            for example in examples.sequence ?? [examples] where example.mapping != nil { checks.check(example) }
        } else if root.mapping != nil, !checks.isMisspelt("examples", in: root) {
            checks.report(.missingKey, "the examples file needs the key 'examples'", at: root)
        }
        findings.report(checks.findings)
    }

    private init(file: String) { self.file = file }

    /// Reports names of dialects that are not among those beside the file.
    static func check(dialectsIn root: YAMLNode, among names: [String], file: String, into findings: inout Findings) {
        for example in root["examples"]?.sequence ?? [] {
            for node in [example["devices"], example["backend"], example["dialect"]].compactMap(\.self) {
                guard let name = node.text, !node.isNull, !names.contains(name) else { continue }
                findings.report(
                    Finding(
                        .unknownDialect, "no dialect named \(quoted(name))", in: file, at: node.location,
                        length: node.length,
                        suggestion: didYouMean(name, among: names) ?? "expected one of \(names.joined(separator: ", "))"
                    ))
            }
        }
    }

    private mutating func check(_ example: YAMLNode) {
        if example["dialect"] != nil || example["messages"] != nil { return check(messagesOf: example) }
        guard let conversation = example["conversation"] else {
            if !isMisspelt("conversation", in: example) {
                report(.missingKey, "an example needs the key 'conversation'", at: example)
            }
            return
        }
        let steps = conversation.sequence ?? [conversation]
        if steps.isEmpty { reportEmpty("'conversation'", at: conversation) }
        var now: Int64?
        for step in steps where step.mapping != nil {
            now = time(of: step, after: now)
            check(step: step)
        }
        let mayLackOutput = steps.contains { $0.mapping == nil || $0["out"] != nil || isMisspelt("out", in: $0) }
        if !steps.isEmpty, !mayLackOutput {
            report(
                .nothingExpected, "no step says what comes out", at: conversation, severity: .warning,
                suggestion: "add out: to a step, or out: [] where nothing comes")
        }
    }

    /// An example of single messages; what each needs, the reader reports.
    private mutating func check(messagesOf example: YAMLNode) {
        guard let messages = example["messages"] else {
            if !isMisspelt("messages", in: example) {
                report(.missingKey, "an example needs the key 'messages'", at: example)
            }
            return
        }
        if messages.sequence?.isEmpty == true { reportEmpty("'messages'", at: messages) }
        for message in messages.sequence ?? [] where message.mapping != nil {
            if let payload = message["payload"] { check(payload: payload, isSetAside: message["set-aside"] != nil) }
            for key in ["says", "prints"] {
                if let node = message[key], node.text == nil { checkValues(of: node) }
            }
        }
    }

    /// A misspelt key has its own finding.
    private func isMisspelt(_ key: String, in node: YAMLNode) -> Bool {
        node.mapping?.contains { nearName(to: $0.key, among: [key]) != nil } ?? false
    }

    private mutating func time(of step: YAMLNode, after last: Int64?) -> Int64? {
        guard let at = step["at"], let text = at.text else { return last.map { $0 + 1000 } ?? 0 }
        guard let duration = try? DurationText(text).duration else { return last }  // the reader reports it
        let now = duration.milliseconds
        if let last, now < last {
            report(
                .badTime, "\(quoted(text)) is before the step above, which is at \(last) ms", at: at,
                suggestion: "'at' counts from the first step; put the steps in order")
        }
        return max(now, last ?? 0)
    }

    private mutating func check(step: YAMLNode) {
        let outputs = step["out"].map { $0.sequence ?? [$0] } ?? []
        if let payload = step["payload"] {
            if step["topic"] == nil, !isMisspelt("topic", in: step) {
                report(.missingKey, "a step with a payload needs the key 'topic'", at: step)
            }
            check(payload: payload, isSetAside: outputs.contains { $0["to"]?.text == "set-aside" })
        }
        for output in outputs where output.mapping != nil { check(output: output) }
    }

    private mutating func check(payload: YAMLNode, isSetAside: Bool) {
        guard let text = payload.text else {
            checkValues(of: payload)
            return
        }
        guard !isSetAside, payload.tag == nil else { return }
        do {
            _ = try Dialect.parse(Array(text.utf8))
        } catch {
            report(
                .badPayload, "the payload is set aside: \(error.reason)", at: payload, severity: .warning,
                suggestion: "write it as YAML, or expect { to: set-aside, code: \(error.code.rawValue) }")
        }
    }

    private mutating func check(output: YAMLNode) {
        guard let receiver = output["to"] else {
            let misspelt = output.mapping?.first { nearName(to: $0.key, among: ["to"]) != nil }
            report(
                .missingKey, "an output needs the key 'to'", at: output,
                suggestion: misspelt.map { "write 'to', not \(quoted($0.key))" }
                    ?? "expected device, backend, progress or set-aside")
            return
        }
        guard let known = Self.members[receiver.text ?? ""] else { return }
        for member in output.mapping ?? [] where member.key != "to" {
            if !known.contains(member.key) {
                findings.report(
                    Finding(
                        .unknownKey, "no member \(quoted(member.key)) in what goes to \(receiver.text ?? "")", in: file,
                        at: member.keyLocation, length: member.key.unicodeScalars.count,
                        suggestion: didYouMean(member.key, among: known)
                            ?? "expected one of \(known.joined(separator: ", "))"))
            }
            if member.value.text == nil { checkValues(of: member.value) }
        }
        switch receiver.text {
        case "progress": checkWord("phase", of: output, among: Phase.allCases.map(\.rawValue))
        case "set-aside": checkWord("code", of: output, among: SetAsideCode.allCases.map(\.rawValue))
        default: break
        }
    }

    /// What an output may say, by receiver.
    private static let members = [
        "device": ["topic", "payload", "qos", "in"], "backend": ["topic", "payload", "qos", "in"],
        "set-aside": ["code", "reason", "in"],
        "progress": [
            "device", "backend", "module", "version", "attempt", "phase", "percent", "terminal", "failure", "native",
            "dropped", "synthetic", "seq",
        ],
    ]

    private mutating func checkWord(_ key: String, of output: YAMLNode, among words: [String]) {
        guard let node = output[key], let text = node.text, !words.contains(text) else { return }
        report(
            .unknownOption, "\(quoted(key)) cannot be \(quoted(text))", at: node,
            suggestion: didYouMean(text, among: words) ?? "expected one of \(words.joined(separator: ", "))")
    }

    /// A payload written as YAML: no tags, and nothing that is easily mistaken for a number or boolean.
    private mutating func checkValues(of node: YAMLNode) {
        guard node.reportTag(in: file, into: &findings) else { return }
        switch node.content {
        case .scalar: node.warnOfLookalike(in: file, into: &findings)
        case .sequence(let nodes):
            for node in nodes { checkValues(of: node) }
        case .mapping(let members):
            for member in members { checkValues(of: member.value) }
        }
    }

    private mutating func reportEmpty(_ what: String, at node: YAMLNode) {
        report(.emptyList, "\(what) is empty", at: node, suggestion: "add a step, or remove the example")
    }

    private mutating func report(
        _ code: FindingCode, _ message: String, at node: YAMLNode, severity: Finding.Severity = .error,
        suggestion: String? = nil
    ) {
        findings.report(
            Finding(
                code, message, in: file, at: node.location, length: node.length, severity: severity,
                suggestion: suggestion))
    }
}
