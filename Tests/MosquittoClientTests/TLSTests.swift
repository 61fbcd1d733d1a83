import MosquittoClient
import TestSupport
import Testing

/// Connections over TLS, right and wrong.
@Suite struct TLSTests {
    private let authority: TestAuthority
    private let certificate: TestAuthority.Certificate

    init() throws {
        authority = try TestAuthority()
        certificate = try authority.issue("broker", names: ["IP:127.0.0.1", "DNS:localhost"])
    }

    private func settings(_ port: UInt16, _ change: (inout TLSSettings) -> Void = { _ in }) -> LinkSettings {
        var settings = Rig.settings(port, "gateway")
        var tls = TLSSettings(authorityPath: authority.path)
        change(&tls)
        settings.tls = tls
        return settings
    }

    private func options(
        _ certificate: TestAuthority.Certificate? = nil, clientAuthority: String? = nil
    ) -> BrokerOptions {
        var options = BrokerOptions()
        options.tls = .init(certificate: certificate ?? self.certificate, clientAuthorityPath: clientAuthority)
        return options
    }

    @Test(arguments: ["127.0.0.1", "localhost"]) func `messages pass over tls`(host: String) throws {
        try withMosquitto(options()) { broker in
            var settings = settings(broker.port)
            settings.host = host
            let driver = try Rig.connected(settings)
            try driver.subscribe(["a"])
            let payload = [UInt8](repeating: 7, count: 300_000)
            for _ in 0..<3 { try driver.publish("a", payload) }
            #expect(driver.run { $0.messages.count == 3 })
            #expect(driver.messages.map(\.payload) == [payload, payload, payload])
            try driver.disconnect()
            try driver.connect()
            #expect(driver.greeting?.isSessionPresent == true)
        }
    }

    @Test func `an unknown authority is not trusted`() throws {
        let other = try TestAuthority()
        try withMosquitto(options()) { broker in
            let mistaken = try Rig.failure(settings(broker.port) { $0.authorityPath = other.path })
            #expect(mistaken.unreachableCode == .certificateUntrusted)
            let system = try Rig.failure(settings(broker.port) { $0.authorityPath = nil })
            #expect(system.unreachableCode == .certificateUntrusted)
        }
    }

    @Test func `the certificate must name the host`() throws {
        let elsewhere = try authority.issue("elsewhere", names: ["DNS:elsewhere.example"])
        try withMosquitto(options(elsewhere)) { broker in
            let events = try Rig.failure(settings(broker.port))
            #expect(events.unreachableCode == .certificateHostName)
            guard case .unreachable(let error) = events.last else { return }
            #expect("\(error)" == "certificate does not match host name [certificate-host-name]")
            #expect(try Rig.connected(settings(broker.port) { $0.checksHostName = false }).link.isConnected)
        }
    }

    @Test func `a broker may want a client certificate`() throws {
        let client = try authority.issue("client")
        let elsewhere = try TestAuthority()
        let stranger = try elsewhere.issue("stranger")
        try withMosquitto(options(clientAuthority: authority.path)) { broker in
            let nameless = settings(broker.port)
            let strange = settings(broker.port) {
                $0.certificatePath = stranger.path
                $0.keyPath = stranger.keyPath
            }
            for settings in [nameless, strange] {
                // The reset that follows the broker's alert can overtake it.
                guard case .unreachable(let error) = try Rig.failure(settings).last else { continue }
                #expect([.certificateRefused, .connectionLost].contains(error.code))
                #expect(error.text.contains("certificate"))
            }
            let driver = try Rig.connected(
                settings(broker.port) {
                    $0.certificatePath = client.path
                    $0.keyPath = client.keyPath
                })
            #expect(driver.link.isConnected)
        }
    }

    @Test func `files that cannot be used are told apart from a bad broker`() throws {
        let client = try authority.issue("client")
        let other = try authority.issue("other")
        let locked = authority.folder.file("locked.key")
        try Command.run("openssl", ["ec", "-in", client.keyPath, "-aes128", "-passout", "pass:x", "-out", locked])
        let text = try authority.folder.write("no certificate", to: "text.pem")
        try withMosquitto(options()) { broker in
            let changes: [(inout TLSSettings) -> Void] = [
                { $0.authorityPath = "/no/such/file" },
                { $0.authorityPath = text },
                { ($0.certificatePath, $0.keyPath) = (client.path, locked) },
                { ($0.certificatePath, $0.keyPath) = (client.path, other.keyPath) },
                { ($0.certificatePath, $0.keyPath) = (text, client.keyPath) },
            ]
            for change in changes {
                let events = try Rig.failure(settings(broker.port, change))
                #expect(events.unreachableCode == .tlsFiles)
            }
        }
    }

    @Test func `tls and plain do not meet`() throws {
        try withMosquitto { broker in
            let code = try Rig.failure(settings(broker.port)).unreachableCode
            #expect(code == .tls || code == .connectionLost)
        }
        try withMosquitto(options()) { broker in
            let events = try Rig.failure(Rig.settings(broker.port, "a"))
            #expect(events.unreachableCode == .connectionLost)
        }
    }

    @Test(arguments: [false, true]) func `a peer that hangs up during the handshake`(byReset: Bool) throws {
        let peer = try ScriptedPeer()
        let driver = try LinkDriver(settings(peer.port))
        driver.link.connect()
        let isOver = driver.run { driver in
            peer.look()
            if !peer.received.isEmpty { peer.hangUp(reset: byReset) }
            return driver.link.isIdle && !driver.link.hasPendingInput
        }
        #expect(isOver)
        let code = driver.events.unreachableCode
        #expect(code == .tls || code == .connectionLost)
    }

    @Test func `a handshake that stands still does not spin`() throws {
        let peer = try ScriptedPeer()
        let driver = try LinkDriver(settings(peer.port))
        driver.link.connect()
        #expect(
            driver.run { _ in
                peer.look()
                return !peer.received.isEmpty
            })
        #expect(!driver.link.wantsWrite)
        var poller = try Poller()
        #expect(poller.wait(for: [driver.link], timeout: 20).isEmpty)
    }

    /// mosquitto sends a record for each packet and hides what happens with many packets in one.
    @Test func `no message is stuck in the tls layer`() throws {
        let peer = try TLSPeer(certificate)
        let driver = try LinkDriver(settings(peer.port))
        driver.link.connect()
        var isAnswered = false
        let isUp = try driver.run { driver in
            peer.look()
            if !isAnswered, !peer.received.isEmpty {
                try peer.send(Packet.connack())
                isAnswered = true
            }
            return driver.link.isConnected
        }
        #expect(isUp)
        var record: [UInt8] = []
        for number in 1...600 as ClosedRange<UInt16> {
            record += Packet.publish(topic: [0x74], payload: [1], identifier: number)
            // Silent packets in between must not look like the end.
            if number % 100 == 0 { record += Packet.pingresp }
        }
        try peer.send(record)
        #expect(driver.run(seconds: 5) { $0.messages.count == 600 })
        try peer.send(record)
        // The same with a limit: what is left makes itself known without the socket.
        var events: [LinkEvent] = []
        let isDone = Deadline(seconds: 5).wait {
            driver.link.read(into: &events, limit: 10)
            return events.count == 600
        }
        #expect(isDone)
    }
}
