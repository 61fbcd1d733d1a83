import MosquittoClient

/// What a broker shows of settings that lose messages or make the gateway slow, and what to write instead.
enum BrokerAdvice {
    /// mosquitto counts here what it has dropped for clients that were away or slow (libmosquitto's broker, src/sys_tree.c).
    static let droppedTopic = "$SYS/broker/publish/messages/dropped"
    /// Below this each commit of the gateway carries too few messages to be worth its synchronised write.
    private static let smallWindow = 100

    /// Nil where the windows are wide enough.
    static func window(_ greeting: LinkEvent.Greeting) -> String? {
        switch greeting.protocolVersion {
        case .v5:
            guard let window = greeting.receiveMaximum, Int(window) < smallWindow else { return nil }
            return """
                it takes only \(window) messages at a time, so every \(window) cost a round trip; set \
                max_inflight_messages 1000 in its configuration
                """
        case .v311:
            return """
                it speaks MQTT 3.1.1 and does not tell how many messages it hands out at a time, 20 by default; set \
                max_inflight_messages 1000 in its configuration, or let it speak MQTT 5
                """
        }
    }
}

/// Follows the broker's count of dropped messages.
struct DroppedMessages {
    private var last: Int64?

    /// - Parameter payload: a decimal number, as the broker publishes it.
    /// - Returns: how many more there are than at the last look; nil at the first look, without growth, and for other payloads.
    mutating func note(_ payload: [UInt8]) -> Int64? {
        guard let total = Int64(String(decoding: payload, as: UTF8.self)) else { return nil }
        defer { last = total }
        guard let last, total > last else { return nil }
        return total - last
    }
}
