package import Translation
internal import Upgrades

/// A capture put through a route: what comes of each message.
package struct Replay: Sendable {
    package struct Step: Sendable {
        package let message: Capture.Message
        /// As `translate` prints them.
        package let outputs: [[UInt8]]
    }
    package let steps: [Step]

    package init(_ messages: [Capture.Message], over route: Route, names: [Identities]) {
        var conversation = Conversation(route: route, names: names)
        let printer = ConversationPrinter(route: route)
        steps = messages.enumerated().map { place, message in
            var outputs: [[UInt8]] = []
            func emit(_ output: Output, _ device: Identity) {
                outputs.append(printer.line(output, of: device, at: message.line))
            }
            conversation.advance(to: message.at ?? (place == 0 ? 0 : conversation.now + 1000), emit)
            if let topic = message.topic { conversation.receive(topic: topic, payload: message.payload, emit) }
            return Step(message: message, outputs: outputs)
        }
    }

    /// What comes out otherwise in another replay of the same capture, by line of input.
    package func changes(in other: Replay) -> [(message: Capture.Message, lines: [ExampleDifference.Line])] {
        zip(steps, other.steps).compactMap { step, otherStep in
            guard step.outputs != otherStep.outputs else { return nil }
            let pairs = OutputAlignment.pairs(
                step.outputs.count, otherStep.outputs.count,
                isEqual: { step.outputs[$0] == otherStep.outputs[$1] },
                isAlike: { Self.receiver(step.outputs[$0]) == Self.receiver(otherStep.outputs[$1]) })
            let lines = pairs.flatMap { pair -> [ExampleDifference.Line] in
                switch pair {
                case .both(let one, let other):
                    JSONDifference.lines(
                        expected: step.outputs[one].dropLast(), actual: otherStep.outputs[other].dropLast(),
                        at: "output \(one + 1)")
                case .missing(let one): [Self.line(.expected, step.outputs[one])]
                case .extra(let other): [Self.line(.actual, otherStep.outputs[other])]
                }
            }
            return (step.message, lines)
        }
    }

    private static func line(_ mark: ExampleDifference.Mark, _ output: [UInt8]) -> ExampleDifference.Line {
        .init(mark: mark, text: String(decoding: output.dropLast(), as: UTF8.self))
    }

    /// What stands between `"to":` and the comma behind it.
    private static func receiver(_ output: [UInt8]) -> ArraySlice<UInt8> {
        let fields = output.split(separator: UInt8(ascii: ","), maxSplits: 2)
        return fields.count > 1 ? fields[1] : []
    }
}
