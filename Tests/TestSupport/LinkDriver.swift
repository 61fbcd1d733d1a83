package import MosquittoClient

/// The loop around one link: polls, reads, "commits" by remembering the events, writes.
package final class LinkDriver {
    package let link: MosquittoLink
    /// Everything the link told, in order.
    package var events: [LinkEvent] = []
    /// Whether `write` is called; off is a gateway that never gets to its commit.
    package var writes = true
    private var poller: Poller

    package init(_ settings: LinkSettings) throws {
        link = try MosquittoLink(settings)
        poller = try Poller()
    }

    package var messages: [MQTTMessage] {
        events.compactMap { if case .message(let message) = $0 { message } else { nil } }
    }
    package var acknowledgements: [UInt16: UInt8] {
        var codes: [UInt16: UInt8] = [:]
        for case .acknowledged(let identifier, let code) in events { codes[identifier] = code }
        return codes
    }
    package var greeting: LinkEvent.Greeting? {
        for case .connected(let greeting) in events.reversed() { return greeting }
        return nil
    }

    /// One turn of the loop, waiting at most `timeout` milliseconds.
    package func turn(timeout: Int32 = 20) {
        let ready = poller.wait(for: [link], timeout: timeout)
        // Before CONNACK there is nothing to commit; what arrives with it must not be acknowledged by this.
        if !link.isConnected { link.write() }
        if !ready.readable.isEmpty { link.read(into: &events) }
        // The commit would be here.
        if writes, link.isConnected || !link.isIdle { link.write() }
        link.maintain()
    }

    /// Turns until `condition` holds; false when `seconds` are over before that.
    package func run(seconds: Double = 10, until condition: (LinkDriver) throws -> Bool) rethrows -> Bool {
        try LinkDriver.run([self], seconds: seconds) { try condition(self) }
    }

    /// Turns all of them until `condition` holds; false when `seconds` are over before that.
    package static func run(_ drivers: [LinkDriver], seconds: Double = 10, until condition: () throws -> Bool) rethrows
        -> Bool
    {
        let deadline = Deadline(seconds: seconds)
        while try !condition() {
            if deadline.isOver { return false }
            for driver in drivers { driver.turn(timeout: drivers.count == 1 ? 20 : 1) }
        }
        return true
    }

    /// Connects and waits for the broker's yes.
    package func connect() throws {
        link.connect()
        guard run(until: { $0.link.isConnected || $0.link.isIdle && !$0.link.hasPendingInput }), link.isConnected else {
            throw TestFailure("not connected: \(events)")
        }
    }

    /// Subscribes and waits for the grants.
    @discardableResult package func subscribe(_ filters: [String], qos: UInt8 = 1) throws -> [UInt8] {
        let identifier = try link.subscribe(filters.map { try TopicFilter($0) }, qos: qos)
        var codes: [UInt8]?
        let isDone = run { driver in
            for case .subscribed(identifier, let granted) in driver.events { codes = granted }
            return codes != nil
        }
        guard isDone, let codes else { throw TestFailure("no answer to subscribe: \(events)") }
        return codes
    }

    /// Publishes at QoS 1 and waits for the acknowledgement, whose reason code it returns.
    @discardableResult package func publish(_ topic: String, _ payload: [UInt8]) throws -> UInt8 {
        let identifier = try link.publish(topic: topic, payload: payload, qos: 1)
        guard run(until: { $0.acknowledgements[identifier] != nil }), let code = acknowledgements[identifier] else {
            throw TestFailure("no acknowledgement: \(events)")
        }
        return code
    }

    /// Says goodbye and waits until it is said.
    package func disconnect() throws {
        link.disconnect()
        guard run(until: { $0.link.isIdle && !$0.link.hasPendingInput }) else {
            throw TestFailure("no end of the connection: \(events)")
        }
    }
}
