import Diagnostics
import Testing
import Upgrades

@testable import Dialects

/// What wires ask for beside the upgrade itself: times, names without products, tokens, strangers on a topic.
struct WireTests {
    @Test(
        arguments: [
            (0, "19700101T000000Z", "1970-01-01T00:00:00Z"),
            (951_782_400_000, "20000229T000000Z", "2000-02-29T00:00:00Z"),
            (1_450_000_332_999, "20151213T095212Z", "2015-12-13T09:52:12Z"),
            (4_107_542_400_000, "21000301T000000Z", "2100-03-01T00:00:00Z"),
            (-1, "19691231T235959Z", "1969-12-31T23:59:59Z"),
        ] as [(Int64, String, String)])
    func `a made-up time is right in leap years and before 1970`(time: Int64, basic: String, extended: String) {
        for (unit, expected) in [(ClockForm.Unit.utc, basic), (.iso, extended)] {
            var out: [UInt8] = []
            ClockForm(unit: unit, isText: false).print(time, to: &out)
            #expect(String(decoding: out, as: UTF8.self) == "\"\(expected)\"")
        }
    }

    private static func product(_ head: String, topic: String) -> SourceText {
        SourceText(
            name: "trial.yaml",
            text: """
                dialect: trial
                \(head)
                conversions:
                  state: { downloading: dl, downloaded: full, installing: burn, installed: did, succeeded: { print: did }, failed: bad }
                lacks: { module: refuse, diff: refuse, signature: refuse, stream: refuse, files: refuse, sha256: refuse, extra-data: drop }
                messages:
                  version-report: { from: device, topic: "v/\(topic)", payload: { v: "${version}" } }
                  offer: { from: backend, topic: "o/\(topic)", payload: { to: "${target}", size: "${size}", url: "${url}", md5: "${md5}" } }
                  progress: { from: device, topic: "p/\(topic)", payload: { state: "${phase:state}" } }
                """)
    }

    @Test func `topics without a product belong to the product of the file`() throws {
        var findings = Findings()
        let dialect = try #require(
            DialectLoader.load(Self.product("product: acme", topic: "${device}"), into: &findings))
        #expect(dialect.match(topic: "v/dev1").map(\.product) == ["acme"])
        #expect(dialect.topicFilters(from: .device, product: "acme", device: nil) == ["v/+", "p/+"])
        #expect(dialect.match(topic: "v/acme/dev1").isEmpty)
    }

    @Test func `a file says the product once`() throws {
        for (head, topic) in [("product: acme", "${product}/${device}"), ("", "${device}")] {
            var findings = Findings()
            #expect(DialectLoader.load(Self.product(head, topic: topic), into: &findings) == nil)
            #expect(Set(findings.all.map(\.code)) == [.badTopic])
        }
    }

    @Test func `a download with a token goes only where there is a place for it`() throws {
        var offer = CanonicalMessage(.offer)
        offer.target = "2.0"
        var package = UpgradePackage()
        (package.size, package.url, package.sha256, package.token) = (9, "http://h/f", "ab", "secret")
        offer.package = package
        let (huawei, aliyun) = (try Repository.dialect("huawei"), try Repository.dialect("aliyun"))
        func refusal(_ device: Dialect, _ backend: Dialect) -> String? {
            OfferCarriage(device: device, backend: backend, options: FleetOptions()).refusal(of: offer)
        }
        #expect(refusal(aliyun, huawei) == "a download that wants a token")
        #expect(refusal(huawei, huawei) == nil)
        #expect(refusal(huawei, aliyun) == nil)
    }

    @Test func `a dialect with nothing ignored ignores nothing`() throws {
        let dialect = try Repository.dialect("tencent")
        let match = try #require(dialect.match(topic: "$ota/report/P/D").first)
        #expect(try dialect.ignores(Dialect.parse(Array("{}".utf8)), on: match) == false)
    }
}
