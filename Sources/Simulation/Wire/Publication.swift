/// One MQTT message that a simulated device or backend sends; never retained.
package struct Publication: Sendable, Hashable {
    package let topic: String
    /// The exact text of the payload, sent as UTF-8.
    package let payload: String
    /// 0 or 1: neither cloud takes QoS 2.
    package let qos: Int

    package init(_ topic: String, _ payload: String, qos: Int) {
        self.topic = topic
        self.payload = payload
        self.qos = qos
    }
}
