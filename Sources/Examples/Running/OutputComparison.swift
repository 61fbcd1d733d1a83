internal import Diagnostics
internal import Dialects
internal import Upgrades

/// What came of one step beside what the example says must come of it.
struct OutputComparison {
    let step: Example.Step
    /// Each output as `translate` prints it.
    let lines: [[UInt8]]
    private let documents: [JSONDocument?]

    init(step: Example.Step, lines: [[UInt8]]) {
        self.step = step
        self.lines = lines
        documents = lines.map { try? JSONDocument.readStrict($0) }
    }

    var isFine: Bool {
        lines.count == step.expected.count && lines.indices.allSatisfy { difference($0, $0).isEmpty }
    }

    var differences: [ExampleDifference] {
        if isFine { return [] }
        let pairs = OutputAlignment.pairs(
            step.expected.count, lines.count, isEqual: { difference($0, $1).isEmpty },
            isAlike: { step.expected[$0].to == receiver($1) })
        return pairs.compactMap { pair in
            switch pair {
            case .both(let expected, let actual):
                let lines = difference(expected, actual)
                guard !lines.isEmpty else { return nil }
                let expectation = step.expected[expected]
                return ExampleDifference(
                    location: expectation.location,
                    headline: "output \(expected + 1), for \(expectation.to), is another", lines: lines)
            case .missing(let expected):
                let expectation = step.expected[expected]
                return ExampleDifference(
                    location: expectation.location,
                    headline: "output \(expected + 1), for \(expectation.to), is missing",
                    lines: expectation.members.map { JSONDifference.line(.expected, $0.name, $0.json) })
            case .extra(let actual):
                return ExampleDifference(
                    location: step.location, headline: "this came out too, for \(receiver(actual))",
                    lines: [.init(mark: .actual, text: String(decoding: lines[actual].dropLast(), as: UTF8.self))])
            }
        }
    }

    private func receiver(_ place: Int) -> String {
        guard let document = documents[place], let node = document.member(Array("to".utf8), of: document.root) else {
            return ""
        }
        return document.text(node).string
    }

    /// The members that differ; empty if the output says all that is expected.
    private func difference(_ expected: Int, _ actual: Int) -> [ExampleDifference.Line] {
        let expectation = step.expected[expected]
        guard let document = documents[actual] else { preconditionFailure("an output is printed as JSON") }
        let receiver = receiver(actual)
        guard receiver == expectation.to else {
            return [
                .init(mark: .expected, text: "to: \(expectation.to)"),
                .init(mark: .actual, text: "to: \(receiver)"),
            ]
        }
        let object = document.member(Array("event".utf8), of: document.root) ?? document.root
        return expectation.members.flatMap { member -> [ExampleDifference.Line] in
            guard let node = document.member(Array(member.name.utf8), of: object) else {
                return [JSONDifference.line(.expected, member.name, member.json)]
            }
            let json = JSONWriter.compact(node, of: document).bytes
            return JSONDifference.lines(expected: member.json, actual: json, at: member.name)
        }
    }
}
