/// Takes down what the rules of one turn do, for people; a reducer has one only if somebody asks.
package final class RuleRecorder {
    /// In the order in which the rules acted.
    package fileprivate(set) var notes: [RuleNote] = []

    package init() {}
}

/// What rules say of themselves.
extension UpgradeReducer {
    /// Notes what a rule does, before it does it; nothing is worked out where nobody asks.
    func note(
        _ rule: RuleNote.Rule, judging judged: @autoclosure () -> RuleNote.Judged? = nil,
        _ text: @autoclosure () -> String
    ) {
        guard let recorder else { return }
        recorder.notes.append(RuleNote(rule: rule, text: text(), judged: judged(), start: effects.counts))
    }

    func noteNoWord(for module: Text) {
        note(.modules, "the backend's dialect has no word for the module '\(module)': nothing is forwarded")
    }

    /// The record's upgrade in a sentence.
    func toldUpgrade(_ index: Int) -> String { state.records[index].upgrade?.told ?? "there is an upgrade" }

    /// A version in a sentence.
    func told(_ version: Text?) -> String { version.map { "'\($0)'" } ?? "a version that nobody has named" }
}

extension Upgrade {
    /// The upgrade in a sentence: `the upgrade to '2.0' is downloading 40 percent`.
    var told: String {
        let target = target.map { " to '\($0)'" } ?? ""
        return "the upgrade\(target) is \(standing.told)"
    }

    static func told(_ phase: Phase, _ percent: Int?) -> String {
        guard phase == .downloading, let percent else { return phase.rawValue }
        return "\(phase.rawValue) \(percent) percent"
    }
}

extension Upgrade.Standing {
    /// In a sentence: `downloading 40 percent`.
    var told: String { Upgrade.told(phase, percent) }
}
