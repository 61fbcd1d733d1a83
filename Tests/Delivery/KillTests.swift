import Foundation
import TestSupport
import Testing

/// Nothing that a broker has acknowledged is lost, whoever is killed, and nothing is told twice as two things.
@Suite(.serialized) struct KillTests {
    private static let environment = ProcessInfo.processInfo.environment
    private static let seed = environment["SEED"].flatMap { UInt64($0) } ?? 1

    @Test(arguments: [false, true])
    func `what was acknowledged arrives, whoever is killed`(tls: Bool) throws {
        let kills = Self.environment["KILLS"].flatMap { Int($0) }
        var run = DeliveryRun(seed: Self.seed, kills: kills.map { ($0 + 1) / 2 } ?? 5, tls: tls)
        if kills != nil { run.tell = { FileHandle.standardError.write(Data(($0 + "\n").utf8)) } }
        let report = try run.play()
        run.tell(report.text)
        #expect(report.violations.isEmpty, "\(report.text)\(report.timeline)")
        #expect(report.kills.count == run.kills)
    }
}
