import Diagnostics
import Dialects
import Foundation
import Testing
import Translation
import Upgrades

/// What `translate --explain` says of whole conversations, word by word: `Fixtures/explanations`.
struct ExplanationTests {
    private static func fixture(_ name: String) throws -> String {
        let folder = try #require(Bundle.module.url(forResource: "Fixtures", withExtension: nil))
        return try String(contentsOf: folder.appending(path: "explanations").appending(path: name), encoding: .utf8)
    }

    private static func explain(_ input: String) throws -> String {
        try explain(input, ["acme.yaml", "zenith.yaml"].map { SourceText(name: $0, text: try fixture($0)) })
    }

    /// - Parameter sources: the dialect files of the devices and of the backend.
    private static func explain(_ input: String, _ sources: [SourceText]) throws -> String {
        let dialects = try sources.map { try Mappings.load(String(decoding: $0.bytes, as: UTF8.self), name: $0.name) }
        let route = Route(
            device: dialects[0], backend: dialects[1], backendName: "zenith", options: FleetOptions())
        let names = Identities(
            device: Identity(product: "P", device: "d"), backend: Identity(product: "Z", device: "d"))
        var conversation = Conversation(route: route, names: [names])
        conversation.isTraced = true
        let explanation = Explanation(route: route, sources: sources)
        var text = ""
        for (index, line) in input.split(separator: "\n").enumerated() {
            let parsed = ConversationLine(Array(line.utf8))
            conversation.advance(to: parsed.at ?? (index == 0 ? 0 : conversation.now + 1000)) { _, _ in }
            if let message = parsed.message {
                conversation.receive(topic: message.topic, payload: message.payload) { _, _ in }
            }
            let traces = conversation.takeTraces()
            text += explanation.text(of: parsed, number: index + 1, traces, at: conversation.now)
        }
        return text
    }

    @Test(arguments: ["upgrade", "faults"]) func `a conversation is explained word by word`(name: String) throws {
        let text = try Self.explain(Self.fixture("\(name).in.jsonl"))
        let expected = try Self.fixture("\(name).txt")
        if text != expected { Attachment.record(text, named: "\(name).txt") }
        #expect(text == expected, "actual:\n\(text)")
        #expect(!text.contains("SECRET") && !text.contains("\u{1b}"))
    }

    @Test func `what the guide shows is what is said`() throws {
        let guide = try Mappings.text("GUIDE.md").split(separator: "\n```", omittingEmptySubsequences: false)
        func blocks(_ mark: String) -> [Substring] {
            guide.filter { $0.hasPrefix("\(mark)\n") }.map { $0.dropFirst(mark.count + 1) }
        }
        let shown = try #require(blocks("text explanation").first)
        let file = blocks("yaml acme.yaml").joined(separator: "\n\n") + "\n"
        let source = SourceText(name: "Mappings/acme.yaml", text: file)
        let said = try Self.explain(
            #"{"topic":"acme/P/D/up","payload":{"cmd":"state","state":"FLASHING"}}"#, [source, source])
        #expect(said.hasPrefix(shown), "\(said)")
    }
}
