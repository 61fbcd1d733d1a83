import MosquittoClient
import TestSupport
import Testing

/// Every way in which a broker can say no to a CONNECT.
struct ConnectRefusalTests {
    /// A reason code of MQTT 5 (3.2.2.2), whether somebody has to change something, and words that say what.
    struct Row: Sendable, CustomTestStringConvertible {
        let code: UInt8
        let isPermanent: Bool
        let words: String
        var testDescription: String { String(code, radix: 16) }

        init(_ code: UInt8, _ isPermanent: Bool, _ words: String) {
            (self.code, self.isPermanent, self.words) = (code, isPermanent, words)
        }
    }

    static let five = [
        Row(0x80, false, "unspecified error"), Row(0x81, false, "malformed packet"),
        Row(0x82, false, "protocol error"), Row(0x83, false, "implementation specific error"),
        Row(0x85, true, "does not accept the client identifier"), Row(0x86, true, "wrong user name or password"),
        Row(0x87, true, "not authorised"), Row(0x88, false, "not available"), Row(0x89, false, "server busy"),
        Row(0x8A, true, "banned"), Row(0x8C, true, "bad authentication method"),
        Row(0x90, false, "topic name invalid"), Row(0x95, false, "packet too large"),
        Row(0x97, false, "quota exceeded"), Row(0x99, false, "payload format invalid"),
        Row(0x9A, false, "retain not supported"), Row(0x9B, true, "takes no message at QoS 1"),
        Row(0x9C, true, "use another server"), Row(0x9D, true, "server moved"),
        Row(0x9F, false, "connection rate exceeded"),
    ]

    /// The return codes of MQTT 3.1.1 (3.2.2.3).
    static let three = [
        Row(1, true, "does not speak this protocol version"), Row(2, true, "does not accept the client identifier"),
        Row(3, false, "not available"), Row(4, true, "wrong user name or password"), Row(5, true, "not authorised"),
    ]

    @Test(arguments: five) func `each reason code of MQTT 5 is told as what it is`(row: Row) throws {
        try check(row, answer: Packet.connack(reason: row.code), version: .v5)
    }

    @Test(arguments: three) func `each return code of MQTT 3_1_1 is told as what it is`(row: Row) throws {
        try check(row, answer: Packet.connack311(code: row.code), version: .v311)
    }

    /// The link is refused, says why, is idle, and can be tried again.
    private func check(_ row: Row, answer: [UInt8], version: ProtocolVersion) throws {
        let peer = try ScriptedPeer()
        let driver = try LinkDriver(Rig.settings(peer.port, "gateway", version: version))
        for attempt in 1...2 {
            driver.link.connect()
            var answered = 0
            let isOver = try driver.run { driver in
                peer.look()
                if answered < 1, peer.connections == attempt, !peer.received.isEmpty {
                    try peer.send(answer)
                    answered += 1
                }
                return driver.events.count == attempt
            }
            #expect(isOver && driver.link.isIdle)
            guard case .refused(let refusal) = driver.events.last else {
                Issue.record("\(driver.events)")
                return
            }
            #expect(refusal == ConnectRefusal(code: row.code))
            #expect(refusal.isPermanent == row.isPermanent)
            #expect(refusal.description.contains(row.words), "\(refusal)")
            peer.hangUp()
        }
    }
}
