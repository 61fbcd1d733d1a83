import Foundation
import Testing
import Translation
import Upgrades

/// The conversations of `Fixtures/conversations`, line by line as `ota-gateway translate` reads and prints them.
struct SampleConversationTests {
    @Test(arguments: [
        ("tencent-device-aliyun-backend", Vendor.tencent), ("aliyun-device-tencent-backend", Vendor.aliyun),
        ("failure-refusal-and-bad-input", Vendor.tencent),
    ]) func `a sample conversation goes as it is written down`(name: String, device: Vendor) throws {
        let backend: Vendor = device == .tencent ? .aliyun : .tencent
        let talk = try Talk(device, backend)
        let names = Identities(
            device: Identity(product: Text(device.product), device: "dev1"),
            backend: Identity(product: Text(backend.product), device: "dev1"))
        let input = try Self.lines(of: "\(name).in.jsonl")
        let said = Script(talk.route, names: [names]).run(input)
        let expected = try Self.lines(of: "\(name).out.jsonl")
        #expect(said.map(Self.withoutReason) == expected.map(Self.withoutReason))
    }

    /// The wording of reasons is free.
    private static func withoutReason(_ line: String) -> String {
        line.contains(#""to":"set-aside""#) ? line.replacing(/,"reason":.*/, with: "}") : line
    }

    private static func lines(of file: String) throws -> [String] {
        let folder = try #require(Bundle.module.url(forResource: "Fixtures", withExtension: nil))
        let text = try String(
            contentsOf: folder.appending(path: "conversations").appending(path: file), encoding: .utf8)
        return text.split(separator: "\n").map(String.init)
    }
}

/// A conversation of JSON lines, timed and printed as the command does it.
struct Script {
    private var conversation: Conversation
    private let printer: ConversationPrinter

    init(_ route: Route, names: [Identities] = []) {
        conversation = Conversation(route: route, names: names)
        printer = ConversationPrinter(route: route)
    }

    /// The lines of output, without their ends.
    func run(_ lines: [String]) -> [String] {
        var conversation = conversation
        var out: [String] = []
        for (index, text) in lines.enumerated() {
            func emit(_ output: Output, _ device: Identity) {
                let line = printer.line(output, of: device, at: index + 1)
                out.append(String(decoding: line.dropLast(), as: UTF8.self))
            }
            let line = ConversationLine(Array(text.utf8))
            conversation.advance(to: line.at ?? (index == 0 ? 0 : conversation.now + 1000), emit)
            if let problem = line.problem {
                emit(.setAside(.input, reason: problem), Identity(product: "", device: ""))
            } else if let message = line.message {
                conversation.receive(topic: message.topic, payload: message.payload, emit)
            }
        }
        return out
    }
}
