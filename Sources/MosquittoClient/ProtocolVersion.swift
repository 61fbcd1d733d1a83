/// The protocol level in CONNECT (MQTT 5, 3.1.2.2).
package enum ProtocolVersion: UInt8, Sendable {
    case v311 = 4
    case v5 = 5
}
