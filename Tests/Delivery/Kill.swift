import TestMaterial

/// One blow: who is killed, when, and for how long it is away.
struct Kill: CustomStringConvertible {
    enum Victim: String { case gateway, site, cloud }

    let victims: [Victim]
    /// Ends the gateway with SIGTERM, which it must survive in order.
    let isGentle: Bool
    /// Seconds of traffic before it.
    let after: Double
    /// Seconds until the dead are started again.
    let pause: Double

    var description: String { (isGentle ? "SIGTERM " : "kill -9 ") + victims.map(\.rawValue).joined(separator: " + ") }

    /// The same blow to the gateway alone.
    var sparingBrokers: Kill { Kill(victims: [.gateway], isGentle: isGentle, after: after, pause: pause) }

    /// The blows that a seed stands for.
    static func plan(_ count: Int, _ generator: inout SeededGenerator) -> [Kill] {
        (0..<count).map { _ in
            let dice = Int.random(in: 0..<100, using: &generator)
            let victims: [Victim] =
                switch dice {
                case ..<60: [.gateway]
                case ..<72: [.site]
                case ..<84: [.cloud]
                case ..<89: [.gateway, .site]
                case ..<94: [.gateway, .cloud]
                case ..<97: [.site, .cloud]
                default: [.gateway, .site, .cloud]
                }
            // A link that has lost its broker tries again after about a second.
            let longest = victims == [.gateway] ? 1.6 : 2.2
            return Kill(
                victims: victims, isGentle: dice < 12, after: Double.random(in: 0.1...longest, using: &generator),
                pause: Double.random(in: 0...0.3, using: &generator))
        }
    }
}
