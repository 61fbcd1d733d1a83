import Diagnostics
import TestMaterial
import Testing

@testable import GatewayFile

/// Names that follow no pattern: read from a file, checked, and one to one whatever they are.
struct ExceptionFileTests {
    private func fleet(_ name: String, _ devices: String, _ product: String) throws -> ExceptionFile.Fleet {
        let devices = try DevicePattern(devices)
        return .init(
            name: name, devices: devices,
            identity: try FleetIdentity(product: product, device: "${device}", of: devices), product: nil)
    }

    private func read(_ text: String, known: Set<String> = []) throws -> (names: [[String: String]], findings: [String])
    {
        var findings = Findings()
        let fleets = try [fleet("valves", "tencent/P1/*", "N1"), fleet("meters", "aliyun/P1/*", "N2")]
        let source = SourceText(name: "names.csv", text: text)
        let file = ExceptionFile(source, of: fleets, into: &findings) { fleet, name in
            known.contains("\(fleets[fleet].name)/\(name.slashed)")
        }
        return (file.exceptions, findings.all.map(\.line))
    }

    @Test func `reads names with a heading, remarks, blanks, quotes and dialects`() throws {
        let read = try read(
            """
            device,identity
            # the boiler house
            tencent/P1/d1 , N7/boiler

            "aliyun/P1/a,b","N8/a""b"
            """)
        #expect(read.findings == [])
        #expect(read.names == [["P1/d1": "N7/boiler"], ["P1/a,b": "N8/a\"b"]])
    }

    @Test(
        arguments: [
            ("tencent/P1/d1", "1:1: error: a line has 2 values, not 1 [bad-devices]"),
            ("tencent/P1/d1,N1/a,x", "1:20: error: a line has 2 values, not 3 [bad-devices]"),
            ("\"tencent/P1/d1,N1/a", "1:1: error: a quote is not closed [bad-devices]"),
            ("tencent/d1,N1/a", "1:1: error: 'tencent/d1' is a device of no fleet that moves [bad-devices]"),
            ("d1,N1/a", "1:1: error: 'd1' is no device [bad-devices]"),
            ("tencent/P1/d1,N1", "1:15: error: 'N1' is no identity [bad-identity]"),
            ("tencent/P1/d1,N1/a+b", "1:15: error: 'N1/a+b' is no identity [bad-identity]"),
            ("P1/d1,N1/a", "1:1: error: 'P1/d1' may be of several fleets [bad-devices]"),
            (
                "tencent/P1/d1,N1/a\ntencent/P1/d1,N1/b",
                "2:1: error: device 'P1/d1' stands here twice [bad-devices]"
            ),
            (
                "tencent/P1/d1,N9/a\naliyun/P1/d2,N9/a",
                "2:14: error: two devices would have the identity 'N9/a' [identity-not-one-to-one]"
            ),
            (
                "tencent/P1/d1,N1/d2",
                "1:15: error: 'N1/d2' is by the pattern the identity of device 'P1/d2' of fleet 'valves' [identity-not-one-to-one]"
            ),
        ])
    func `says where a line is wrong`(text: String, finding: String) throws {
        let found = try read(text, known: ["valves/P1/d2"]).findings
        #expect(found == ["names.csv:\(finding)"])
    }

    @Test func `a name may be taken from a device that is not there, or has an exception itself`() throws {
        #expect(try read("tencent/P1/d1,N1/d2").findings == [])
        let both = "tencent/P1/d1,N1/d2\ntencent/P1/d2,N1/d1"
        #expect(try read(both, known: ["valves/P1/d1", "valves/P1/d2"]).findings == [])
    }

    @Test(arguments: 0..<100 as Range<UInt64>) func `an identity with exceptions tells its device`(seed: UInt64) throws
    {
        var random = SeededGenerator(seed: seed)
        let names = ["a", "b", "ab", "x-a", "é", "e\u{301}", "y"]
        let devices = try DevicePattern("tencent/P/*")
        var identities: [DeviceName: DeviceName] = [:]
        for name in names where random.chance(50) {
            let known = DeviceName(product: random.pick(["N", "M"]), device: random.pick(names))
            if !identities.values.contains(known) { identities[DeviceName(product: "P", device: name)] = known }
        }
        let identity = try FleetIdentity(
            product: "N", device: "${device}", of: devices,
            exceptions: identities.isEmpty ? nil : IdentityExceptions(identities))
        for device in names {
            let name = DeviceName(product: "P", device: device)
            guard identity.isOwn(name) else {
                #expect(identities.values.contains(identity.backendIdentity(of: name)) && identities[name] == nil)
                continue
            }
            #expect(identity.deviceIdentity(of: identity.backendIdentity(of: name)) == name)
        }
        for product in ["N", "M"] {
            for device in names {
                let known = DeviceName(product: product, device: device)
                guard let name = identity.deviceIdentity(of: known) else { continue }
                #expect(identity.backendIdentity(of: name) == known)
            }
        }
        #expect(Set(identity.products ?? []) == Set(identities.values.map(\.product) + ["N"]))
    }

    @Test func `a list names devices of the fleets that move`() {
        var findings = Findings()
        let source = SourceText(name: "first.txt", text: "device\ntencent/P1/d1\n# later\ntencent/P2/d1\nd7\n")
        let devices = DeviceList.read(source, into: &findings) { dialect, name in
            dialect == "tencent" && name.product == "P1"
        }
        #expect(devices == ["tencent/P1/d1"])
        #expect(
            findings.all.map(\.line) == [
                "first.txt:4:1: error: 'tencent/P2/d1' is no device of this migration [bad-devices]",
                "first.txt:5:1: error: 'd7' is no device [bad-devices]",
            ])
    }
}
