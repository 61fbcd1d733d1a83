import MosquittoClient
import TestSupport
import Testing

/// Brokers that do what mosquitto does not.
@Suite struct ScriptedPeerTests {
    /// A link that is greeted by a scripted broker.
    private func greeted(_ peer: ScriptedPeer, with connack: [UInt8] = Packet.connack()) throws -> LinkDriver {
        let driver = try LinkDriver(Rig.settings(peer.port, "gateway"))
        driver.link.connect()
        var isAnswered = false
        let isUp = try driver.run { driver in
            peer.look()
            if !isAnswered, !peer.received.isEmpty {
                try peer.send(connack)
                isAnswered = true
            }
            return driver.link.isConnected
        }
        guard isUp else { throw TestFailure("not connected: \(driver.events)") }
        return driver
    }

    @Test func `version 3_1_1 is spoken when version 5 is refused`() throws {
        let peer = try ScriptedPeer()
        let driver = try LinkDriver(Rig.settings(peer.port, "gateway"))
        driver.link.connect()
        var levels: [UInt8] = []
        let isUp = try driver.run { driver in
            peer.look()
            if levels.count < peer.connections, let level = Packet.level(in: peer.received) {
                levels.append(level)
                try peer.send(Packet.connack311(code: level == 4 ? 0 : 1))
                if level != 4 { peer.hangUp() }
            }
            return driver.link.isConnected
        }
        #expect(isUp)
        #expect(levels == [5, 4])
        #expect(driver.greeting?.protocolVersion == .v311)
        #expect(driver.events.count == 1)
        #expect(driver.link.sendWindow == 100)
    }

    @Test func `another version is tried when the broker keeps hanging up`() throws {
        let peer = try ScriptedPeer()
        let driver = try LinkDriver(Rig.settings(peer.port, "gateway"))
        var levels: [UInt8] = []
        for attempt in 1...5 {
            driver.link.connect()
            let isOver = driver.run { driver in
                peer.look()
                if let level = Packet.level(in: peer.received), levels.count < attempt {
                    levels.append(level)
                    peer.hangUp()
                }
                return driver.events.count == attempt
            }
            #expect(isOver)
            #expect(driver.events.unreachableCode == .connectionLost)
        }
        #expect(levels == [5, 5, 5, 4, 5])
    }

    @Test func `the broker's window is kept`() throws {
        let peer = try ScriptedPeer()
        let driver = try greeted(peer, with: Packet.connack(properties: Packet.receiveMaximum5))
        #expect(driver.link.sendWindow == 5)
    }

    @Test func `a broker that takes no QoS 1 is not used`() throws {
        let peer = try ScriptedPeer()
        let driver = try LinkDriver(Rig.settings(peer.port, "gateway"))
        driver.link.connect()
        var isAnswered = false
        #expect(
            try driver.run { driver in
                peer.look()
                if !isAnswered, !peer.received.isEmpty {
                    try peer.send(Packet.connack(properties: [36, 0]))
                    isAnswered = true
                }
                return driver.link.isIdle && !driver.link.hasPendingInput
            })
        #expect(driver.events == [.refused(ConnectRefusal(code: 0x9B))])
        #expect(ConnectRefusal(code: 0x9B).isPermanent)
    }

    @Test func `a connection that is given up is told with the reason`() throws {
        let peer = try ScriptedPeer()
        let driver = try greeted(peer)
        driver.link.giveUp(because: BrokerError(.unanswered, "silence"))
        #expect(driver.run { $0.link.isIdle && !$0.link.hasPendingInput })
        #expect(driver.events.disconnectError?.code == .unanswered)
    }

    @Test func `a connection that ends in the middle of a packet is lost`() throws {
        let peer = try ScriptedPeer()
        let driver = try greeted(peer)
        try peer.send([0x32, 0x50, 0, 5, 0x61])
        peer.hangUp()
        #expect(driver.run { $0.link.isIdle && !$0.link.hasPendingInput })
        #expect(driver.events.disconnectError?.code == .connectionLost)
    }

    @Test(arguments: [0, 16, 0x87, 0x97] as [UInt8]) func `reason codes of a PUBACK are told`(reason: UInt8) throws {
        let peer = try ScriptedPeer()
        let driver = try greeted(peer)
        let identifier = try driver.link.publish(topic: "a", payload: [], qos: 1)
        try peer.send(Packet.puback(identifier &+ 1, reason: 0) + Packet.puback(identifier, reason: reason))
        #expect(driver.run { $0.acknowledgements[identifier] == reason })
        #expect(driver.acknowledgements.count == 1)
        #expect(driver.link.inFlight == 0)
    }

    @Test func `a takeover is told as such`() throws {
        let peer = try ScriptedPeer()
        let driver = try greeted(peer)
        try peer.send(Packet.publish(topic: Array("a".utf8)) + Packet.disconnect(reason: 0x8E))
        #expect(driver.run { $0.link.isIdle && !$0.link.hasPendingInput })
        #expect(driver.messages.count == 1)
        #expect(driver.events.disconnectError?.code == .takenOver)
        #expect(driver.events.disconnectError?.reasonCode == 0x8E)
        #expect(driver.events.count == 3)
    }

    @Test func `messages that come with CONNACK wait for write`() throws {
        let peer = try ScriptedPeer()
        let driver = try LinkDriver(Rig.settings(peer.port, "gateway"))
        driver.writes = false
        driver.link.connect()
        var connectSize = 0
        let isRead = try driver.run { driver in
            peer.look()
            if connectSize == 0, !peer.received.isEmpty {
                connectSize = peer.received.count
                try peer.send(Packet.connack(isSessionPresent: true) + Packet.publish(topic: Array("a".utf8)))
            }
            return !driver.messages.isEmpty
        }
        #expect(isRead)
        guard case .connected = driver.events.first else {
            Issue.record("first comes the greeting: \(driver.events)")
            return
        }
        for _ in 0..<3 { driver.turn(timeout: 1) }
        peer.look()
        #expect(peer.received.count == connectSize)
        driver.link.write()
        peer.look()
        #expect(Array(peer.received[connectSize...]) == [0x40, 2, 0, 1])
    }

    @Test(arguments: Hostile.all) func `broken packets end the connection and nothing else`(sample: Hostile) throws {
        let peer = try ScriptedPeer()
        let driver = try greeted(peer)
        try peer.send(Packet.publish(topic: Array("good".utf8)) + sample.bytes)
        let isOver = driver.run { driver in
            peer.look()
            return driver.link.isIdle && !driver.link.hasPendingInput
        }
        #expect(isOver)
        #expect(driver.messages.map(\.topic) == ["good"])
        #expect(driver.events.disconnectError?.code == .protocolViolation)
    }

    struct Hostile: CustomTestStringConvertible {
        let testDescription: String
        let bytes: [UInt8]

        static let all = [
            Hostile(testDescription: "nul in a topic", bytes: Packet.publish(topic: [0x61, 0, 0x62])),
            Hostile(testDescription: "topic not UTF-8", bytes: Packet.publish(topic: [0x61, 0xC3, 0x28])),
            Hostile(testDescription: "control character in a topic", bytes: Packet.publish(topic: [0x61, 0x1F])),
            Hostile(testDescription: "empty topic", bytes: Packet.publish(topic: [])),
            Hostile(testDescription: "packet identifier 0", bytes: Packet.publish(topic: [0x61], identifier: 0)),
            Hostile(testDescription: "QoS 3", bytes: Packet.publish(topic: [0x61], qos: 3)),
            Hostile(testDescription: "length in five bytes", bytes: [0x30, 0xFF, 0xFF, 0xFF, 0xFF, 0x01]),
            Hostile(testDescription: "topic longer than the packet", bytes: Packet.frame(0x30, [0xFF, 0xFF, 0x61])),
            // The library would end the process (Sources/CMosquittoGuard).
            Hostile(testDescription: "unknown property", bytes: Packet.frame(0x30, [0, 1, 0x61, 2, 0x7F, 0])),
            Hostile(testDescription: "property twice", bytes: Packet.frame(0x30, [0, 1, 0x61, 4, 1, 0, 1, 0])),
            Hostile(testDescription: "a client's packet", bytes: [0xC0, 0, 0x10, 0]),
        ]
    }

    @Test func `a peer that is no broker`() throws {
        let peer = try ScriptedPeer()
        let driver = try LinkDriver(Rig.settings(peer.port, "gateway"))
        driver.link.connect()
        var isAnswered = false
        let isOver = try driver.run { driver in
            peer.look()
            if !isAnswered, !peer.received.isEmpty {
                try peer.send(Array("HTTP/1.1 400 Bad Request\r\n\r\n".utf8))
                peer.hangUp()
                isAnswered = true
            }
            return driver.link.isIdle && !driver.link.hasPendingInput
        }
        #expect(isOver)
        guard case .unreachable = driver.events.last else {
            Issue.record("not unreachable: \(driver.events)")
            return
        }
    }

    @Test func `writing to a connection that was reset ends it`() throws {
        let peer = try ScriptedPeer()
        let driver = try greeted(peer)
        peer.hangUp(reset: true)
        _ = try driver.link.publish(topic: "a", payload: [], qos: 1)
        driver.link.write()
        driver.link.write()
        #expect(driver.run { $0.link.isIdle && !$0.link.hasPendingInput })
        #expect(driver.events.disconnectError?.code == .connectionLost)
    }

    @Test func `a paused link reads nothing`() throws {
        let peer = try ScriptedPeer()
        let driver = try greeted(peer)
        driver.link.isReadingPaused = true
        try peer.send(Packet.publish(topic: Array("a".utf8)))
        for _ in 0..<5 { driver.turn(timeout: 1) }
        #expect(driver.messages.isEmpty)
        // Not even a hang-up, which would otherwise keep the poll from waiting.
        peer.hangUp(reset: true)
        var poller = try Poller()
        #expect(poller.wait(for: [driver.link], timeout: 20).isEmpty)
        driver.link.isReadingPaused = false
        #expect(driver.run { $0.link.isIdle && !$0.link.hasPendingInput })
    }
}
