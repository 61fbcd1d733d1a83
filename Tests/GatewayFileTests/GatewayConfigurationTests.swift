import Diagnostics
import TestMaterial
import Testing
import Upgrades

@testable import GatewayFile

struct GatewayConfigurationTests {
    static let example = """
        name: plant-7
        mappings: ../Mappings                 # relative to this file, as all paths here
        journal: state/gateway.sqlite
        outbox: { max: 1GB }
        events: { keep: 7d }
        brokers:
          site:    { url: "mqtt://127.0.0.1:1883" }
          aliyun:  { url: "mqtts://broker.example:8883", ca: ca.pem, username: gateway, password: "${file:secrets/aliyun}" }
          tencent: { url: "mqtt://127.0.0.1:1885" }
        backends:
          aliyun-cloud:  { dialect: aliyun,  broker: aliyun }
          tencent-cloud: { dialect: tencent, broker: tencent }
        fleets:
          valves: { devices: "tencent/PRODTENC01/*", broker: site, backend: aliyun-cloud,
                    identity: { product: a1AliPk0001, device: "${device}" }, timeout: 15m }
          meters: { devices: "aliyun/a1AliPk0002/*", broker: site, backend: tencent-cloud,
                    identity: { product: PRODTENC02, device: "${device}" }, timeout: 1h, offer-timeout: 90, settle: 2s,
                    done-is-success: true, module: MCU, allow: [diff, signature] }
        progress: { broker: site, topic: "ota/progress/${dialect}/${product}/${device}" }
        """

    static let environment = MemoryEnvironment(
        files: ["deploy/ca.pem": "-", "deploy/secrets/aliyun": "s3cret\r\n"])

    private func read(_ text: String, _ environment: MemoryEnvironment = environment) -> (
        GatewayConfiguration?, [String]
    ) {
        var findings = Findings()
        let source = SourceText(name: "deploy/gateway.yaml", text: text)
        return (GatewayConfiguration.read(source, environment: environment, into: &findings), findings.all.map(\.line))
    }

    @Test func `the contract's example is read whole`() throws {
        let (read, findings) = read(Self.example)
        let configuration = try #require(read)
        #expect(findings == [])
        #expect(configuration.name == "plant-7")
        #expect(configuration.mappings == "Mappings")
        #expect(configuration.journal == "deploy/state/gateway.sqlite")
        #expect(configuration.outboxLimit == 1_000_000_000)
        #expect(configuration.eventRetention == .seconds(7 * 86_400))
        #expect(configuration.brokers.map(\.name) == ["site", "aliyun", "tencent"])
        #expect(configuration.brokers[1].url == (try BrokerURL("mqtts://broker.example")))
        #expect(configuration.brokers[1].authorities == "deploy/ca.pem")
        #expect(configuration.brokers[1].username?.reveal() == "gateway")
        #expect(configuration.brokers[1].password?.reveal() == "s3cret")
        #expect(configuration.backends.map(\.broker) == [1, 2])
        #expect(configuration.fleets.map(\.backend) == [0, 1])
        #expect(configuration.fleets.map(\.broker) == [0, 0])
        #expect(configuration.fleets[0].options == FleetOptions())
        var options = FleetOptions()
        options.timeout = .seconds(3600)
        options.offerTimeout = .seconds(90)
        options.settle = .seconds(2)
        options.doneIsSuccess = true
        options.module = "MCU"
        options.allowed = [.diff, .signature]
        #expect(configuration.fleets[1].options == options)
        #expect(configuration.progress?.broker == 0)
        #expect(!String(reflecting: configuration).contains("s3cret"))
    }

    @Test func `what is optional has its default`() throws {
        let (read, findings) = read(
            """
            mappings: /srv/mappings
            journal: ${env:JOURNAL}
            brokers: { a: { url: "mqtt://h", username: "${env:USER}", password: "${file:/run/secret}" }, b: { url: "mqtt://h:1" } }
            backends: { cloud: { dialect: tencent, broker: b } }
            fleets: { all: { devices: "aliyun/*/*", broker: a, backend: cloud, allow: diff } }
            """,
            MemoryEnvironment(variables: ["JOURNAL": "j", "USER": "u"], files: ["/run/secret": "x"]))
        let configuration = try #require(read, "\(findings)")
        #expect(configuration.name == "ota-gateway")
        #expect(configuration.mappings == "/srv/mappings")
        #expect(configuration.journal == "deploy/j")
        #expect(configuration.outboxLimit == 1_000_000_000)
        #expect(configuration.eventRetention == .seconds(604_800))
        #expect(configuration.progress == nil)
        #expect(configuration.brokers[0].password == Secret("x"))
        #expect(configuration.fleets[0].options.allowed == [.diff])
        let name = DeviceName(product: "p", device: "d")
        #expect(configuration.fleets[0].identity.backendIdentity(of: name) == name)
    }

    @Test func `an error in one part does not hide those in another`() {
        let (read, findings) = read("brokers: []\nfleets: { f: { devices: x } }\nname: a b\n")
        #expect(read == nil)
        #expect(
            findings.map { $0.split(separator: " ").last ?? "" }
                == [
                    "[missing-key]", "[missing-key]", "[missing-key]", "[wrong-type]", "[missing-key]", "[missing-key]",
                    "[bad-devices]", "[bad-name]",
                ])
    }

    @Test func `an unreadable broker is not called unknown where it is used`() {
        let (_, findings) = read(Self.example.replacing("mqtt://127.0.0.1:1883", with: "tcp://127.0.0.1:1883"))
        #expect(findings.map { $0.split(separator: " ").last } == ["[bad-url]"])
    }

    @Test(arguments: 0..<200 as Range<UInt64>) func `a damaged file never crashes and places are in it`(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        var bytes = Array(Self.example.utf8)
        for _ in 0..<Int.random(in: 1...4, using: &generator) {
            let start = Int.random(in: bytes.indices, using: &generator)
            let end = min(start + Int.random(in: 0...6, using: &generator), bytes.count)
            let piece = [": ", "*", "/", "\n", "${", "}", "\"", "site", "aliyun", "-", "", "é", "\u{0}"].randomElement(
                using: &generator)
            bytes.replaceSubrange(start..<end, with: Array((piece ?? "").utf8))
        }
        let source = SourceText(name: "deploy/gateway.yaml", bytes: bytes)
        var findings = Findings()
        let configuration = GatewayConfiguration.read(source, environment: Self.environment, into: &findings)
        #expect((configuration == nil) == findings.hasErrors)
        for finding in findings.all {
            #expect(finding.location.line <= source.lineCount)
            #expect(finding.location.column <= (source.line(finding.location.line)?.unicodeScalars.count ?? 0) + 1)
        }
    }
}
