import MosquittoClient
import TestSupport
import Testing

/// Messages through a real broker.
@Suite struct DeliveryTests {
    @Test(arguments: [ProtocolVersion.v5, .v311])
    func `messages pass in both directions`(version: ProtocolVersion) throws {
        try withMosquitto { broker in
            let one = try Rig.connected(Rig.settings(broker.port, "one", version: version))
            let two = try Rig.connected(Rig.settings(broker.port, "two", version: version))
            #expect(one.greeting?.protocolVersion == version)
            #expect(one.greeting?.isSessionPresent == false)
            #expect(try one.subscribe(["to/one", "never/+"]) == [1, 1])
            try two.subscribe(["to/two"])
            #expect(try one.publish("to/two", Array("hello".utf8)) == 0)
            #expect(try two.publish("to/one", []) == 0)
            #expect(LinkDriver.run([one, two]) { !one.messages.isEmpty && !two.messages.isEmpty })
            #expect(two.messages.map(\.topic) == ["to/two"])
            #expect(two.messages.map(\.payload) == [Array("hello".utf8)])
            #expect(two.messages.map(\.qos) == [1])
            #expect(one.messages.map(\.payload) == [[]])
            try one.disconnect()
            #expect(one.events.last == .disconnected(nil))
        }
    }

    @Test func `topics with a dollar are reached by filters that name it`() throws {
        try withMosquitto { broker in
            let device = try Rig.connected(Rig.settings(broker.port, "device"))
            let gateway = try Rig.connected(Rig.settings(broker.port, "gateway"))
            let everything = try Rig.connected(Rig.settings(broker.port, "everything"))
            try gateway.subscribe(["$ota/report/+/+"])
            try everything.subscribe(["#"])
            try device.publish("$ota/report/PROD/dev1", [7])
            try device.publish("end", [])
            #expect(gateway.run { !$0.messages.isEmpty })
            #expect(gateway.messages.map(\.topic) == ["$ota/report/PROD/dev1"])
            #expect(everything.run { !$0.messages.isEmpty })
            #expect(everything.messages.map(\.topic) == ["end"])
        }
    }

    @Test func `large payloads pass unchanged`() throws {
        try withMosquitto { broker in
            let driver = try Rig.connected(Rig.settings(broker.port, "one"))
            try driver.subscribe(["large"])
            let payload = (0..<256 * 1024).map { UInt8(truncatingIfNeeded: $0 &* 31 ^ $0 >> 8) }
            try driver.publish("large", payload)
            #expect(driver.run { !$0.messages.isEmpty })
            #expect(driver.messages.first?.payload == payload)
        }
    }

    @Test func `the broker tells that nobody subscribes`() throws {
        try withMosquitto { broker in
            let driver = try Rig.connected(Rig.settings(broker.port, "one"))
            #expect(try driver.publish("nobody/listens", [1]) == 16)
        }
    }

    @Test func `a message of QoS 0 is acknowledged when written`() throws {
        try withMosquitto { broker in
            let driver = try Rig.connected(Rig.settings(broker.port, "one"))
            let identifier = try driver.link.publish(topic: "a", payload: [], qos: 0)
            #expect(driver.link.inFlight == 1)
            #expect(driver.run { $0.acknowledgements[identifier] == 0 })
            #expect(driver.link.inFlight == 0)
        }
    }

    @Test func `our own publishes are kept from us`() throws {
        try withMosquitto { broker in
            var settings = Rig.settings(broker.port, "one")
            settings.noLocal = true
            let driver = try Rig.connected(settings)
            let other = try Rig.connected(Rig.settings(broker.port, "two"))
            try driver.subscribe(["a"])
            try driver.publish("a", [1])
            try other.publish("a", [2])
            #expect(driver.run { !$0.messages.isEmpty })
            #expect(driver.messages.map(\.payload) == [[2]])
        }
    }

    @Test func `retained messages are marked`() throws {
        try withMosquitto { broker in
            let port = String(broker.port)
            try Command.run("mosquitto_pub", ["-h", "127.0.0.1", "-p", port, "-t", "kept", "-m", "x", "-r", "-q", "1"])
            let driver = try Rig.connected(Rig.settings(broker.port, "one"))
            try driver.subscribe(["kept"])
            #expect(driver.run { !$0.messages.isEmpty })
            #expect(driver.messages.map(\.isRetained) == [true])
        }
    }

    @Test func `no more is in flight than the broker allows`() throws {
        var options = BrokerOptions()
        options.inflightMaximum = 7
        try withMosquitto(options) { broker in
            let driver = try Rig.connected(Rig.settings(broker.port, "one"))
            #expect(driver.link.sendWindow == 7)
            for _ in 0..<7 { _ = try driver.link.publish(topic: "a", payload: [], qos: 1) }
            #expect(throws: BrokerError(.windowFull, "")) {
                try driver.link.publish(topic: "a", payload: [], qos: 1)
            }
            #expect(driver.run { $0.acknowledgements.count == 7 })
            #expect(driver.link.inFlight == 0)
            _ = try driver.link.publish(topic: "a", payload: [], qos: 1)
        }
    }

    @Test(arguments: ["", "a/+", "#", "a\0b", "a\u{1}b"])
    func `what is no topic is not published`(topic: String) throws {
        try withMosquitto { broker in
            let driver = try Rig.connected(Rig.settings(broker.port, "one"))
            #expect(throws: BrokerError(.invalidTopic, "")) {
                try driver.link.publish(topic: topic, payload: [], qos: 1)
            }
            #expect(driver.link.inFlight == 0)
            try driver.publish("a", [])
        }
    }

    @Test func `a reader that stops at its limit goes on where it stopped`() throws {
        try withMosquitto { broker in
            let driver = try Rig.connected(Rig.settings(broker.port, "one"))
            try driver.subscribe(["a"])
            for _ in 0..<20 { _ = try driver.link.publish(topic: "a", payload: [], qos: 1) }
            driver.link.write()
            var events: [LinkEvent] = []
            var largest = 0
            let isDone = Deadline().wait {
                let before = events.count
                driver.link.read(into: &events, limit: 3)
                driver.link.write()
                largest = max(largest, events.count - before)
                return events.count == 40
            }
            #expect(isDone)
            #expect(largest < 40)
        }
    }
}
