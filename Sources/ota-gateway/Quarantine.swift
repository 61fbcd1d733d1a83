import ArgumentParser
import Diagnostics
import Foundation
import Gateway
import GatewayFile
import Journal

struct Quarantine: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Look at messages that were set aside, replay or drop them.",
        discussion: """
            What the gateway cannot read or print is set aside with its bytes, the reason and the version of the mapping. \
            After the mapping is mended, replay it: each message takes its place in its device's history.

              ota-gateway quarantine list --config deploy/gateway.yaml
            """,
        subcommands: [List.self, Show.self, Replay.self, Drop.self], defaultSubcommand: List.self)

    /// Which messages a command is about.
    struct Selection: ParsableArguments {
        @Argument(help: "Numbers of messages, as 'list' shows them.") var ids: [Int64] = []
        @Option(help: "All messages with this code.") var code: String?
        @Option(help: "All messages whose topic has this in it.") var topic: String?
        @Flag(help: "All messages.") var all = false

        func chosen(from journal: JournalReader) throws -> [(id: Int64, message: SetAsideMessage)] {
            guard all || code != nil || topic != nil || !ids.isEmpty else {
                throw ValidationError("which messages? give their numbers, --code, --topic or --all")
            }
            return try journal.quarantined(limit: .max).filter { has($0.id, $0.message) }
        }

        /// Whether a message is among those chosen; with nothing chosen each is.
        func has(_ id: Int64, _ message: SetAsideMessage) -> Bool {
            (ids.isEmpty || ids.contains(id)) && (code.map { $0 == message.code } ?? true)
                && (topic.map { message.topic.contains($0) } ?? true)
        }
    }

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "One line for each message, oldest first; all of them, or those chosen.",
            discussion: """
                  ota-gateway quarantine list --config deploy/gateway.yaml --topic dev1
                """)
        @OptionGroup var gateway: ConfigurationArguments
        @OptionGroup var selection: Selection
        @Option(help: "text for people, json for tools: one object a line.") var format = Status.Format.text

        func run() throws {
            let journal = try JournalReader.open(gateway.load().configuration)
            var after: Int64 = 0
            while case let page = try journal.quarantined(after: after, limit: 500), let last = page.last {
                for (id, message) in page where selection.has(id, message) {
                    let line = format == .json ? try JSONLine.of(ListedMessage(id, message)) : message.line(id)
                    try Streams.print(Array((line + "\n").utf8))
                }
                after = last.id
            }
        }
    }

    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Print messages whole, as lines that 'translate' takes.",
            discussion: """
                The lines have the topic and the bytes; try them with the mended mapping before you replay them:

                  ota-gateway quarantine show --all | ota-gateway translate --devices tencent --backend aliyun --explain
                """)
        @OptionGroup var gateway: ConfigurationArguments
        @OptionGroup var selection: Selection

        func run() throws {
            let journal = try JournalReader.open(gateway.load().configuration)
            for (id, message) in try selection.chosen(from: journal) {
                Streams.complain(message.line(id) + "\n")
                try Streams.print(Array((try JSONLine.of(CapturedLine(message)) + "\n").utf8))
            }
        }
    }

    struct Replay: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Have the running gateway take messages again, in their order.")
        @OptionGroup var gateway: ConfigurationArguments
        @OptionGroup var selection: Selection

        func run() async throws {
            try await gateway.ask(selection) { .replay(quarantine: $0) }
        }
    }

    struct Drop: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Have the running gateway throw messages away.")
        @OptionGroup var gateway: ConfigurationArguments
        @OptionGroup var selection: Selection

        func run() async throws {
            try await gateway.ask(selection) { .drop(quarantine: $0) }
        }
    }
}

private enum JSONLine {
    static func of(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }
}

/// A message without its payload, for tools; the time is in milliseconds since 1970.
private struct ListedMessage: Encodable {
    let id: Int64
    let time: Int64
    let link: String
    let topic: String
    let bytes: Int
    let code: String
    let reason: String
    let mapping: String

    init(_ id: Int64, _ message: SetAsideMessage) {
        self.id = id
        (time, link, topic, bytes) = (message.time, message.link, message.topic, message.payload.count)
        (code, reason, mapping) = (message.code, message.reason, message.mapping)
    }
}

/// A message as `translate` reads it.
private struct CapturedLine: Encodable {
    let topic: String
    var payload: String?
    var payload64: String?

    init(_ message: SetAsideMessage) {
        topic = message.topic
        if let text = String(validating: message.payload, as: UTF8.self) {
            payload = text
        } else {
            payload64 = Data(message.payload).base64EncodedString()
        }
    }
}

extension SetAsideMessage {
    fileprivate func line(_ id: Int64) -> String {
        let time = Date(timeIntervalSince1970: Double(self.time) / 1_000).formatted(.iso8601)
        let mapping = mapping.isEmpty ? "" : ", mapping \(mapping)"
        return harmless("#\(id)  \(time)  \(link)  \(topic)  \(payload.count) bytes\(mapping): \(reason) [\(code)]")
    }
}

extension ConfigurationArguments {
    /// Sends a command about messages of the quarantine to the gateway, a hundred at a time, and prints what became of each.
    fileprivate func ask(_ selection: Quarantine.Selection, _ command: ([Int64]) -> ControlCommand) async throws {
        let configuration = try load().configuration
        let ids = try selection.chosen(from: JournalReader.open(configuration)).map(\.id)
        var isDone = true
        for start in stride(from: 0, to: ids.count, by: 100) {
            let some = Array(ids[start..<min(start + 100, ids.count)])
            guard let reply = try await ControlSocket(journal: configuration.journal).ask(command(some)) else {
                Streams.complain("error: no gateway is running with this configuration; start it, it does the work\n")
                throw ExitStatus.unusable
            }
            if let error = reply.error {
                Streams.complain("error: \(error)\n")
                throw ExitStatus.findings
            }
            for result in reply.results {
                try Streams.print(Array(harmless("#\(result.id)  \(result.text)").utf8) + Array("\n".utf8))
                isDone = isDone && result.isDone
            }
        }
        if ids.isEmpty { Streams.complain("no such message is in the quarantine\n") }
        if !isDone || ids.isEmpty { throw ExitStatus.findings }
    }
}
