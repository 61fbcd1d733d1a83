internal import Dialects
internal import Upgrades

/// What the rules did, and how it was printed.
extension Explanation {
    mutating func add(_ turn: TurnTrace) {
        if case .timer(let timer) = turn.cause {
            let device = Self.shown(turn.device.description)
            say("at \(Self.seconds(turn.time)): \(timer.kind.words) of device \(device) falls due")
        }
        for step in turn.steps {
            say("  \(step.note.rule.rawValue.padded(to: 6)) \(Self.shown(step.note.text))")
            if let carriage = step.carriage { add(carriage) }
            for place in step.outputs {
                add(turn.outputs[place], turn.prints[place], isJudged: step.carriage != nil)
            }
            for print in step.unprinted { addUnprinted(print) }
        }
        if turn.outputs.isEmpty { say("  nothing goes out") }
    }

    private mutating func add(_ output: Output, _ print: PrintTrace?, isJudged: Bool) {
        switch output {
        case .message(let message):
            guard let print, let variant = print.variant else { return }
            let place = Self.place(variant.location, in: print.file)
            say("    → to the \(message.receiver.rawValue): \(variant.label)  \(place)")
            var table = AlignedLines(indent: 8)
            for field in print.fields { table.add(field, in: print.file) }
            for line in table.lines { say(line) }
            if !isJudged, let carriage = print.carriage { add(carriage, isRefused: false) }
            let dropped = print.dropped.map { Self.shown(Self.dotted($0)) }
            if !dropped.isEmpty { say("        dropped: \(dropped.joined(separator: ", "))") }
            let lost = print.lost.map(\.rawValue)
            if !lost.isEmpty { say("        no place for: \(lost.joined(separator: ", "))") }
        case .event(let event):
            let percent = event.percent.map { ", \($0) percent" } ?? ""
            let dropped = event.dropped.map { Self.shown($0.string) }
            say(
                "    → event \(event.sequence): \(event.phase.rawValue)\(percent), attempt \(event.attempt)"
                    + (event.isSynthetic ? ", decided by the gateway" : "")
                    + (dropped.isEmpty ? "" : ", dropped \(dropped.joined(separator: ", "))"))
        case .setAside(let code, let reason):
            say("    → set aside [\(code.rawValue)]: \(Self.shown(reason))")
        }
    }

    private mutating func add(_ carriage: CarriageTrace, isRefused: Bool = true) {
        for judgement in carriage.judgements where isRefused || judgement.verdict != .refused {
            let verdict =
                switch judgement.verdict {
                case .refused: "refused"
                case .dropped: "given up"
                case .allowed: "given up, as --allow says"
                }
            let section = judgement.isLimit ? "limits" : "lacks"
            let line = judgement.location.map { "  \(section): \(Self.line($0, in: carriage.file))" } ?? ""
            say("        \(verdict): \(Self.shown(judgement.reason))\(line)")
        }
        if let expiry = carriage.expiry {
            let place = Self.line(expiry.location, in: carriage.backendFile)
            say("        its URL expires at \(expiry.time), seconds since 1970  url-expiry: \(place)")
        }
    }

    private mutating func addUnprinted(_ print: PrintTrace) {
        say("    → nothing: dialect \(print.dialect) has no form for this \(print.kind.rawValue)")
        for refusal in print.refusals.prefix(3) {
            guard let obstacle = refusal.obstacles.first else { continue }
            let place = Self.line(obstacle.location, in: print.file)
            say("        not \(refusal.variant.label): \(Self.shown(obstacle.reason))  \(place)")
        }
    }
}

extension Timer.Kind {
    fileprivate var words: String {
        switch self {
        case .progress: "the second of the progress"
        case .settle: "the settling of the reports"
        case .timeout: "the time-out"
        }
    }
}
