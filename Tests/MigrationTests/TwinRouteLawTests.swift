import Migration
import TestMaterial
import Testing
import Upgrades

/// Random commands and messages: whatever happens, the laws of `TwinRoute` hold.
struct TwinRouteLawTests {
    @Test(arguments: Direction.all, 0..<250 as Range<UInt64>)
    func `each upgrade ends with its backend, and each version is told to both`(
        direction: Direction, seed: UInt64
    ) throws {
        var world = TwinWorld(try direction.route())
        var random = SeededGenerator(seed: seed)
        world.device(.report("1.0"))
        for _ in 0..<60 { world.step(&random) }
        world.comeToRest(&random)
        #expect(world.faults.isEmpty, "\(world.faults)\n\(world.history.joined(separator: "\n"))")
        #expect(world.migrant.owner == world.migrant.goal)
        #expect(world.open.isEmpty, "\(world.history.joined(separator: "\n"))")
    }
}

extension TwinWorld {
    mutating func step(_ random: inout SeededGenerator) {
        pass(Int64.random(in: 1...3_000, using: &random))
        switch Int.random(in: 0..<12, using: &random) {
        case 0: send(to: random.pick(BackendRole.allCases))
        case 1: mirror()
        default: say(&random)
        }
    }

    /// Something is said, or time passes.
    mutating func talk(_ random: inout SeededGenerator) {
        pass(Int64.random(in: 1...3_000, using: &random))
        say(&random)
    }

    private mutating func say(_ random: inout SeededGenerator) {
        switch Int.random(in: 2..<12, using: &random) {
        case 2, 3:
            backend(random.pick(BackendRole.allCases), .offer(random.pick(["2.0", "3.0", version])))
        case 4:
            backend(random.pick(BackendRole.allCases), .receipt(code: random.pick([0, 0, 1])))
        case 5: device(.report(version))
        case 6: pass(random.chance(20) ? 16 * 60_000 : 30_000)
        default: work(&random)
        }
    }

    /// The device goes on with what it was given.
    mutating func work(_ random: inout SeededGenerator) {
        guard let package else { return device(.report(version)) }
        switch Int.random(in: 0..<5, using: &random) {
        case 0, 1:
            device(.progress(.downloading, percent: Int.random(in: 0...100, using: &random), of: package.target))
        case 2: device(.progress(.installing, of: package.target))
        case 3:
            device(.progress(.failed, of: package.target))
            if random.chance(50) { self.package = nil }
        default:
            version = package.target
            self.package = nil
            device(.progress(.installed, of: version))
            device(.report(version))
        }
    }

    /// Lets everything end: what the device was given fails or times out.
    mutating func comeToRest(_ random: inout SeededGenerator) {
        for _ in 0..<20 where !own.isAtRest {
            if let target = own.records.first?.upgrade?.target {
                device(.progress(.downloading, percent: 1, of: target.string))
                device(.progress(.failed, of: target.string))
            }
            device(.report(version))
            pass(16 * 60_000)
        }
    }
}

extension CanonicalMessage {
    static func report(_ version: String) -> Self {
        var message = Self(.versionReport)
        message.version = Text(version)
        message.id = RawJSON("\"7\"")
        return message
    }

    static func receipt(code: Int64) -> Self {
        var message = Self(.versionReceipt)
        message.receiptCode = code
        message.version = "1.0"
        return message
    }

    static func offer(_ target: String, url: String = "https://files.example/fw.bin") -> Self {
        var message = Self(.offer)
        message.target = Text(target)
        message.id = RawJSON("\"9\"")
        var package = UpgradePackage()
        (package.size, package.url, package.md5) = (708_482, Text(url), "36eb5951179db14a631463a37a9322a2")
        message.package = package
        return message
    }

    static func progress(_ phase: Phase, percent: Int? = nil, of target: String) -> Self {
        var message = Self(.progress)
        (message.phase, message.percent, message.target) = (phase, percent, Text(target))
        if phase == .failed { message.failure = Failure(.integrity) }
        return message
    }
}
