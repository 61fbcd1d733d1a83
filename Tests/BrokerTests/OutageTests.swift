import Foundation
import Journal
import MosquittoClient
import TestSupport
import Testing

@testable import Gateway

/// A backend's broker is away, or comes back, or is slow: what is kept, what is given up, and who goes first.
struct OutageTests {
    /// Says what a peer has to say, never more at once than its window takes, while everything turns.
    private func tell(_ rig: Rig, _ peer: Peer, _ messages: [(topic: String, payload: String)]) throws {
        var next = 0
        let before = try rig.count("messages")
        let isTold = try rig.run(seconds: 60) {
            while next < messages.count, peer.driver.link.inFlight < 15 {
                try peer.say(messages[next])
                next += 1
            }
            // What is on its way when time is put forward would seem unanswered for long.
            let isAnswered = rig.reactor.links.allSatisfy { $0.name != "site" || $0.outbox.unacknowledged == 0 }
            return try next == messages.count && isAnswered
                && rig.count("messages") >= before + Int64(messages.count)
        }
        guard isTold else { throw TestFailure("not all was read: \(rig.log.lines.suffix(5))") }
    }

    private func stopCloud(_ stage: Stage) throws -> MosquittoBroker {
        let cloud = try #require(stage.rig.brokers["cloud"])
        cloud.stop()
        #expect(try stage.rig.run { stage.rig.log.has("no connection to broker 'cloud'") })
        return cloud
    }

    /// Bytes of the journal and its log on the disk.
    private func diskBytes(_ rig: Rig) throws -> Int {
        try ["", "-wal"].reduce(0) { sum, suffix in
            let path = rig.folder.file("state/journal.sqlite\(suffix)")
            return sum + (try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int ?? 0)
        }
    }

    @Test func `an hour without the backend's broker keeps what counts, within the bound`() throws {
        let bound: Int64 = 40_000
        let stage = try Stage(.tencent, .aliyun, fleet: "timeout: 0", isPersistent: true, outboxBytes: bound)
        let (rig, wire) = (stage.rig, Vendor.tencent)
        let names = (0..<24).map { "\(Stage.product)/h\($0)" }
        try tell(rig, stage.device, names.map { wire.report("1.0.0", of: $0) })
        for (number, _) in names.enumerated() {
            try stage.backend.tell(Vendor.aliyun.offer("2.0.0", to: "PCLOUD/h\(number)"))
        }
        try stage.expect(messages: 48)
        let cloud = try stopCloud(stage)
        for minute in 1...60 {
            rig.time.advance(by: 60_000)
            try rig.reactor.turn(longestWait: 0)
            var said = names.map { wire.downloading(minute, "2.0.0", of: $0) }
            if minute == 30 { said += names.prefix(6).map { wire.failure("-2", note: "gone", "2.0.0", of: $0) } }
            // Devices that report their version again and again: each report counts.
            if minute > 30 { said += names.suffix(4).map { wire.report("0.9.\(minute)", of: $0) } }
            try tell(rig, stage.device, said)
            #expect(rig.journal.outboxBytes <= bound)
        }
        // One for each device's percent but the last, and no more are kept than there are devices.
        #expect(try rig.count("superseded") >= 24 * 25)
        #expect(try rig.count("given-up.version-reports") == 0 && rig.count("given-up.terminals") == 0)
        #expect(try diskBytes(rig) < 24_000_000)
        let reader = try rig.reader()
        let kept = try reader.backlog().filter { $0.link == "cloud" }.reduce(0) { $0 + $1.messages }
        #expect(rig.journal.outboxTotals(link: "cloud").rows == Int64(kept))

        try cloud.restart()
        let backend = try rig.peer(at: "cloud", Vendor.aliyun.backendFilters)
        let link = try #require(rig.reactor.links.first { $0.name == "cloud" })
        var widest = 0
        #expect(
            try rig.run(seconds: 30) {
                widest = max(widest, link.link.inFlight)
                return rig.journal.outboxTotals(link: "cloud").rows == 0
            })
        #expect(widest <= 20, "what the broker takes at a time")
        #expect(try rig.run { backend.heard.count >= kept })
        for number in 0..<6 { #expect(backend.heard("progress/PCLOUD/h\(number) ", "\"step\":\"-2\"")) }
        for number in 20..<24 {
            let versions = backend.heard.filter { $0.contains("/inform/PCLOUD/h\(number) ") }
            #expect(versions.count == 30)
            for (minute, line) in zip(31..., versions) { #expect(line.contains("\"0.9.\(minute)\"")) }
        }
    }

    @Test func `what the bound gives up is counted by kind and told in the log at once`() throws {
        let stage = try Stage(.tencent, .aliyun, isPersistent: true, outboxBytes: 20_000)
        let (rig, wire) = (stage.rig, Vendor.tencent)
        let names = (0..<150).map { "\(Stage.product)/g\($0)" }
        try tell(rig, stage.device, names.map { wire.report("1.0.0", of: $0) })
        #expect(try rig.run { rig.journal.outboxBytes == 0 })
        _ = try stopCloud(stage)
        try tell(rig, stage.device, names.map { wire.downloading(10, "2.0.0", of: $0) })
        #expect(try rig.count("given-up.progress") > 0)
        #expect(rig.journal.outboxBytes <= 20_000)
        #expect(rig.log.lines.count { $0.contains("the outbox is at its bound") } == 1)
        rig.time.advance(by: 61_000)
        #expect(try rig.run { rig.log.lines.count { $0.contains("given up to make room") } == 2 })
        let counters = try rig.reader().counters()
        #expect(counters.contains { $0.name == "given-up.progress" && $0.value > 0 })
    }

    @Test func `a device that kept quiet is not behind the backlog of all others`() throws {
        let stage = try Stage(.tencent, .aliyun, isPersistent: true)
        let (rig, wire) = (stage.rig, Vendor.tencent)
        let cloud = try stopCloud(stage)
        let backlog = (0..<600).map { wire.report("1.0.0", of: "\(Stage.product)/b\($0)") }
        try tell(rig, stage.device, backlog)
        try cloud.restart()
        let backend = try rig.peer(at: "cloud", Vendor.aliyun.backendFilters)
        let link = try #require(rig.reactor.links.first { $0.name == "cloud" })
        #expect(try rig.run(seconds: 20) { link.outbox.unacknowledged > 0 })
        cloud.setFrozen(true)
        try tell(
            rig, stage.device,
            [wire.report("9.0.0", of: "\(Stage.product)/b599"), wire.report("9.0.0", of: "\(Stage.product)/quiet")])
        cloud.setFrozen(false)
        #expect(try rig.run(seconds: 30) { backend.heard.count >= 602 })
        let places = ["quiet", "b599"].map { name in
            backend.heard.firstIndex { $0.contains("/PCLOUD/\(name) ") && $0.contains("\"9.0.0\"") } ?? -1
        }
        // behind what was under way, and behind nothing but every second of the rest
        #expect(places[0] >= 0 && places[0] < 200, "\(places)")
        #expect(places[1] > 590, "its own past goes first: \(places)")
    }
}
