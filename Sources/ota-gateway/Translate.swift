import ArgumentParser
import Diagnostics
import Dialects
import Foundation
import Translation
import Upgrades

struct Translate: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Translate a conversation, without brokers.",
        discussion: """
            Reads one JSON object a line: {"topic":"...","payload":...,"at":seconds}, and prints what the gateway \
            would send. Exit code 1 if a message was set aside.

              REPORT='{"type":"report_version","report":{"version":"1.0"}}'
              echo '{"topic":"$ota/report/P1/d1","payload":'"$REPORT"'}' |
                ota-gateway translate --devices tencent --backend aliyun \\
                  --identity P1/d1=a1Pk/d1
            """)

    @Option(help: "The dialect of the devices.") var devices: String
    @Option(help: "The dialect of the backend.") var backend: String
    @Option(help: "The folder of the dialect files (default: Mappings, here or above the program).")
    var mappings: String?
    @Option(help: "PRODUCT/DEVICE=PRODUCT/DEVICE: the device's name and the backend's for it.") var identity: [String] =
        []
    @OptionGroup var fleet: FleetArguments
    @Flag(
        help: """
            Explain on standard error what came of each line: which line of the dialect file read each field, which rule \
            of RULES.md acted, which line printed each output, what was dropped; and for a message that was set aside, \
            the nearest form and the line that stopped it.
            """) var explain = false

    /// Bytes of output that wait for more at most.
    private static let batch = 1 << 16

    func run() throws {
        let options = try fleet.options()
        let names = try Identities.all(arguments: identity)
        let folder = try MappingFolder(path: mappings ?? MappingFolder.standardPath)
        let route = Route(
            device: try folder.dialect(devices), backend: try folder.dialect(backend), backendName: backend,
            options: options)
        if let problem = names.lazy.compactMap({ route.problem(with: $0) }).first { throw ValidationError(problem) }
        var conversation = Conversation(route: route, names: names)
        conversation.isTraced = explain
        let printer = ConversationPrinter(route: route)
        let explanation = Explanation(route: route, sources: folder.sources)
        var input = InputLines()
        var number = 0
        var isFirst = true
        var hasSetAside = false
        var out: [UInt8] = []
        while let line = try input.next() {
            number += 1
            if line.allSatisfy({ $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }) { continue }
            func emit(_ output: Output, _ device: Identity) {
                if case .setAside = output { hasSetAside = true }
                out += printer.line(output, of: device, at: number)
            }
            let parsed = ConversationLine(line)
            conversation.advance(to: parsed.at ?? (isFirst ? 0 : conversation.now + 1000), emit)
            isFirst = false
            if let problem = parsed.problem {
                emit(.setAside(.input, reason: problem), Identity(product: "", device: ""))
            } else if let message = parsed.message {
                conversation.receive(topic: message.topic, payload: message.payload, emit)
            }
            if explain {
                let traces = conversation.takeTraces()
                Streams.complain(explanation.text(of: parsed, number: number, traces, at: conversation.now))
            }
            if out.count > Self.batch || explain || !input.hasLine {
                try Streams.print(out)
                out.removeAll(keepingCapacity: true)
            }
        }
        try Streams.print(out)
        if hasSetAside { throw ExitStatus.findings }
    }
}

extension Identities {
    /// Every `--identity` of a command; no two share a name on either side.
    static func all(arguments: [String]) throws -> [Identities] {
        let names = try arguments.map { try Identities(argument: $0) }
        for side in [names.map(\.device), names.map(\.backend)] where Set(side).count < side.count {
            throw ValidationError("two identities share a name; each device needs its own on both sides")
        }
        return names
    }

    /// `PRODUCT/DEVICE=PRODUCT/DEVICE`, as on the command line.
    init(argument: String) throws {
        let sides = argument.split(separator: "=", omittingEmptySubsequences: false)
            .map { $0.split(separator: "/", omittingEmptySubsequences: false).map(String.init) }
        let isPlain = !argument.unicodeScalars.contains { $0 == "+" || $0 == "#" || $0.value < 0x20 }
        guard isPlain, sides.count == 2, sides.allSatisfy({ $0.count == 2 && !$0.contains("") }) else {
            throw ValidationError("'\(argument)' is no identity; write PRODUCT/DEVICE=PRODUCT/DEVICE")
        }
        self.init(
            device: Identity(product: Text(sides[0][0]), device: Text(sides[0][1])),
            backend: Identity(product: Text(sides[1][0]), device: Text(sides[1][1])))
    }
}
