import MosquittoClient
import TestSupport
import Testing

/// Connection attempts that fail, and why.
@Suite struct ConnectTests {
    @Test(arguments: [ProtocolVersion.v5, .v311])
    func `a wrong password is refused`(version: ProtocolVersion) throws {
        var options = BrokerOptions()
        options.users = ["gateway": "right"]
        try withMosquitto(options) { broker in
            var settings = Rig.settings(broker.port, "gateway", version: version)
            let anonymous = try Rig.failure(settings)
            settings.username = "gateway"
            settings.password = "wrong"
            let wrong = try Rig.failure(settings)
            settings.password = "right"
            #expect(try Rig.connected(settings).link.isConnected)
            for events in [anonymous, wrong] {
                guard case .refused(let refusal) = events.last else {
                    Issue.record("not refused: \(events)")
                    continue
                }
                #expect(refusal.isPermanent)
                #expect(refusal.code == 0x87)
                #expect(refusal.text == "not authorised, check user name, password and the broker's access list")
                #expect(events.count == 1)
            }
        }
    }

    @Test func `nobody listens`() throws {
        #expect(try Rig.failure(Rig.settings(Loopback.freePort(), "a")).unreachableCode == .connectionRefused)
    }

    @Test func `a name without address`() throws {
        var settings = Rig.settings(1883, "a")
        settings.host = "no-such-host.invalid"
        #expect(try Rig.failure(settings).unreachableCode == .unknownHost)
    }

    @Test func `a broker that never answers`() throws {
        let peer = try ScriptedPeer()
        var settings = Rig.settings(peer.port, "a")
        settings.keepAlive = 5
        #expect(try Rig.failure(settings).unreachableCode == .timedOut)
    }

    @Test func `a link can be tried again after each failure`() throws {
        let driver = try LinkDriver(Rig.settings(Loopback.freePort(), "a"))
        for attempt in 1...3 {
            driver.link.connect()
            #expect(driver.run { $0.events.count == attempt })
            #expect(driver.link.isIdle)
        }
    }

    @Test func `an attempt can be given up`() throws {
        let peer = try ScriptedPeer()
        let driver = try LinkDriver(Rig.settings(peer.port, "a"))
        driver.link.connect()
        #expect(
            driver.run { _ in
                peer.look()
                return !peer.received.isEmpty
            })
        try driver.disconnect()
        #expect(driver.events == [.disconnected(nil)])
    }

    @Test(arguments: SettingsCase.all) func `settings that cannot work are refused`(sample: SettingsCase) {
        #expect(throws: BrokerError(.invalidSettings, "")) { try MosquittoLink(sample.settings) }
    }

    struct SettingsCase: CustomTestStringConvertible {
        let testDescription: String
        let settings: LinkSettings

        init(_ name: String, _ change: (inout LinkSettings) -> Void) {
            testDescription = name
            var settings = LinkSettings(host: "h", port: 1, clientIdentifier: "c")
            change(&settings)
            self.settings = settings
        }

        static let all = [
            SettingsCase("no host") { $0.host = "" },
            SettingsCase("port 0") { $0.port = 0 },
            SettingsCase("no client identifier") { $0.clientIdentifier = "" },
            SettingsCase("short keep-alive") { $0.keepAlive = 4 },
            SettingsCase("no window") { $0.receiveMaximum = 0 },
            SettingsCase("password alone") { $0.password = "x" },
            SettingsCase("certificate alone") { $0.tls = TLSSettings(certificatePath: "x") },
            SettingsCase("nul in the password") {
                $0.username = "x"
                $0.password = "a\0b"
            },
        ]
    }

    @Test func `a password is never shown`() {
        var settings = LinkSettings(host: "h", port: 1, clientIdentifier: "c")
        settings.username = "user"
        settings.password = "secret"
        var dumped = ""
        dump(settings, to: &dumped)
        for text in ["\(settings)", String(reflecting: settings), dumped, String(describing: [settings])] {
            #expect(!text.contains("secret"))
        }
        #expect("\(settings)" == "mqtt://user@h:1 as c")
    }
}
