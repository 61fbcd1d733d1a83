package import Diagnostics
package import Dialects
internal import Upgrades

extension MessageExample {
    /// Reads each message, and prints what was read.
    /// - Returns: whatever came out differently; nil where the dialect is unknown, which is a finding.
    package func run(
        dialects: [String: Dialect], file: String, into findings: inout Findings
    ) -> [ExampleDifference]? {
        guard let dialect = dialects[dialect] else {
            findings.report(.unknownDialect(dialect, among: dialects, in: file, at: location))
            return nil
        }
        return messages.compactMap { $0.difference(in: dialect) }
    }

    /// Whether all goes as written: ends at the first difference.
    package func passes(_ dialects: [String: Dialect]) -> Bool {
        guard let dialect = dialects[dialect] else { return false }
        return messages.allSatisfy { $0.difference(in: dialect) == nil }
    }
}

extension MessageExample.Message {
    fileprivate func difference(in dialect: Dialect) -> ExampleDifference? {
        let message: CanonicalMessage
        let match: TopicMatch
        do { (message, match) = try read(in: dialect) } catch {
            if case .setAside(let code) = expected, code == error.code { return nil }
            return ExampleDifference(
                location: location, headline: "the message is set aside: \(error.reason)",
                lines: expectedLines + [.init(mark: .actual, text: "set-aside: \(error.code.rawValue)")])
        }
        let fields = message.fieldsAsJSON
        guard case .says(let says, let prints) = expected else {
            return ExampleDifference(
                location: location, headline: "the message is read",
                lines: expectedLines + fields.map { JSONDifference.line(.actual, $0.name, $0.json) })
        }
        var lines: [ExampleDifference.Line] = []
        for field in says {
            let actual = fields.first { $0.name == field.name }?.json
            if actual == field.json { continue }
            lines.append(JSONDifference.line(.expected, field.name, field.json))
            if let actual { lines.append(JSONDifference.line(.actual, field.name, actual)) }
        }
        for field in fields where !says.contains(where: { $0.name == field.name }) {
            lines.append(JSONDifference.line(.actual, field.name, field.json))
        }
        if lines.isEmpty { lines = printing(message, match, in: dialect, prints) }
        if lines.isEmpty { return nil }
        return ExampleDifference(location: location, headline: "the message is another", lines: lines)
    }

    private func read(in dialect: Dialect) throws(TranslationFailure) -> (CanonicalMessage, TopicMatch) {
        var failure = TranslationFailure(.unknownTopic, topic.string)
        var document = try Dialect.parse(payload)
        for match in dialect.match(topic: topic) {
            do { return (try dialect.read(&document, on: match), match) } catch { failure = error }
        }
        throw failure
    }

    /// What is printed of the message otherwise than expected, towards its own dialect.
    private func printing(
        _ message: CanonicalMessage, _ match: TopicMatch, in dialect: Dialect, _ prints: MessageExample.Printed
    ) -> [ExampleDifference.Line] {
        let wanted: (payload: [UInt8], qos: Int)
        switch prints {
        case .same(let qos): wanted = (payload, qos)
        case .other(let bytes, let qos): wanted = (bytes, qos)
        case .never: wanted = (payload, 1)
        }
        var ids = IdentifierSource(serial: 0, time: 0)
        let printed = dialect.print(
            message, product: match.product.string, device: match.device.string, isSameDialect: true, ids: &ids)
        if case .never = prints {
            return printed?.payload == payload ? [JSONDifference.line(.actual, "prints", payload)] : []
        }
        var lines: [ExampleDifference.Line] = []
        if let topic = printed?.topic, topic != self.topic.string {
            lines.append(.init(mark: .expected, text: "topic: \(self.topic)"))
            lines.append(.init(mark: .actual, text: "topic: \(topic)"))
        }
        guard let printed else { return [JSONDifference.line(.expected, "prints", wanted.payload)] }
        if printed.qos != wanted.qos {
            lines.append(.init(mark: .expected, text: "qos: \(wanted.qos)"))
            lines.append(.init(mark: .actual, text: "qos: \(printed.qos)"))
        }
        return lines + JSONDifference.lines(expected: wanted.payload, actual: printed.payload, at: "prints")
    }

    private var expectedLines: [ExampleDifference.Line] {
        switch expected {
        case .setAside(let code): [.init(mark: .expected, text: "set-aside: \(code.rawValue)")]
        case .says(let fields, _): fields.map { JSONDifference.line(.expected, $0.name, $0.json) }
        }
    }
}
