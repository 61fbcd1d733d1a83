import Dialects
import Foundation
import TestMaterial
import Testing
import Translation
import Upgrades

/// Laws that hold for whatever is said, in all four combinations of dialects.
struct RandomConversationTests {
    private static let length = 24

    /// One output with what it needs to be judged.
    private struct Judge {
        let route: Route
        /// Nil where checking would take too long.
        let schema: JSONSchema?

        func judge(_ output: Output, _ device: Identity, _ heard: String) throws {
            switch output {
            case .message(let message): try judge(message, heard)
            case .event(let event): try judge(event, device, heard)
            case .setAside(let code, _): #expect(code != .input, "a message is no line of input")
            }
        }

        /// What is printed is strict JSON, and whoever gets it would read it as the kind of message that was meant.
        private func judge(_ message: Outgoing, _ heard: String) throws {
            let payload = message.printed.payload
            func complain(_ fault: String) {
                Issue.record("\(fault): \(String(decoding: payload, as: UTF8.self)) after \(heard)")
            }
            do { _ = try JSONSerialization.jsonObject(with: Data(payload)) } catch { complain("no strict JSON") }
            let dialect = route.dialect(of: message.receiver)
            let matches = dialect.match(topic: Text(message.printed.topic)).filter { $0.sender != message.receiver }
            let match = try #require(matches.first, "\(message.printed.topic)")
            var document = try Dialect.parse(payload)
            if document.repairs != [] { complain("needs repair") }
            if try dialect.read(&document, on: match).kind != message.kind { complain("is no \(message.kind)") }
        }

        private func judge(_ event: ProgressEvent, _ device: Identity, _ heard: String) throws {
            if let schema {
                let json = event.json(device: device, dialect: route.device.name, backend: route.backendName)
                #expect(try schema.problems(of: json) == [], "\(String(decoding: json, as: UTF8.self)) after \(heard)")
            }
        }
    }

    @Test(arguments: 0..<200 as Range<UInt64>)
    func `what goes out is well formed and understood, and events follow their schema`(
        seed: UInt64
    ) throws {
        let schema = seed < 10 ? try JSONSchema(Mappings.text("schema/ota-progress.v1.schema.json")) : nil
        for sides in Sides.all {
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
            var conversation = Conversation(route: route, names: sides.isSameDialect ? [] : names)
            var random = RandomConversation(seed: seed, sides: sides)
            let judge = Judge(route: route, schema: schema)
            for _ in 0..<Self.length {
                let said = random.next()
                var outputs: [(Output, Identity)] = []
                conversation.advance(to: conversation.now + said.pause) { outputs.append(($0, $1)) }
                conversation.receive(topic: Text(said.wire.topic), payload: said.payload) { outputs.append(($0, $1)) }
                for (output, device) in outputs { try judge.judge(output, device, said.wire.payload) }
            }
        }
    }
}
