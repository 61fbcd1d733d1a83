import Foundation
import TestSupport
import Testing

/// Fleets move in both directions while upgrades run and everybody is killed: each device has one backend in the end, each
/// upgrade one end, and no device hears a backend that it does not belong to.
@Suite(.serialized) struct MoveTests {
    private static let environment = ProcessInfo.processInfo.environment
    private static let seed = environment["SEED"].flatMap { UInt64($0) } ?? 1

    @Test func `no upgrade is torn and no device is shared, whoever is killed`() throws {
        let devices = Self.environment["MOVES"].flatMap { Int($0) }
        let kills = Self.environment["KILLS"].flatMap { Int($0) } ?? 6
        var run = MoveRun(seed: Self.seed, fleetSize: (devices ?? 60) / MoveWorld.Lane.all.count, kills: kills)
        run.killsBrokers = Self.environment["SPARE_BROKERS"] == nil
        if devices != nil { run.tell = { FileHandle.standardError.write(Data(($0 + "\n").utf8)) } }
        let report = try run.play()
        run.tell(report.text)
        #expect(report.violations.isEmpty, "\(report.text)")
    }
}
