/// What happened on a link, in the order in which it happened.
package enum LinkEvent: Sendable, Equatable {
    /// The broker accepted us. Subscribe again when the session is not present; publish again all that no
    /// `acknowledged` was seen for (see `MosquittoLink`).
    case connected(Greeting)
    /// The broker answered and does not want us. The link is idle.
    case refused(ConnectRefusal)
    /// There was no answer from a broker. The link is idle.
    case unreachable(BrokerError)
    /// A connection that was up has ended; nil when we asked for it. The link is idle, and packet identifiers of both
    /// directions mean nothing any more.
    case disconnected(BrokerError?)
    case message(MQTTMessage)
    /// QoS 1: the broker's PUBACK. A reason code of 0x80 and more is a refusal (0x87 not authorised, 0x97 quota); 16
    /// means that nobody subscribes. QoS 0: the bytes were handed to the kernel.
    case acknowledged(packetIdentifier: UInt16, reasonCode: UInt8)
    /// One byte per filter in the order of the call: the QoS granted, or 0x80 and more for a refusal.
    case subscribed(packetIdentifier: UInt16, granted: [UInt8])

    /// What CONNACK tells (MQTT 5, 3.2).
    package struct Greeting: Sendable, Equatable {
        /// Whether the broker kept subscriptions and waiting messages of our last connection.
        package var isSessionPresent: Bool
        package var protocolVersion: ProtocolVersion
        /// How many unacknowledged messages the broker takes from us; nil when it did not say.
        package var receiveMaximum: UInt16?

        package init(isSessionPresent: Bool, protocolVersion: ProtocolVersion, receiveMaximum: UInt16?) {
            self.isSessionPresent = isSessionPresent
            self.protocolVersion = protocolVersion
            self.receiveMaximum = receiveMaximum
        }
    }
}
