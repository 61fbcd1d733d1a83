import Dialects
import TestMaterial
import Testing
import Translation
import Upgrades

/// Traces are worked out beside the conversation; whatever is said, they tell what really happened.
struct ConversationTraceTests {
    @Test(arguments: 0..<30 as Range<UInt64>) func `a trace tells what went out, and which rule made it`(seed: UInt64)
        throws
    {
        for sides in Sides.all {
            var conversation = try Self.conversation(seed: seed, sides)
            var plain = try Self.conversation(seed: seed, sides)
            conversation.isTraced = true
            let explanation = Explanation(route: conversation.route, sources: [])
            var random = RandomConversation(seed: seed, sides: sides)
            for _ in 0..<40 {
                let said = random.next()
                var outputs: [Output] = []
                conversation.advance(to: conversation.now + said.pause) { output, _ in outputs.append(output) }
                conversation.receive(topic: Text(said.wire.topic), payload: said.payload) { output, _ in
                    outputs.append(output)
                }
                var plainOutputs: [Output] = []
                plain.advance(to: plain.now + said.pause) { output, _ in plainOutputs.append(output) }
                plain.receive(topic: Text(said.wire.topic), payload: said.payload) { output, _ in
                    plainOutputs.append(output)
                }
                #expect(outputs == plainOutputs)
                let traces = conversation.takeTraces()
                try Self.judge(traces, outputs, said.wire.payload)
                let text = explanation.text(of: traces, line: 1, at: conversation.now)
                #expect(text.hasSuffix("\n"))
                #expect(!text.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" }, "\(text)")
            }
        }
    }

    private static func conversation(seed: UInt64, _ sides: Sides) throws -> Conversation {
        var generator = SeededGenerator(seed: seed)
        var options = FleetOptions()
        options.timeout = .seconds(generator.pick([0, 5, 60, 900]))
        options.offerTimeout = .seconds(generator.pick([0, 0, 20]))
        options.settle = .seconds(generator.pick([0, 0, 2]))
        options.doneIsSuccess = generator.chance(30)
        options.module = generator.chance(30) ? "MCU" : nil
        options.allowed = generator.chance(30) ? [.diff, .signature] : []
        let route = Route(
            device: try sides.device.dialect(), backend: try sides.backend.dialect(), backendName: "cloud",
            options: options)
        let names = ["dev1", "dev2"].map {
            Identities(
                device: Identity(product: Text(sides.device.product), device: Text($0)),
                backend: Identity(product: Text(sides.backend.product), device: Text($0)))
        }
        return Conversation(route: route, names: sides.isSameDialect ? [] : names)
    }

    private static func judge(_ traces: [ConversationTrace], _ outputs: [Output], _ said: String) throws {
        var told: [Output] = []
        for trace in traces {
            switch trace {
            case .turn(let turn):
                told += turn.outputs
                #expect(!turn.steps.isEmpty, "no rule acted on \(said)")
                let explained = turn.steps.flatMap(\.outputs).sorted()
                #expect(explained == Array(turn.outputs.indices), "\(turn.steps.map(\.note.text)) after \(said)")
                for (output, print) in zip(turn.outputs, turn.prints) {
                    guard case .message(let message) = output else { continue }
                    #expect(print?.printed == message.printed)
                }
            case .hearing(let hearing):
                guard case .failure(let failure) = hearing.outcome else { continue }
                told.append(.setAside(failure.code, reason: failure.reason))
            }
        }
        #expect(told == outputs, "after \(said)")
    }
}
