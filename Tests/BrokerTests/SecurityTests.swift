import MosquittoClient
import TestSupport
import Testing

@testable import Gateway

/// Links by mqtts: authority, host name, client certificate, login.
struct SecurityTests {
    @Test func `a link goes up with an authority, a certificate and a password from a file`() throws {
        let authority = try TestAuthority()
        let certificate = try authority.issue("gateway")
        var site = BrokerOptions()
        site.tls = .init(
            certificate: try authority.issue("broker", names: ["IP:127.0.0.1"]), clientAuthorityPath: authority.path)
        site.users = ["plant": "s3cret"]
        let rig = try Rig(
            Self.fleets, brokers: ["site": site, "cloud": .init()],
            brokerLines: [
                "site": """
                url: "mqtts://127.0.0.1:$port", ca: \(authority.path), cert: \(certificate.path), \
                key: \(certificate.keyPath), username: plant, password: "${file:login}"
                """
            ], secrets: ["login": "s3cret\n"])
        let backend = try rig.peer(at: "cloud", Vendor.aliyun.backendFilters)
        let device = try rig.peer(at: "site", []) { settings in
            settings.tls = TLSSettings(
                authorityPath: authority.path, certificatePath: certificate.path, keyPath: certificate.keyPath)
            settings.username = "plant"
            settings.password = "s3cret"
        }
        try rig.ready()
        try device.say(Vendor.tencent.report("1.0.0", of: Stage.device))
        #expect(try rig.run { backend.heard("/ota/device/inform/PDEV/dev1", "\"1.0.0\"") })
        #expect(!rig.log.has("s3cret"))
    }

    @Test(arguments: [
        ("IP:10.9.9.9", true, "s3cret", "certificate does not match host name"),
        ("IP:127.0.0.1", false, "s3cret", "not signed by a trusted authority"),
        ("IP:127.0.0.1", true, "wrong", "check user name, password"),
    ])
    func `a link that is not to be trusted stays down and says why`(
        name: String, isTrusted: Bool, password: String, reason: String
    ) throws {
        let authority = try TestAuthority()
        let other = try TestAuthority()
        var site = BrokerOptions()
        site.tls = .init(certificate: try authority.issue("broker", names: [name]))
        site.users = ["plant": "s3cret"]
        let rig = try Rig(
            Self.fleets, brokers: ["site": site, "cloud": .init()],
            brokerLines: [
                "site": """
                url: "mqtts://127.0.0.1:$port", ca: \(isTrusted ? authority.path : other.path), username: plant, \
                password: "${file:login}"
                """
            ], secrets: ["login": password])
        #expect(try rig.run { rig.log.has(reason) }, "\(rig.log.lines)")
        #expect(try rig.run { rig.log.has("connected to broker 'cloud'") })
        #expect(!rig.log.has(password))
    }

    private static let fleets = """
        backends: { upgrader: { dialect: aliyun, broker: cloud } }
        fleets: { fleet: { devices: "tencent/PDEV/*", broker: site, backend: upgrader } }
        """
}
