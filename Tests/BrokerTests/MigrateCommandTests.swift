import Foundation
import Gateway
import Journal
import TestSupport
import Testing

/// `ota-gateway migrate` as a program, beside a gateway that runs: what it answers, and that a dry run changes nothing.
struct MigrateCommandTests {
    private static let device = "tencent/PDEV/d1"
    private let folder: TemporaryFolder
    private let brokers: [MosquittoBroker]
    private let gateway: GatewayProcess

    init() throws {
        folder = try TemporaryFolder()
        brokers = try (0..<3).map { _ in try MosquittoBroker() }
        let entries = zip(["site", "old", "new"], brokers).map { "\($0): { url: \"mqtt://127.0.0.1:\($1.port)\" }" }
        try folder.write(
            """
            mappings: \(Rig.mappings)
            journal: journal.sqlite
            brokers: { \(entries.joined(separator: ", ")) }
            backends: { old: { dialect: aliyun, broker: old }, new: { dialect: tencent, broker: new } }
            fleets:
              fleet: { devices: "tencent/PDEV/*", broker: site, backend: old, identity: { product: POLD } }
            """, to: "gateway.yaml")
        gateway = try GatewayProcess(["run", folder.file("gateway.yaml")], in: folder)
        guard gateway.waits(for: "ready: ") else { throw TestFailure("no start: \(gateway.log)") }
    }

    /// Runs it with words that blanks part.
    private func migrate(_ words: String) throws -> OperatorCommand {
        let arguments = words.split(separator: " ").map(String.init)
        return try OperatorCommand(["migrate"] + arguments + ["--config", folder.file("gateway.yaml")], in: folder)
    }

    private func lines(_ words: String, sourceLocation: SourceLocation = #_sourceLocation) throws -> [String] {
        let command = try migrate(words)
        #expect(command.code == 0, "\(words): \(command.complaints)", sourceLocation: sourceLocation)
        return command.output.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
    }

    private func json(_ words: String) throws -> JSONTree {
        let command = try migrate(words + " --format json")
        return try #require(JSONTree(Array(command.output.utf8)), "\(words): \(command.complaints)")
    }

    /// What a dry run lists; it leaves nothing behind.
    private func dryRun(_ words: String, sourceLocation: SourceLocation = #_sourceLocation) throws -> [String] {
        let reader = try JournalReader(path: folder.file("journal.sqlite"))
        let (migrations, audit) = (try reader.migrations(), try reader.audit())
        let lines = try lines(words + " --dry-run", sourceLocation: sourceLocation)
        #expect(try reader.migrations() == migrations && reader.audit() == audit, sourceLocation: sourceLocation)
        return lines
    }

    private func isRefused(_ command: OperatorCommand, _ text: String) -> Bool {
        command.code == 1 && command.output.isEmpty && command.complaints == "error: \(text)\n"
    }

    @Test func `each step is tried, done and shown`() throws {
        let device = try Peer(port: brokers[0].port, filters: [])
        let new = try Peer(port: brokers[2].port, filters: Vendor.tencent.backendFilters)
        let old = try Peer(port: brokers[1].port, filters: Vendor.aliyun.backendFilters)
        try device.tell(Vendor.tencent.report("1.0.0", of: "PDEV/d1"))
        #expect(old.driver.run { _ in old.heard("/ota/device/inform/POLD/d1") })
        let there = "\(Self.device), there PNEW/n-d1"
        let all = "all devices go to backend 'new'"

        // the gateway and who reads its journal have the same words
        let unknown = "there is no migration 'leave'; 'migrate plan' makes one"
        for words in ["status leave", "start leave --dry-run", "start leave --reason early"] {
            #expect(isRefused(try migrate(words), unknown))
        }
        let none = try migrate("status")
        #expect(none.code == 0 && none.output.isEmpty && none.complaints.hasPrefix("no migration is known"))

        let plan = "plan leave --fleet fleet=PNEW/n-${device} --to new"
        let planned = try dryRun(plan)
        #expect(planned.prefix(3) == ["dry run of 'plan', nothing is changed", "would change", "planned"])
        #expect(planned.last == "rename \(there): for backend new")
        #expect(try lines(plan + " --reason test") == ["leave: planned"])

        let started = try dryRun("start leave")
        #expect(started.contains("planned → mirroring"))
        #expect(started.last == "tell \(there): version 1.0.0 is told to backend new")
        #expect(!new.heard("n-d1"))
        #expect(try lines("start leave --reason test") == ["leave: planned → mirroring"])
        #expect(new.driver.run { _ in new.heard("PNEW/n-d1", "1.0.0") })

        let moved = try dryRun("move leave --all")
        #expect(moved.contains("mirroring → moving") && moved.contains(all))
        #expect(moved.last?.hasPrefix("move \(there): at once") == true)
        #expect(try lines("status") == ["leave  mirroring: fleet to new"])
        let outlook = try json("move leave --all --dry-run")
        #expect(outlook["command"].text == "move" && outlook["devices"].items.first?["what"].text == "move")
        #expect(try lines("move leave --all --reason test") == ["leave: mirroring → moving", "leave: \(all)"])
        #expect(try Deadline(seconds: 20).wait { try json("status leave")["devices"]["atDestination"].integer == 1 })

        let status = try lines("status leave")
        #expect(status.first == "migration leave: moving")
        #expect(status.contains(all) && status.contains("0 with the old backend, 1 with the new one"))
        let tree = try json("status leave")
        #expect(tree["stage"].text == "moving" && tree["waves"] == .list([.text(all)]))
        #expect(tree["fleets"].items.first?["identity"].text == "PNEW/n-${device}")
        #expect(try json("status").items.first?["name"].text == "leave")

        #expect(try dryRun("pause leave").contains { $0.hasPrefix("paused: ") })
        let returned = try dryRun("rollback leave")
        #expect(returned.contains("moving → rolling back") && returned.last == "return \(there): at once")
        #expect(try dryRun("finish leave").contains("moving → done"))
        let slip = try migrate("pause leav --dry-run")
        #expect(isRefused(slip, "there is no migration 'leav'; did you mean 'leave'?"))

        let done = try json("status leave")["audit"].items.compactMap { $0["command"].text }
        #expect(done == ["start", "plan", "start", "move"])
        #expect(try lines("finish leave --reason test") == ["leave: moving → done"])
    }
}
