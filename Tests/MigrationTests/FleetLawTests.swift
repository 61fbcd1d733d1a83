import Migration
import TestMaterial
import Testing
import Upgrades

/// Random commands and messages for a few devices, against a small model: thousands of interleavings.
struct FleetLawTests {
    @Test(arguments: Direction.all, 0..<250 as Range<UInt64>)
    func `commands mean what the model says, and every device ends where it is to be`(
        direction: Direction, seed: UInt64
    ) throws {
        var world = FleetWorld(try direction.route(), count: 4)
        var random = SeededGenerator(seed: seed &* 8_191 &+ 17)
        for place in world.devices.indices { world.devices[place].device(.report("1.0")) }
        for _ in 0..<120 where !world.migration.stage.isEnded { world.step(&random) }
        world.comeToRest(&random)
        let faults = world.faults + world.devices.flatMap(\.faults)
        #expect(faults.isEmpty, "\(faults)\n\(world.history.joined(separator: "\n"))")
        for (device, goal) in zip(world.devices, world.model.goals) {
            #expect(device.migrant.owner == goal, "\(world.history.joined(separator: "\n"))")
            // where it has ended before, an upgrade goes on with the one backend that is left
            #expect(device.open.isEmpty || world.migration.stage.isEnded, "\(device.history.joined(separator: "\n"))")
        }
    }
}

extension FleetWorld {
    mutating func step(_ random: inout SeededGenerator) {
        if random.chance(12) { command(&random) }
        // before the start there is one route only, and nothing of this to be seen
        guard migration.isMirroring else { return }
        if random.chance(30) { sweep() }
        devices[Int.random(in: devices.indices, using: &random)].talk(&random)
    }

    private mutating func command(_ random: inout SeededGenerator) {
        let all = Set(devices.indices)
        let chosen = all.filter { _ in random.chance(50) }
        var some = Selection()
        some.devices = Set(chosen.map(Self.key))
        switch Int.random(in: 0..<12, using: &random) {
        case 0, 1, 2: obey(.start, meaning: all)
        case 3, 4, 5: obey(.move(some, .init()), meaning: chosen)
        case 6: obey(.move(Selection(), .init(pace: 60)), meaning: all)
        case 7: obey(.pause, meaning: [])
        case 8, 9: obey(.rollback(some, pace: nil), meaning: chosen)
        case 10: random.chance(25) ? obey(.rollback(nil, pace: nil), meaning: all) : obey(.start, meaning: all)
        default: obey(.finish, meaning: all)
        }
    }

    /// Lets everything end and everybody arrive.
    mutating func comeToRest(_ random: inout SeededGenerator) {
        guard migration.isMirroring else { return }
        if model.isPaused {
            // nobody more is meant; what is meant already goes on
            var nobody = Selection()
            nobody.devices = []
            migration.stage == .moving
                ? obey(.move(nobody, .init()), meaning: [])
                : obey(.rollback(nil, pace: nil), meaning: Set(devices.indices))
        }
        for _ in 0..<4 {
            sweep()
            for place in devices.indices { devices[place].comeToRest(&random) }
        }
    }
}
