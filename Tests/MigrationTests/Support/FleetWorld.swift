import Migration
import TestMaterial
import Upgrades

/// A few devices of one migration, and a small model of what its commands mean.
struct FleetWorld {
    /// What an operator would say of the migration, in as few words as there are.
    struct Model {
        var stage = Migration.Stage.planned
        var isPaused = false
        /// Where each device is to be.
        var goals: [BackendRole]
    }

    var migration: Migration
    var devices: [TwinWorld]
    var model: Model
    /// What was wrong.
    var faults: [String] = []
    var history: [String] = []
    /// Whether all devices have been gone through since something was decided.
    private var isWhole = false

    init(_ route: TwinRoute, count: Int) {
        migration = Migration(
            name: "leave", number: 1,
            plan: .init(
                destination: "new",
                fleets: [.init(name: "valves", origin: "old", product: "PN", device: "${device}")]))
        devices = (0..<count).map { _ in TwinWorld(route) }
        model = Model(goals: Array(repeating: .origin, count: count))
    }

    static func key(_ device: Int) -> String { "tencent/P/d\(device)" }

    var census: Migration.Census {
        var census = Migration.Census(isWhole: isWhole)
        for migrant in devices.map(\.migrant) {
            if migrant.owner == .origin { census.atOrigin += 1 } else { census.atDestination += 1 }
            if migrant.isLeaving { census.leaving += 1 }
        }
        return census
    }

    /// Has migration and model obey, and compares what they make of it.
    mutating func obey(_ command: Migration.Command, meaning chosen: Set<Int>) {
        history.append("\(command) of \(chosen.sorted()), \(migration.stage.rawValue)")
        let isRefused: Bool
        do throws(Migration.Refusal) {
            _ = try migration.obey(command, census: census)
            isRefused = false
        } catch { isRefused = true }
        let isExpected = model.obey(command, meaning: chosen, census: census)
        if isRefused == isExpected { faults.append("\(command) is \(isRefused ? "refused" : "obeyed")") }
        compare()
        guard !isRefused else { return }
        defer { isWhole = false }
        let once = migration
        do throws(Migration.Refusal) { _ = try migration.obey(command, census: census) } catch {
            faults.append("\(command) is refused when given again: \(error.text)")
        }
        if migration != once { faults.append("\(command) changes something when given again") }
    }

    private mutating func compare() {
        if migration.stage != model.stage {
            faults.append("it is \(migration.stage.rawValue), and should be \(model.stage.rawValue)")
        }
        if (migration.pause != nil) != model.isPaused { faults.append("its pause is \(migration.pause ?? "none")") }
    }

    /// Goes through all devices, as the gateway does.
    mutating func sweep() {
        guard migration.isMirroring else { return }
        for place in devices.indices {
            devices[place].mirror()
            let world = devices[place]
            let facts = DeviceFacts(key: Self.key(place), product: "P", versions: [world.version], seen: world.now)
            let goal = migration.goal(of: facts, at: world.now, otherwise: world.migrant.goal)
            if goal != world.migrant.goal, migration.sends(to: goal) { devices[place].send(to: goal) }
        }
        isWhole = true
        migration.settle(census)
        if model.stage == .rollingBack, census.atDestination == 0, census.leaving == 0 {
            (model.stage, model.isPaused) = (.rolledBack, false)
        }
        compare()
    }
}

extension FleetWorld.Model {
    /// False where it makes no sense.
    mutating func obey(
        _ command: Migration.Command, meaning chosen: Set<Int>, census: Migration.Census
    ) -> Bool {
        switch (command, stage) {
        case (.start, .planned), (.start, .mirroring): stage = .mirroring
        case (.move, .mirroring), (.move, .moving):
            stage = .moving
            isPaused = false
            for device in chosen { goals[device] = .destination }
        case (.pause, .moving), (.pause, .rollingBack): isPaused = true
        case (.rollback(nil, pace: _), .planned), (.rollback(_, pace: _), .rolledBack),
            (.rollback(_, pace: _), .planned):
            stage = .rolledBack
        case (.rollback(nil, pace: _), .mirroring), (.rollback(nil, pace: _), .moving),
            (.rollback(nil, pace: _), .rollingBack):
            goals = goals.map { _ in .origin }
            isPaused = false
            let areBack = census.isWhole && census.atDestination == 0 && census.leaving == 0
            stage = areBack ? .rolledBack : .rollingBack
        case (.rollback(_?, pace: _), .moving): for device in chosen { goals[device] = .origin }
        case (.finish, .done): break
        case (.finish, .moving) where census.isWhole && census.atOrigin == 0 && census.leaving == 0:
            (stage, isPaused) = (.done, false)
        default: return false
        }
        return true
    }
}
