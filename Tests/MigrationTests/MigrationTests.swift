import Migration
import TestMaterial
import Testing
import Upgrades

/// The life of a migration: each step is allowed where it makes sense, and does nothing when taken again.
struct MigrationTests {
    private func plan() -> Migration {
        Migration(
            name: "leave", number: 1,
            plan: .init(
                destination: "new",
                fleets: [.init(name: "valves", origin: "old", product: "PN", device: "${device}")]))
    }
    private func obey(
        _ migration: inout Migration, _ command: Migration.Command, _ census: Migration.Census = .init()
    ) -> [String] {
        do throws(Migration.Refusal) { return try migration.obey(command, census: census) } catch {
            return [error.text]
        }
    }

    @Test func `goes from planned to done, and each step taken again changes nothing`() {
        var migration = plan()
        #expect(obey(&migration, .start) == ["planned → mirroring"])
        #expect(obey(&migration, .start) == [])
        var tenth = Selection()
        tenth.share = 1_000
        #expect(
            obey(&migration, .move(tenth, .init(pace: 60)))
                == [
                    "mirroring → moving", "devices of the first 10 % go to backend 'new'",
                    "60 devices a minute are sent over",
                ])
        #expect(obey(&migration, .move(tenth, .init(pace: 60))) == [])
        #expect(
            obey(&migration, .finish, .init(atOrigin: 3))
                == ["3 devices still belong to backend 'old'; 'move' all of them, or 'rollback'"])
        #expect(obey(&migration, .move(Selection(), .init())) == ["all devices go to backend 'new'"])
        #expect(obey(&migration, .finish, .init(atDestination: 3)) == ["moving → done"])
        #expect(obey(&migration, .finish) == [])
        #expect(migration.stage == .done)
    }

    @Test func `is rolled back when the last device is back`() {
        var migration = plan()
        _ = obey(&migration, .start)
        _ = obey(&migration, .move(Selection(), .init()))
        #expect(
            obey(&migration, .rollback(nil, pace: nil), .init(atOrigin: 1, atDestination: 2))
                == ["moving → rolling back", "all devices go to backend 'old'"])
        migration.settle(.init(atOrigin: 2, atDestination: 1, leaving: 1))
        #expect(migration.stage == .rollingBack)
        migration.settle(.init(atOrigin: 3))
        #expect(migration.stage == .rolledBack)
        #expect(obey(&migration, .start) == ["it is rolled back; plan another migration for what comes next"])
    }

    @Test func `a part goes back while the rest stays`() {
        var migration = plan()
        _ = obey(&migration, .start)
        _ = obey(&migration, .move(Selection(), .init()))
        var some = Selection()
        some.devices = ["tencent/P/d1"]
        _ = obey(&migration, .rollback(some, pace: nil))
        #expect(migration.goal(of: facts("d1"), at: 0, otherwise: .destination) == .origin)
        #expect(migration.goal(of: facts("d2"), at: 0, otherwise: .origin) == .destination)
        #expect(migration.stage == .moving)
    }

    @Test func `stops by itself when too many upgrades of moved devices fail, and says which`() {
        var alarm = FailureAlarm()
        for _ in 0..<8 { alarm.count(end(.succeeded)) }
        alarm.count(end(.failed, note: "crc"))
        #expect(alarm.reason == nil)  // too few to tell
        alarm.count(end(.timedOut))
        #expect(
            alarm.reason
                == "2 of 10 upgrades of moved devices failed (1 x integrity: crc, 1 x timed-out: timed out)")

        var migration = plan()
        _ = obey(&migration, .start)
        _ = obey(&migration, .move(Selection(), .init()))
        migration.stop(because: "reason")
        #expect(migration.pause == "reason")
        #expect(obey(&migration, .move(Selection(), .init())) == ["goes on"])
    }

    @Test(arguments: [0, 1_000, 5_000, 10_000]) func `a share is stable and grows by adding`(share: Int) {
        var (small, large) = (Selection(), Selection())
        (small.share, large.share) = (share / 2, share)
        let devices = (0..<2_000).map { facts("device-\($0)") }
        let first = devices.filter { small.contains($0, salt: "leave", at: 0) }
        let second = devices.filter { large.contains($0, salt: "leave", at: 0) }
        #expect(Set(first).isSubset(of: Set(second)))
        #expect(abs(second.count - devices.count * share / 10_000) < 100)
    }

    @Test func `means devices by product, version and when they were heard`() {
        var selection = Selection()
        (selection.product, selection.version, selection.seenWithin) = ("P", "1.0", 86_400)
        #expect(selection.contains(facts("d"), salt: "", at: 86_400_000))
        #expect(!selection.contains(facts("d"), salt: "", at: 86_400_001))
        #expect(!selection.contains(facts("d", version: "2.0"), salt: "", at: 0))
    }

    private func facts(_ device: String, version: String = "1.0") -> DeviceFacts {
        DeviceFacts(key: "tencent/P/\(device)", product: "P", versions: [version], seen: 0)
    }

    /// How an upgrade of a moved device ended.
    private func end(_ phase: Phase, note: Text = "timed out") -> ProgressEvent {
        var upgrade = Upgrade(target: "2.0", from: nil, phase: phase)
        if phase == .failed { upgrade.failure = ProgressEvent.Failure(.integrity, note: note) }
        if phase == .timedOut { upgrade.failure = ProgressEvent.Failure(.timedOut, note: note) }
        return ProgressEvent(of: upgrade, module: "default", sequence: 1)
    }
}
