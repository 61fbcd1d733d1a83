import Journal
import TestMaterial
import Testing

@testable import Gateway

struct InFlightTests {
    /// Acknowledged in any order, each message is found once, and counted while it waits.
    @Test(arguments: 0..<10 as Range<UInt64>) func `behaves like a dictionary`(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        var inFlight = InFlight()
        var model: [UInt16: Int64] = [:]
        var identifier: UInt16 = 65_000
        var sequence: Int64 = 0
        for _ in 0..<3_000 {
            if Bool.random(using: &generator) || model.isEmpty {
                identifier = identifier == .max ? 1 : identifier + 1
                sequence += Int64.random(in: 1...3, using: &generator)
                inFlight.add(
                    OutboxQueue.Sent(sequence: sequence, kind: .progress, device: DeviceKey("tencent/P/d"), topic: "t"),
                    identifier)
                model[identifier] = sequence
            } else if let (known, expected) = model.randomElement(using: &generator) {
                #expect(inFlight.contains(expected))
                #expect(inFlight.remove(known)?.sequence == expected)
                #expect(inFlight.remove(known) == nil)
                #expect(!inFlight.contains(expected))
                model[known] = nil
            }
            #expect(inFlight.count == model.count)
        }
        #expect(model.values.allSatisfy(inFlight.contains))
    }
}
