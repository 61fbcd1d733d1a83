import MosquittoClient
import TestSupport
import Testing

/// What the broker keeps for us, and until when.
@Suite struct SessionTests {
    @Test(arguments: [ProtocolVersion.v5, .v311])
    func `nothing is acknowledged before write`(version: ProtocolVersion) throws {
        try withMosquitto { broker in
            let settings = Rig.settings(broker.port, "gateway", version: version)
            let sender = try Rig.connected(Rig.settings(broker.port, "sender"))
            func receive(acknowledging: Bool) throws -> [MQTTMessage] {
                let driver = try LinkDriver(settings)
                driver.writes = acknowledging
                try driver.connect()
                #expect(driver.greeting?.isSessionPresent == true)
                #expect(driver.run { $0.messages.count == 3 })
                // A connection made at once would overtake acknowledgements that wait in the broker's socket.
                if acknowledging { #expect(Deadline().wait { broker.log.contains("PUBACK from gateway (Mid: 3,") }) }
                // Dropped without DISCONNECT, as if the process were killed.
                return driver.messages
            }
            let first = try Rig.connected(settings)
            try first.subscribe(["report/#"])
            try first.disconnect()
            for number in 0..<3 as Range<UInt8> { try sender.publish("report/\(number)", [number]) }
            let unacknowledged = try receive(acknowledging: false)
            let acknowledged = try receive(acknowledging: true)
            #expect(unacknowledged.map(\.payload) == [[0], [1], [2]])
            #expect(acknowledged == unacknowledged, "the same packet identifiers, so that they are known again")
            let last = try Rig.connected(settings)
            try sender.publish("report/3", [3])
            #expect(last.run { !$0.messages.isEmpty })
            #expect(last.messages.map(\.payload) == [[3]])
        }
    }

    @Test func `a batch holds a thousand messages where the broker speaks version 5`() throws {
        try withMosquitto { broker in
            let reader = try Rig.connected(Rig.settings(broker.port, "reader"))
            try reader.subscribe(["many"])
            let sender = try Rig.connected(Rig.settings(broker.port, "sender"))
            reader.writes = false
            var sent = 0
            #expect(
                try LinkDriver.run([sender, reader], seconds: 20) {
                    while sent < 1200, sender.link.inFlight < sender.link.sendWindow {
                        _ = try sender.link.publish(topic: "many", payload: [], qos: 1)
                        sent += 1
                    }
                    return sender.acknowledgements.count == 1200 && reader.messages.count >= 1000
                })
            // Everything is at the broker: what it does not send now it holds back.
            for _ in 0..<5 { reader.turn() }
            #expect(reader.messages.count == 1000)
            reader.writes = true
            #expect(reader.run { $0.messages.count == 1200 })
        }
    }

    @Test func `a clean start forgets`() throws {
        try withMosquitto { broker in
            var settings = Rig.settings(broker.port, "gateway")
            let first = try Rig.connected(settings)
            try first.subscribe(["a"])
            try first.disconnect()
            settings.cleanStart = true
            #expect(try Rig.connected(settings).greeting?.isSessionPresent == false)
        }
    }

    @Test func `a killed broker is noticed and its successor is joined again`() throws {
        var options = BrokerOptions()
        options.isPersistent = true
        try withMosquitto(options) { broker in
            let driver = try Rig.connected(Rig.settings(broker.port, "gateway"))
            try driver.subscribe(["a"])
            try driver.disconnect()
            try driver.connect()
            broker.stop()
            #expect(driver.run { $0.link.isIdle && !$0.link.hasPendingInput })
            #expect(driver.events.disconnectError?.code == .connectionLost)
            driver.link.connect()
            #expect(driver.run { $0.events.unreachableCode == .connectionRefused })
            try broker.restart()
            try driver.connect()
            #expect(driver.greeting?.isSessionPresent == true)
            broker.kill()
            #expect(driver.run { $0.link.isIdle && !$0.link.hasPendingInput })
            #expect(driver.events.disconnectError?.code == .connectionLost)
            #expect(throws: BrokerError(.notConnected, "")) {
                try driver.link.publish(topic: "a", payload: [], qos: 1)
            }
        }
    }

    @Test func `what was in flight is forgotten with its connection`() throws {
        try withMosquitto { broker in
            let driver = try Rig.connected(Rig.settings(broker.port, "gateway"))
            let reader = try Rig.connected(Rig.settings(broker.port, "reader"))
            try reader.subscribe(["a"])
            broker.setFrozen(true)
            _ = try driver.link.publish(topic: "a", payload: [1], qos: 1)
            #expect(driver.link.inFlight == 1)
            // Reconnecting drops the connection, and with it the unread PUBLISH may or may not reach the broker.
            driver.link.connect()
            #expect(driver.link.inFlight == 0)
            #expect(driver.link.hasPendingInput)
            broker.setFrozen(false)
            #expect(driver.run { $0.link.isConnected })
            try driver.publish("a", [2])
            #expect(reader.run { $0.messages.last?.payload == [2] })
            #expect(reader.messages.count == 1, "the library resent nothing")
            #expect(driver.events.filter { $0 == .disconnected(nil) }.count == 1)
        }
    }

    @Test func `the same client identifier takes the session over`() throws {
        try withMosquitto { broker in
            let first = try Rig.connected(Rig.settings(broker.port, "gateway"))
            let second = try Rig.connected(Rig.settings(broker.port, "gateway"))
            #expect(first.run { $0.link.isIdle && !$0.link.hasPendingInput })
            // mosquitto 2.0.11 just closes (src/handle_connect.c:131); later ones send reason code 0x8E first.
            let code = first.events.disconnectError?.code
            #expect(code == .connectionLost || code == .takenOver)
            #expect(second.link.isConnected)
        }
    }
}
