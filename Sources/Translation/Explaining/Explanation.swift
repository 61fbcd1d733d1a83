package import Diagnostics
internal import Dialects
internal import Upgrades

/// Traces of one line of a conversation as text for people.
///
/// Words of devices and clouds are escaped and shortened, and what signs a URL is left out.
package struct Explanation {
    private let device: String
    private let backend: String
    /// The dialect files by name, for excerpts.
    private let sources: [String: SourceText]
    private var lines: [String] = []

    package init(route: Route, sources: [SourceText]) {
        device = route.device.name
        backend = route.backend.name
        self.sources = Dictionary(sources.map { ($0.name, $0) }) { first, _ in first }
    }

    /// What came of one line of input, also of one that is no message; a newline stands behind each line of it.
    ///
    /// - Parameters:
    ///   - number: the line's, from 1.
    ///   - traces: what fell due before the line, then what came of it.
    ///   - time: the line's, in milliseconds.
    package func text(
        of line: ConversationLine, number: Int, _ traces: [ConversationTrace], at time: Int64
    ) -> String {
        let text = text(of: traces, line: number, at: time)
        if line.message != nil { return text }
        let what = line.problem.map { "set aside [input]: \(Self.shown($0))" } ?? "only time passes"
        return text + "line \(number), \(Self.seconds(time)): \(what)\n"
    }

    /// What fell due and what was heard, in this order.
    package func text(of traces: [ConversationTrace], line: Int, at time: Int64) -> String {
        var text = self
        for trace in traces {
            switch trace {
            case .hearing(let hearing): text.add(hearing, line: line, at: time)
            case .turn(let turn): text.add(turn)
            }
        }
        return text.lines.map { $0 + "\n" }.joined()
    }

    /// Adds a line.
    mutating func say(_ text: String) { lines.append(text) }

    // MARK: what was heard

    private mutating func add(_ hearing: HearingTrace, line: Int, at time: Int64) {
        say("line \(line), \(Self.seconds(time)): heard on \(Self.shown(hearing.topic.string))")
        switch hearing.outcome {
        case .message(_, let sender):
            if let reading = hearing.reading, let attempt = hearing.attempts.first(where: { $0.sender == sender }) {
                add(reading, from: sender, attempt.identity)
            }
        case .echo: say("  the gateway's own words, heard again: dropped")
        case .ignored: say("  no message about upgrades: the dialect file has it under ignored:, so it is dropped")
        case .failure(let failure):
            say("  set aside [\(failure.code.rawValue)]: \(Self.shown(failure.reason))")
            if failure.code == .unknownTopic { addTopics(hearing) } else { addNearest(hearing) }
        }
    }

    private func dialect(of sender: Sender) -> String { "dialect \(sender == .device ? device : backend)" }

    private mutating func add(_ trace: ReadTrace, from sender: Sender, _ identity: Identity) {
        guard let reading = trace.reading else { return }
        let place = Self.place(reading.variant.location, in: trace.file)
        let name = Self.shown(identity.description)
        say("  read   \(reading.variant.label), said by \(sender.rawValue) \(name) in \(dialect(of: sender))  \(place)")
        var table = AlignedLines(indent: 9)
        for claim in reading.claims { table.add("\(claim.field.rawValue) = \(claim.word)", "← is:") }
        for field in reading.fields { table.add(field, in: trace.file) }
        for literal in reading.literals where literal.alternative ?? 0 > 0 {
            let place = Self.line(literal.location, in: trace.file)
            table.add(literal.pointer.dotted, "← literal \((literal.alternative ?? 0) + 1) of !any  \(place)")
        }
        for extra in reading.extras {
            let value = namesSecret(extra.name.string) ? "…" : Self.short(extra.value.string)
            table.add("+ \(Self.shown(Self.dotted(extra))) = \(value)", "named by no template")
        }
        for line in table.lines { say(line) }
        if !trace.repairs.isEmpty { say("         forgiven: \(trace.repairs.words.joined(separator: ", "))") }
    }

    // MARK: why nothing was read

    /// Variants that are named beside the nearest at most.
    private static let others = 4

    private mutating func addNearest(_ hearing: HearingTrace) {
        for attempt in hearing.attempts {
            guard let trace = attempt.reading, let nearest = trace.nearest.first else { continue }
            addStop(nearest, trace, attempt.sender)
            let others = trace.nearest.dropFirst()
            for other in others.prefix(Self.others) {
                guard let obstacle = other.obstacles.first else { continue }
                let place = Self.line(obstacle.location, in: trace.file)
                say("    nor \(other.variant.label): \(Self.shown(obstacle.reason))  \(place)")
            }
            if others.count > Self.others { say("    nor \(others.count - Self.others) more") }
        }
    }

    private mutating func addStop(_ nearest: VariantReading, _ trace: ReadTrace, _ sender: Sender) {
        guard let obstacle = nearest.obstacles.first else { return }
        say("  nearest is \(nearest.variant.label) in \(dialect(of: sender)), but \(Self.shown(obstacle.reason))")
        add(obstacle, in: trace.file)
        for more in nearest.obstacles.dropFirst() {
            say("    and \(Self.shown(more.reason))  \(Self.line(more.location, in: trace.file))")
        }
    }

    private mutating func add(_ obstacle: Obstacle, in file: String) {
        say("    \(Self.place(obstacle.location, in: file))")
        let excerpt = sources[file]?
            .excerpt(at: obstacle.location, length: obstacle.length, remark: obstacle.suggestion)
        if let excerpt {
            for line in excerpt.split(separator: "\n", omittingEmptySubsequences: false) { say("    \(line)") }
        } else if let suggestion = obstacle.suggestion {
            say("      = \(Self.shown(suggestion))")
        }
    }

    private mutating func addTopics(_ hearing: HearingTrace) {
        for attempt in hearing.attempts where attempt.isForeign {
            say(
                "  no \(attempt.sender == .device ? "device" : "device of the backend") is named "
                    + "\(Self.shown(attempt.identity.description)): that is a device's name on the other side")
        }
        for side in hearing.ownSides {
            say("  towards the \(side.rawValue), only the gateway itself writes on this topic")
        }
        guard hearing.ownSides.isEmpty else { return }
        guard let nearest = hearing.nearestTopics.first else {
            if hearing.attempts.isEmpty { say("  no topic of \(device) or \(backend) is near") }
            return
        }
        let place = Self.place(nearest.variant.location, in: nearest.file)
        say("  nearest is \(nearest.template) in \(dialect(of: nearest.sender)), but \(Self.shown(nearest.reason))")
        say("    \(nearest.variant.label)  \(place)")
    }
}

extension JSONDocument.Repairs {
    /// What was forgiven, in words.
    fileprivate var words: [String] {
        var words: [String] = []
        if contains(.byteOrderMark) { words.append("a byte order mark") }
        if contains(.trailingComma) { words.append("a comma before a closing bracket") }
        if contains(.trailingBytes) { words.append("bytes after the value") }
        if contains(.duplicateMember) { words.append("a member twice, the last one counts") }
        if contains(.textForObject) { words.append("text that holds an object") }
        return words
    }
}
