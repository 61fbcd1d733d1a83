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
}
