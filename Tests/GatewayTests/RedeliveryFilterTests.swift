import Journal
import TestMaterial
import Testing

@testable import Gateway

struct RedeliveryFilterTests {
    private static func pair(_ identifier: UInt16, _ hash: UInt64 = 7) -> InboundPair {
        InboundPair(packetIdentifier: identifier, hash: hash)
    }

    @Test func `an equal pair of an earlier connection is a redelivery, once`() {
        var filter = RedeliveryFilter(pairs: [])
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
        var filter = RedeliveryFilter(pairs: [Self.pair(5), Self.pair(6)])
        filter.connected(isSessionPresent: true, window: 10)
        #expect(filter.receive(Self.pair(5)) == .redelivered)
        filter.drained()
        #expect(filter.takeForgotten() == [6])
        #expect(filter.receive(Self.pair(6)) == .new)
    }

    @Test func `without its session nothing is a redelivery`() {
        var filter = RedeliveryFilter(pairs: [Self.pair(5)])
        filter.connected(isSessionPresent: false, window: 10)
        #expect(filter.takeForgotten() == [5])
        #expect(filter.receive(Self.pair(5)) == .new)
    }

    @Test(arguments: 0..<200 as Range<UInt64>) func `what lies a window back is forgotten, and nothing younger`(
        seed: UInt64
    ) {
        var generator = SeededGenerator(seed: seed)
        let window = Int.random(in: 1...20, using: &generator)
        var filter = RedeliveryFilter(pairs: [])
        filter.connected(isSessionPresent: false, window: window)
        var kept: [UInt16: UInt64] = [:]
        var arrivals: [UInt16] = []
        for step in 0..<300 {
            let pair = Self.pair(UInt16.random(in: 1...30, using: &generator), UInt64(step))
            #expect(filter.receive(pair) == .new)
            for identifier in filter.takeForgotten() { kept[identifier] = nil }
            kept[pair.packetIdentifier] = pair.hash
            arrivals.append(pair.packetIdentifier)
            #expect(Set(kept.keys) == Set(arrivals.suffix(window)))
        }
        filter.connected(isSessionPresent: true, window: window)
        for (identifier, hash) in kept { #expect(filter.receive(Self.pair(identifier, hash)) == .redelivered) }
    }

    @Test func `the hash tells topic from payload and stays the same`() {
        #expect(contentHash(topic: "a", payload: [0x62]) != contentHash(topic: "ab", payload: []))
        #expect(contentHash(topic: "a", payload: [0x62]) == 0xD1139B1867863F8F)
    }
}
