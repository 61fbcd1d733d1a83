import Diagnostics
import Dialects
import Foundation
import Testing

@testable import GatewayFile

/// A dialect whose topics name no product: fleets and identities must say the one that stands for it.
struct FixedProductTests {
    private static let mappings = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../Mappings").standardizedFileURL.path

    private func findings(fleet: String) throws -> [String] {
        let text = """
            name: plant-7
            mappings: Mappings
            journal: gateway.sqlite
            brokers:
              site: { url: "mqtt://127.0.0.1:1883" }
              cloud: { url: "mqtt://127.0.0.1:1884" }
            backends:
              huawei-cloud: { dialect: huawei, broker: cloud }
              aliyun-cloud: { dialect: aliyun, broker: cloud }
            fleets:
              valves: \(fleet)
            """
        var findings = Findings()
        let source = SourceText(name: "gateway.yaml", text: text)
        let configuration = try #require(
            GatewayConfiguration.readAsFarAsPossible(source, environment: MemoryEnvironment(), into: &findings))
        let folder = DialectFolder(path: Self.mappings, into: &findings)
        configuration.check(dialects: folder.dialects.keys, into: &findings)
        configuration.checkProducts(folder.dialects, into: &findings)
        return findings.all.filter { $0.severity == .error }.map(\.line)
    }

    @Test func `devices and identities that say the product are right`() throws {
        #expect(
            try findings(
                fleet:
                    "{ devices: \"huawei/huawei/*\", broker: site, backend: aliyun-cloud, identity: { product: a1Pk } }"
            )
            .isEmpty)
        #expect(
            try findings(
                fleet:
                    "{ devices: \"aliyun/a1Pk/*\", broker: site, backend: huawei-cloud, identity: { product: huawei } }"
            )
            .isEmpty)
    }

    @Test func `devices of another product are a finding`() throws {
        #expect(
            try findings(fleet: "{ devices: \"huawei/P1/*\", broker: site, backend: aliyun-cloud }") == [
                "gateway.yaml:11:22: error: devices of dialect 'huawei' have the product 'huawei' [bad-devices]"
            ])
    }

    @Test func `an identity with another product is a finding`() throws {
        #expect(
            try findings(fleet: "{ devices: \"aliyun/a1Pk/*\", broker: site, backend: huawei-cloud }") == [
                "gateway.yaml:11:3: error: backend 'huawei-cloud' knows its devices by the product 'huawei' [bad-identity]"
            ])
    }
}
