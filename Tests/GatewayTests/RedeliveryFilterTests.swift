import Journal
import TestMaterial
import Testing

@testable import Gateway

struct RedeliveryFilterTests {
    private static func pair(_ identifier: UInt16, _ hash: UInt64 = 7) -> InboundPair {
        InboundPair(packetIdentifier: identifier, hash: hash)
    }

    @Test func `an equal pair of an earlier connection is a redelivery, once`() {
        var filter = RedeliveryFilter([])
        filter.connected(isSessionPresent: false, window: 10)
        #expect(filter.receive(Self.pair(1)) == .new)
        #expect(filter.receive(Self.pair(2)) == .new)
        filter.connected(isSessionPresent: true, window: 10)
        #expect(filter.receive(Self.pair(1)) == .redelivered)
        #expect(filter.receive(Self.pair(2, 8)) == .new)
        #expect(filter.receive(Self.pair(1)) == .new, "on one connection the broker repeats nothing")
        filter.connected(isSessionPresent: true, window: 10)
        #expect(filter.receive(Self.pair(2, 8)) == .redelivered)
    }

    @Test func `the journal's pairs count after a restart`() {
        var filter = RedeliveryFilter([InboundRun(start: 40, pairs: [Self.pair(5), Self.pair(6)])])
        filter.connected(isSessionPresent: true, window: 10)
        #expect(filter.receive(Self.pair(5)) == .redelivered)
        #expect(filter.takeForgotten() == 40)
        #expect(filter.receive(Self.pair(7)) == .new)
        #expect(filter.takeForgotten() == nil, "its PUBACK may be missing all the same")
    }

    @Test func `without its session nothing is a redelivery`() {
        var filter = RedeliveryFilter([InboundRun(start: 7, pairs: [Self.pair(5)])])
        filter.connected(isSessionPresent: false, window: 10)
        #expect(filter.takeForgotten() == 8)
        #expect(filter.receive(Self.pair(5)) == .new)
    }

    @Test(arguments: 0..<200 as Range<UInt64>) func `what lies a window back is forgotten, and nothing younger`(
        seed: UInt64
    ) {
        var generator = SeededGenerator(seed: seed)
        let window = Int.random(in: 1...20, using: &generator)
        var filter = RedeliveryFilter([])
        filter.connected(isSessionPresent: false, window: window)
        var pairs: [InboundPair] = []
        var forgotten: Int64 = 0
        for step in 0..<300 {
            let pair = Self.pair(UInt16(step % 30), UInt64(step))
            #expect(filter.place == Int64(step))
            #expect(filter.receive(pair) == .new)
            pairs.append(pair)
            if let place = filter.takeForgotten() { forgotten = place }
            let untold = max(0, pairs.count - window) - Int(forgotten)
            #expect((0..<max(1, window / 8)).contains(untold), "many are told at once, and none too early")
        }
        filter.connected(isSessionPresent: true, window: window)
        for pair in pairs.suffix(window) { #expect(filter.receive(pair) == .redelivered) }
    }

    @Test func `what an earlier connection left and the broker has acknowledged may be missing between redeliveries`() {
        var filter = RedeliveryFilter([InboundRun(start: 0, pairs: (1...4).map { Self.pair($0) })])
        filter.connected(isSessionPresent: true, window: 10)
        #expect(filter.receive(Self.pair(2)) == .redelivered)
        #expect(filter.receive(Self.pair(4)) == .redelivered)
        filter.connected(isSessionPresent: true, window: 10)
        for identifier: UInt16 in [2, 3, 4] { #expect(filter.receive(Self.pair(identifier)) == .redelivered) }
        #expect(filter.receive(Self.pair(5)) == .new)
        filter.connected(isSessionPresent: true, window: 10)
        for identifier: UInt16 in [3, 5] { #expect(filter.receive(Self.pair(identifier)) == .redelivered) }
    }

    /// A broker that was killed may give out its identifiers again, and devices say the same of each upgrade.
    @Test func `behind a new message an equal pair is new`() {
        var filter = RedeliveryFilter([InboundRun(start: 0, pairs: [Self.pair(1), Self.pair(2)])])
        filter.connected(isSessionPresent: true, window: 10)
        #expect(filter.receive(Self.pair(1)) == .redelivered)
        #expect(filter.receive(Self.pair(9)) == .new)
        #expect(filter.receive(Self.pair(2)) == .new)
    }

    @Test func `the hash tells topic from payload and stays the same`() {
        #expect(contentHash(topic: "a", payload: [0x62]) != contentHash(topic: "ab", payload: []))
        #expect(contentHash(topic: "a", payload: [0x62]) == 0xD87EE35F87F031CE)
    }
}
