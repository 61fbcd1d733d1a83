/// One PUBLISH as it came from the broker (MQTT 5, section 3.3).
package struct MQTTMessage: Sendable, Equatable {
    /// The topic name.
    ///
    /// The library lets no topic through that is empty, is not UTF-8, or holds control characters (libmosquitto
    /// lib/packet_datatypes.c:132): such a packet ends the connection.
    package var topic: String
    /// The payload as sent: any bytes, possibly none.
    package var payload: [UInt8]
    /// 0, 1 or 2 as delivered: the lower of what was published and what was subscribed.
    package var qos: UInt8
    /// Whether the broker sent it because of a new subscription and not because somebody published now (3.3.1.3).
    package var isRetained: Bool
    /// The broker's packet identifier, 0 for QoS 0.
    ///
    /// A redelivery within one session carries the same one.
    package var packetIdentifier: UInt16

    package init(topic: String, payload: [UInt8], qos: UInt8, isRetained: Bool = false, packetIdentifier: UInt16 = 0) {
        self.topic = topic
        self.payload = payload
        self.qos = qos
        self.isRetained = isRetained
        self.packetIdentifier = packetIdentifier
    }
}
