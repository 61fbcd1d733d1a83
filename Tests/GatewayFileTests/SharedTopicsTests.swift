import Diagnostics
import Foundation
import GatewayFile
import Testing

/// What is found between fleets only because of the topics of their dialects.
///
/// The dialect `twin` of the fixtures uses the topics of `aliyun`.
struct SharedTopicsTests {
    static let repository = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..")
        .standardizedFileURL.path
    static let dialects = {
        var findings = Findings()
        let shipped = DialectFolder(path: "\(repository)/Mappings", into: &findings).dialects
        let own = DialectFolder(
            path: Bundle.module.bundleURL.appending(path: "Fixtures/dialects").path, into: &findings
        ).dialects
        return shipped.merging(own) { $1 }
    }()

    /// The findings, each as its code and message.
    private static func found(_ fleets: String) throws -> [String] {
        let text = """
            mappings: m
            journal: j
            brokers: { site: { url: "mqtt://a" }, cloud: { url: "mqtt://b" } }
            backends:
              twin-cloud: { dialect: twin, broker: site }
              aliyun-cloud: { dialect: aliyun, broker: site }
              tencent-cloud: { dialect: tencent, broker: cloud }
            \(fleets)
            """
        var findings = Findings()
        let source = SourceText(name: "gateway.yaml", text: text)
        let configuration = try #require(
            GatewayConfiguration.read(source, into: &findings), "\(findings.text(in: [source]))")
        findings = Findings()
        configuration.checkTopics(of: dialects, into: &findings)
        return findings.all.map { "\($0.code.rawValue): \($0.message)" }
    }

    @Test func `the dialects are there`() {
        #expect(Self.dialects.keys.sorted() == ["aliyun", "huawei", "tencent", "twin"])
    }

    @Test(arguments: [
        (
            "fleets: { f: { devices: aliyun/P/*, broker: site, backend: twin-cloud } }",
            [
                "loop: what goes to backend 'twin-cloud' on '/ota/device/inform/P/+' comes back as a message of devices of fleet 'f'",
                "loop: what goes to devices of fleet 'f' on '/ota/device/upgrade/P/+' comes back as a message of backend 'twin-cloud'",
            ]
        ),
        ("fleets: { f: { devices: aliyun/P/*, broker: site, backend: twin-cloud, identity: { product: Q } } }", []),
        ("fleets: { f: { devices: aliyun/P/*, broker: cloud, backend: twin-cloud } }", []),
        (
            """
            fleets:
              f: { devices: twin/P/*, broker: site, backend: tencent-cloud }
              g: { devices: tencent/X/*, broker: cloud, backend: aliyun-cloud, identity: { product: P, device: "v-${device}" } }
            """,
            [
                "loop: what goes to devices of fleet 'f' on '/ota/device/upgrade/P/+' comes back as a message of backend 'aliyun-cloud'",
                "loop: what goes to backend 'aliyun-cloud' on '/ota/device/inform/P/+' comes back as a message of devices of fleet 'f'",
            ]
        ),
        (
            """
            fleets:
              f: { devices: twin/P/d1, broker: site, backend: tencent-cloud }
              g: { devices: tencent/X/*, broker: cloud, backend: aliyun-cloud, identity: { product: P, device: "v-${device}" } }
            """, []
        ),
        (
            """
            fleets:
              f: { devices: twin/P/*, broker: site, backend: tencent-cloud }
              g: { devices: aliyun/*/d1, broker: site, backend: tencent-cloud, identity: { product: "x${product}" } }
            """,
            ["shared-topics: a message on '/ota/device/inform/+/d1' may be of dialect 'twin' or 'aliyun'"]
        ),
        (
            """
            fleets:
              f: { devices: twin/P/*, broker: site, backend: tencent-cloud }
              g: { devices: aliyun/Q/*, broker: site, backend: tencent-cloud }
            """, []
        ),
        (
            """
            fleets: { f: { devices: aliyun/P/*, broker: site, backend: tencent-cloud } }
            progress: { broker: cloud, topic: "$$ota/report/${product}/${device}" }
            """, []
        ),
        (
            """
            fleets: { f: { devices: aliyun/P/*, broker: site, backend: tencent-cloud } }
            progress: { broker: cloud, topic: "$ota/report/${product}/${device}" }
            """,
            [
                "progress-overlap: events would be published on '$ota/report/P/+', which is a topic of backend 'tencent-cloud'"
            ]
        ),
        (
            """
            fleets: { f: { devices: aliyun/P/*, broker: site, backend: tencent-cloud } }
            progress: { broker: site, topic: "/ota/${dialect}/inform/${product}/${device}" }
            """, []
        ),
        (
            """
            fleets: { f: { devices: aliyun/P/*, broker: site, backend: tencent-cloud } }
            progress: { broker: site, topic: "/ota/device/inform/x${product}/${device}" }
            """, []
        ),
        (
            """
            fleets: { f: { devices: aliyun/*/*, broker: site, backend: tencent-cloud } }
            progress: { broker: site, topic: "/ota/device/inform/${module}/all" }
            """,
            [
                "progress-overlap: events would be published on '/ota/device/inform/+/+', which is a topic of devices of fleet 'f'"
            ]
        ),
    ]) func `messages of one route that another hears are found, and no others`(fleets: String, expected: [String])
        throws
    {
        #expect(try Self.found(fleets) == expected)
    }

    @Test func `the shipped configuration is free of findings`() throws {
        let files = GatewayFiles(configuration: "\(Self.repository)/deploy/gateway.yaml")
        #expect(files.findings.isEmpty, "\(files.findings.text(in: files.sources))")
        #expect(files.configuration != nil)
    }

    @Test func `the version of a folder is that of its names and bytes, wherever it lies`() {
        let files = [SourceText(name: "a/x.yaml", text: "1"), SourceText(name: "a/y.yaml", text: "2")]
        let moved = [SourceText(name: "/b/c/x.yaml", text: "1"), SourceText(name: "y.yaml", text: "2")]
        #expect(ContentVersion(of: files) == ContentVersion(of: moved))
        // printf 'x.yaml\0001\0001y.yaml\0001\0002' | sha256sum
        #expect(ContentVersion(of: files).description == "84978bb368ec")
        for other in [
            [files[1], files[0]], [files[0]], [SourceText(name: "x.yaml", text: "12"), files[1]],
            [SourceText(name: "x.yml", text: "1"), files[1]],
        ] {
            #expect(ContentVersion(of: other) != ContentVersion(of: files))
        }
    }
}
