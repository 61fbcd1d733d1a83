import Diagnostics
import TestMaterial
import Testing
import Upgrades

@testable import GatewayFile

struct FleetRoutingTests {
    private static let names = ["a", "b", "ab", "ba", "aba", "é", "e\u{301}", "x-a", "x-", "-"]

    @Test(arguments: 0..<200 as Range<UInt64>) func `an identity tells its device`(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let devices = Self.devices(&generator)
        guard let identity = Self.identity(of: devices, &generator) else { return }
        for product in Self.names where devices.product == nil || devices.product == product {
            for device in Self.names where devices.device == nil || devices.device == device {
                let name = DeviceName(product: devices.product ?? product, device: devices.device ?? device)
                #expect(identity.deviceIdentity(of: identity.backendIdentity(of: name)) == name)
            }
        }
        for product in Self.names {
            for device in Self.names {
                let known = DeviceName(product: product, device: device)
                guard let name = identity.deviceIdentity(of: known) else { continue }
                #expect(identity.backendIdentity(of: name) == known)
            }
        }
    }

    @Test(arguments: 0..<300 as Range<UInt64>) func `routing answers as a scan of all fleets would`(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let configuration = Self.configuration(&generator)
        let routing = FleetRouting(configuration)
        for dialect in ["tencent", "aliyun"] {
            for product in Self.names {
                for device in Self.names {
                    let fleet = configuration.fleets.firstIndex {
                        $0.devices.dialect == dialect && Self.has($0.devices, product, device)
                    }
                    #expect(routing.fleet(forDevice: dialect, product: product, name: device) == fleet)
                }
            }
        }
        for backend in configuration.backends.indices {
            for product in Self.names {
                for device in Self.names {
                    let known = DeviceName(product: product, device: device)
                    let found = routing.device(forBackend: backend, product: product, name: device)
                    let scanned = configuration.fleets.indices.first {
                        configuration.fleets[$0].backend == backend
                            && configuration.fleets[$0].identity.deviceIdentity(of: known) != nil
                    }
                    #expect(found?.fleet == scanned)
                    guard let found else { continue }
                    let name = DeviceName(product: found.product, device: found.device)
                    #expect(configuration.fleets[found.fleet].identity.backendIdentity(of: name) == known)
                }
            }
        }
    }

    @Test(arguments: 0..<200 as Range<UInt64>) func `patterns that mean one level intersect`(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        func pattern() -> LevelPattern {
            let prefix = ["", "a", "ab", "x-"].randomElement(using: &generator) ?? ""
            return LevelPattern(
                prefix: prefix, suffix: ["", "a", "ba", "b", nil].randomElement(using: &generator) ?? nil)
        }
        let (one, other) = (pattern(), pattern())
        let letters = ["", "a", "b", "x", "-", "ab", "ba", "bb", "aab", "bba", "a-"]
        let levels = letters.flatMap { first in letters.flatMap { second in letters.map { first + second + $0 } } }
        let share = levels.contains { one.hole(in: $0) != nil && other.hole(in: $0) != nil }
        #expect(one.intersects(other) == share, "\(one) \(other)")
        #expect(one.intersects(other) == other.intersects(one))
        for level in levels {
            guard let hole = one.hole(in: level) else { continue }
            #expect(one.filled(with: hole) == level)
        }
    }

    @Test func `canonically equal names are two devices`() throws {
        var findings = Findings()
        let text = """
            mappings: m
            journal: j
            brokers: { a: { url: "mqtt://h" }, b: { url: "mqtt://i" } }
            backends: { cloud: { dialect: tencent, broker: b } }
            fleets:
              one: { devices: "aliyun/p/é", broker: a, backend: cloud, identity: { device: x } }
              two: { devices: "aliyun/p/e\u{301}", broker: a, backend: cloud, identity: { device: y } }
            """
        let read = GatewayConfiguration.read(SourceText(name: "c.yaml", text: text), into: &findings)
        let routing = FleetRouting(try #require(read, "\(findings.all)"))
        #expect(routing.fleet(forDevice: "aliyun", product: "p", name: "\u{E9}") == 0)
        #expect(routing.fleet(forDevice: "aliyun", product: "p", name: "e\u{301}") == 1)
        #expect(routing.device(forBackend: 0, product: "p", name: "y")?.device.utf8.count == 3)
        #expect(routing.device(forBackend: 0, product: "p", name: "z") == nil)
    }

    private static func has(_ devices: DevicePattern, _ product: String, _ device: String) -> Bool {
        (devices.product.map { TopicLevel($0) == TopicLevel(product) } ?? true)
            && (devices.device.map { TopicLevel($0) == TopicLevel(device) } ?? true)
    }

    private static func devices(_ generator: inout SeededGenerator) -> DevicePattern {
        let segments = (names + Array(repeating: "*", count: names.count))
        let product = segments.randomElement(using: &generator) ?? "*"
        let device = segments.randomElement(using: &generator) ?? "*"
        let dialect = Bool.random(using: &generator) ? "tencent" : "aliyun"
        guard let pattern = try? DevicePattern("\(dialect)/\(product)/\(device)") else {
            preconditionFailure("a bad pattern")
        }
        return pattern
    }

    /// Nil for an identity that is refused.
    private static func identity(of devices: DevicePattern, _ generator: inout SeededGenerator) -> FleetIdentity? {
        let templates = [
            "a", "${product}", "${device}", "x-${device}", "${product}a", "${device}${product}", "a${device}b",
        ]
        guard let product = try? HoleText<FleetIdentity.Hole>(templates.randomElement(using: &generator) ?? ""),
            let device = try? HoleText<FleetIdentity.Hole>(templates.randomElement(using: &generator) ?? "")
        else { preconditionFailure("a bad template") }
        return try? FleetIdentity(product: product, device: device, of: devices)
    }

    /// Random fleets, those left out that the checks would refuse.
    private static func configuration(_ generator: inout SeededGenerator) -> GatewayConfiguration {
        let places = (1...8).map { SourceLocation(line: $0, column: 1) }
        let backends = ["tencent", "aliyun"].enumerated().map {
            BackendConfiguration(name: $1, location: .start, dialect: $1, dialectLocation: .start, broker: $0 + 1)
        }
        let brokers = ["a", "b", "c"].compactMap { name in
            (try? BrokerURL("mqtt://\(name)")).map { BrokerConfiguration(name: name, location: .start, url: $0) }
        }
        func configuration(_ fleets: [FleetConfiguration]) -> GatewayConfiguration {
            GatewayConfiguration(
                file: "c.yaml", name: "n", mappings: "m", mappingsLocation: .start, journal: "j", outboxLimit: 1,
                eventRetention: .zero, brokers: brokers, backends: backends, fleets: fleets, progress: nil)
        }
        var fleets: [FleetConfiguration] = []
        for place in places {
            let devices = devices(&generator)
            guard let identity = identity(of: devices, &generator) else { continue }
            let fleet = FleetConfiguration(
                name: "f\(place.line)", location: place, devices: devices, devicesLocation: place, broker: 0,
                backend: Int.random(in: 0...1, using: &generator), identity: identity, identityLocation: place,
                options: .init())
            var findings = Findings()
            configuration(fleets + [fleet]).checkFleets(into: &findings)
            if !findings.hasErrors { fleets.append(fleet) }
        }
        return configuration(fleets)
    }
}
