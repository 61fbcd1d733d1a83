import MosquittoClient
import TestSupport
import Testing

@testable import Gateway
@testable import Journal

/// What the gateway does when its journal takes nothing.
struct JournalFailureTests {
    @Test func `nothing is acknowledged or sent while the disk is full, and all of it afterwards`() throws {
        let stage = try Stage(.tencent, .aliyun)
        let rig = stage.rig
        try stage.report("1.0.0")
        try stage.expect(\.backend, hears: "\"1.0.0\"")
        try stage.expect(\.device, hears: "\"1.0.0\"")
        #expect(try rig.run { rig.journal.outboxBytes == 0 })
        rig.journal.meter.fault = { JournalError(.fullDisk, "no space left") }
        try stage.report("1.0.1")
        #expect(try rig.run { rig.log.has("nothing can be committed") })
        for _ in 0..<20 { try rig.reactor.turn(longestWait: 5) }
        #expect(rig.log.lines.count { $0.contains("nothing can be committed") } == 1)
        #expect(stage.backend.heard.count == 1 && stage.device.heard.count == 1)
        rig.journal.meter.fault = nil
        try stage.expect(\.backend, hears: "\"1.0.1\"")
        try stage.expect(\.device, hears: "report_version_rsp", "\"1.0.1\"")
        #expect(rig.log.has("the journal takes commits again"))
        #expect(stage.backend.heard.count == 2)
    }

    @Test func `any other failure ends the gateway, and the broker keeps what was not committed`() throws {
        let stage = try Stage(.tencent, .aliyun)
        let rig = stage.rig
        rig.journal.meter.fault = { JournalError(.corrupt, "damaged") }
        try stage.report("1.0.0")
        #expect(throws: JournalError(.corrupt, "")) { _ = try rig.run { false } }
        rig.journal.meter.fault = nil
        try rig.journal.close()
        try rig.startGateway()
        try stage.expect(\.backend, hears: "\"1.0.0\"")
        #expect(try rig.count("redelivered") == 0)
    }

    /// Fails each step of SQLite that a report takes once, in turn.
    ///
    /// The gateway waits and goes on, or ends with the failure and is started again; either way the report arrives.
    @Test func `whatever step fails once, the report arrives`() throws {
        let stage = try Stage(.tencent, .aliyun)
        let rig = stage.rig
        try stage.report("1.0.0")
        try stage.expect(\.backend, hears: "\"1.0.0\"")
        var (waited, ended) = (0, 0)
        for step in 0..<100 {
            let failure = Countdown(step)
            rig.journal.meter.fault = { failure.next() ? JournalError(.fullDisk, "told to fail") : nil }
            let version = "2.0.\(step)"
            try stage.report(version)
            do {
                try stage.expect(\.backend, hears: "\"\(version)\"")
                try stage.expect(\.device, hears: "report_version_rsp", "\"\(version)\"")
                rig.journal.meter.fault = nil
                if failure.hasFailed { waited += 1 }
            } catch let error as JournalError {
                #expect(error.code == .fullDisk)
                rig.journal.meter.fault = nil
                try rig.journal.close()
                try rig.startGateway()
                try stage.expect(\.backend, hears: "\"\(version)\"")
                ended += 1
            }
            guard failure.hasFailed else { break }
        }
        #expect(waited >= 8)
        #expect(ended <= 3, "a failure that passes is waited out, but for a query")
        #expect(rig.log.lines.count { $0.contains("nothing can be committed") } == waited)
    }

    @Test func `a gateway that is told to stop while the disk is full ends, and nothing is lost`() throws {
        let stage = try Stage(.tencent, .aliyun)
        let rig = stage.rig
        try stage.report("0.9.0")
        try stage.expect(\.backend, hears: "\"0.9.0\"")
        #expect(try rig.run { rig.journal.outboxBytes == 0 })
        rig.journal.meter.fault = { JournalError(.fullDisk, "no space left") }
        try stage.report("1.0.0")
        #expect(try rig.run { rig.log.has("nothing can be committed") })
        rig.control.stop()
        #expect(try rig.run { rig.reactor.isEnded })
        #expect(rig.log.has("the brokers deliver it again"))
        rig.journal.meter.fault = nil
        try rig.journal.close()
        try rig.startGateway()
        try stage.expect(\.backend, hears: "\"1.0.0\"")
    }

    @Test func `upkeep that fails on a full disk is put off`() throws {
        let stage = try Stage(.tencent, .aliyun)
        let rig = stage.rig
        try rig.pass(seconds: 3)
        rig.journal.meter.fault = { JournalError(.fullDisk, "no space left") }
        #expect(throws: Never.self) {
            try rig.reactor.tryToTidy { () throws(JournalError) in try rig.journal.prune(eventsOlderThan: 9) }
            try rig.reactor.tryToTidy { () throws(JournalError) in try rig.journal.prune(eventsOlderThan: 9) }
        }
        #expect(rig.log.lines.count { $0.contains("the journal cannot be tidied up") } == 1)
        rig.journal.meter.fault = nil
        try stage.report("1.0.0")
        try stage.expect(\.backend, hears: "\"1.0.0\"")
    }
}

/// Fails once, after so many steps.
private final class Countdown {
    private var left: Int
    private(set) var hasFailed = false

    init(_ steps: Int) { left = steps }

    func next() -> Bool {
        left -= 1
        guard left < 0, !hasFailed else { return false }
        hasFailed = true
        return true
    }
}
