import TestMaterial
import Upgrades

/// What a seed makes a device and its backend say, in any order.
struct RandomStory {
    private var generator: SeededGenerator
    private let device: SideTraits
    private let backend: SideTraits
    private static let versions: [Text] = ["1.0", "1.0", "2.0", "2.0", "2.0", "3.0"]

    init(seed: UInt64, device: SideTraits, backend: SideTraits) {
        generator = SeededGenerator(seed: seed)
        self.device = device
        self.backend = backend
    }

    mutating func next() -> (message: CanonicalMessage, sender: Sender) {
        let target = generator.pick(Self.versions)
        let deviceModule = device.namesModules ? module() : nil
        let backendModule = backend.namesModules ? module() : nil
        switch Int.random(in: 0..<20, using: &generator) {
        case 0...2: return (.version(target, module: deviceModule), .device)
        case 3...5:
            let url = generator.pick(["u", "v", "@20", "@90"] as [Text])
            let size: Int64 = generator.chance(10) ? 0 : 9
            return (.offer(target, url: url, size: size, module: backendModule), .backend)
        case 6 where device.behaviour.answersQueries: return (.query("1", module: deviceModule), .device)
        case 7 where backend.behaviour.answersQueries:
            return (
                .reply(
                    generator.pick(["1", "4000000000"]), generator.chance(20) ? nil : target, module: backendModule),
                .backend
            )
        default: return (progress(deviceModule), .device)
        }
    }

    /// Milliseconds until the next message.
    mutating func pause() -> Int64 { generator.pick([0, 0, 1, 250, 250, 999, 1000, 1001, 4000, 30_000]) }

    mutating func progress(_ module: Text? = nil) -> CanonicalMessage {
        let target = device.namesTargetInProgress ? generator.pick(["2.0", "2.0", "2.0", "3.0"] as [Text]) : nil
        let percent = Int.random(in: 0...100, using: &generator)
        switch Int.random(in: 0..<14, using: &generator) {
        case 0: return .progress(.failed, of: target, failure: generator.pick(FailureClass.allCases), module: module)
        case 1: return .progress(.downloaded, 100, of: target, module: module)
        case 2 where device.namesTargetInProgress: return .progress(.installing, of: target, module: module)
        case 3 where device.namesTargetInProgress: return .progress(.installed, of: target, module: module)
        case 4: return .progress(.downloading, of: target, module: module)
        default: return .progress(.downloading, percent, of: target, module: module)
        }
    }

    private mutating func module() -> Text? { generator.chance(80) ? nil : "MCU" }
}

/// The four combinations of the made-up dialects.
enum Combination: CaseIterable {
    case briskToBrisk, briskToCalm, calmToBrisk, calmToCalm

    var device: SideTraits { self == .briskToBrisk || self == .briskToCalm ? .brisk : .calm }
    var backend: SideTraits { self == .briskToBrisk || self == .calmToBrisk ? .brisk : .calm }
}
